-- REG-41: records that share a key are compared (clients/client_rules.h): a birth number, a telephone, the two
-- names in whatever order, a full birth date with the first letter of a name. A slip of the pen in one part
-- leaves another key as it was.

CREATE FUNCTION client_match_keys(given text, family text, birth_date text, birth_number text, phone text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY[
    'number ' || nullif(birth_number, ''),
    'phone ' || nullif(phone, ''),
    CASE WHEN given <> '' AND family <> '' THEN
      'names ' || least(given COLLATE "C", family) || ' ' || greatest(given COLLATE "C", family) END,
    CASE WHEN given <> '' AND length(birth_date) = 10 THEN 'born ' || birth_date || ' ' || left(given, 1) END,
    CASE WHEN family <> '' AND length(birth_date) = 10 THEN 'born ' || birth_date || ' ' || left(family, 1) END
  ], NULL)
$$;

CREATE INDEX clients_by_match_key ON clients USING gin
  (client_match_keys(x_given_folded, x_family_folded, birth_date, x_birth_number, x_phone_digits)) WITH (fastupdate = off)
  WHERE kind = 'IDENTIFIED';

-- What a new record is compared with.
CREATE VIEW client_keys AS
  SELECT client_id, x_given_folded AS given, x_family_folded AS family, birth_date, x_birth_number AS birth_number,
         x_phone_digits AS phone,
         client_match_keys(x_given_folded, x_family_folded, birth_date, x_birth_number, x_phone_digits) AS keys
  FROM clients WHERE kind = 'IDENTIFIED';
GRANT SELECT ON client_keys TO :service_app;
