-- XC-27: words are another way for an address to get out. Whoever must not be found is not written into a note,
-- a name or a reason, by whatever method.

-- What looks like an address in the Czech Republic: a postal code before a place, a street with a number, a
-- house number spelt out, coordinates. Reference numbers of files and amounts do not.
CREATE FUNCTION looks_like_address(words text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(words ~ '\m[1-7][0-9]{2} ?[0-9]{2},?\s+[[:upper:]]'
    OR words ~ '\m[[:alpha:]]{3,}\.?\s+[0-9]{1,4}/[0-9]{1,3}[a-d]?\M'
    OR words ~* '\m(ul\.|ulic[eií]|nám\.|náměstí|tříd[aěy]|nábřeží)\s*[[:alpha:]]+[[:alpha:] .]*\s[0-9]{1,4}\M'
    OR words ~* '\mč\.\s?p\.?\s?[0-9]{1,5}\M'
    OR words ~* '\mgps\M|[0-9]{2}\.[0-9]{4,}\s*°?\s*[ns]\M', false)
$$;

-- Looks at the columns named as arguments, as far as the statement changes them. The lock on the client makes
-- this wait for a protection that is being set, and the other way round.
CREATE FUNCTION keep_address_out_of_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  new_row jsonb := to_jsonb(NEW);
  old_row jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
  words   text  := '';
BEGIN
  FOR i IN 0 .. TG_NARGS - 1 LOOP
    IF old_row IS NULL OR new_row -> TG_ARGV[i] IS DISTINCT FROM old_row -> TG_ARGV[i] THEN
      words := words || coalesce(new_row ->> TG_ARGV[i], '') || E'\n';
    END IF;
  END LOOP;
  IF NOT looks_like_address(words) THEN RETURN NEW; END IF;
  IF new_row ? 'client_id' THEN
    PERFORM 1 FROM clients c WHERE c.client_id = (new_row ->> 'client_id')::uuid FOR KEY SHARE;
  END IF;
  IF (new_row ? 'client_id' AND address_level_of((new_row ->> 'client_id')::uuid) <> 'NORMAL')
    OR has_secret_address((new_row ->> 'agency_id')::uuid) THEN
    RAISE EXCEPTION 'constraint "words_hold_no_protected_address"' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;

-- Columns in which somebody could write an address of a client or an agency: texts, lists of texts, documents.
-- Not those that only hold values of a list, and not the places where an address belongs or what was told
-- to the rescue service is kept as it was told, nor where an appointment is, which nobody but its unit reads.
CREATE VIEW guarded_words AS
  SELECT c.table_name::text, c.column_name::text, c.ordinal_position::int
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
    AND (c.data_type IN ('text', 'jsonb') OR c.udt_name = '_text')
    AND c.column_name NOT LIKE 'x\_%' AND c.column_name NOT LIKE '%\_currency\_code'
    AND c.table_name NOT IN ('client_addresses', 'provider_addresses', 'one_off_disclosures')
    AND (c.table_name, c.column_name) NOT IN (('appointments', 'place'), ('appointments', 'provider_name'))
    AND c.table_name !~ '^(audit_|outbox|idempotency|feed_|relay_)'
    AND EXISTS (SELECT 1 FROM information_schema.columns k WHERE k.table_schema = c.table_schema
      AND k.table_name = c.table_name AND k.column_name IN ('client_id', 'agency_id'))
    AND NOT EXISTS (SELECT 1 FROM pg_constraint n
      WHERE n.connamespace = current_schema()::regnamespace
        AND n.conname = c.table_name || '_' || c.column_name || '_known');

-- Puts the guard on every table that has such columns now. A migration that adds some calls it again.
CREATE FUNCTION guard_words() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  guarded record;
BEGIN
  FOR guarded IN SELECT table_name, string_agg(quote_literal(column_name), ', ' ORDER BY ordinal_position)
    AS columns FROM guarded_words GROUP BY table_name LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS words_hold_no_protected_address ON %I', guarded.table_name);
    EXECUTE format('CREATE TRIGGER words_hold_no_protected_address BEFORE INSERT OR UPDATE ON %I '
      'FOR EACH ROW EXECUTE FUNCTION keep_address_out_of_words(%s)', guarded.table_name, guarded.columns);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION guard_words() FROM PUBLIC;
SELECT guard_words();
