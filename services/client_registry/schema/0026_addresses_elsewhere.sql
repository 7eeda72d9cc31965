-- XC-27 for what came after: offices of providers, corrections of addresses, and every column of words there is.

-- A provider with a secret address has offices, but none with an address.
CREATE FUNCTION keep_office_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM services s WHERE s.service_id = NEW.service_id AND has_secret_address(s.agency_id))
    AND (NEW.address <> '' OR looks_like_address(NEW.name || E'\n' || NEW.opening_hours || E'\n' || NEW.territory))
  THEN
    RAISE EXCEPTION 'constraint "provider_addresses_stay_secret"' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offices_stay_secret BEFORE INSERT OR UPDATE ON offices FOR EACH ROW
  EXECUTE FUNCTION keep_office_secret();

-- A correction of an address says one.
CREATE TRIGGER corrections_no_protected_address BEFORE INSERT OR UPDATE ON corrections FOR EACH ROW
  WHEN (NEW.area = 'ADDRESS' AND NEW.proposed_content <> '[*]') EXECUTE FUNCTION keep_address_out();

CREATE FUNCTION conceal_corrections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE corrections c SET proposed_content = '[*]'
  WHERE c.statement_id = NEW.statement_id AND c.area = 'ADDRESS';
  RETURN NULL;
END $$;
CREATE TRIGGER statements_conceal_corrections AFTER UPDATE ON statements FOR EACH ROW
  WHEN (NEW.area = 'ADDRESS' AND NEW.content = '[*]' AND OLD.content <> '[*]')
  EXECUTE FUNCTION conceal_corrections();

SELECT guard_words();
