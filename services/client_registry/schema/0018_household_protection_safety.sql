-- Households and families, protected addresses, notices for visits.

CREATE TABLE household_members (
  member_id     uuid        NOT NULL,
  household_id  uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  area          text        NOT NULL,
  person_name   text,
  birth_date    text,
  lives_there   boolean     NOT NULL,
  valid_from    date,
  valid_to      date,
  source        text        NOT NULL,
  verified_on   date,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT household_members_pkey PRIMARY KEY (member_id),
  CONSTRAINT household_members_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT household_members_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  -- The age of a client is that of the client's record.
  CONSTRAINT household_members_birth_date CHECK (person_name IS NOT NULL OR birth_date IS NULL),
  CONSTRAINT household_members_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT household_members_source_known CHECK (source IN (
    'VERIFIED_FACT', 'CLIENT_STATEMENT', 'THIRD_PARTY_STATEMENT', 'WORKER_ASSUMPTION')),
  -- REG-40: once at a time in one household; in several at once, why not.
  CONSTRAINT household_members_once EXCLUDE USING gist (
    household_id WITH =, client_id WITH =, coalesce(person_name, '') WITH =,
    daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE INDEX household_members_of_client ON household_members (client_id, create_time DESC, member_id DESC);
CREATE INDEX household_members_of_household ON household_members (household_id, member_id);

CREATE TABLE family_relations (
  relation_id         uuid        NOT NULL,
  client_id           uuid        NOT NULL,
  agency_id           uuid        NOT NULL,
  department_id       uuid,
  kind                text        NOT NULL,
  relative_client_id  uuid,
  relative_name       text,
  relative_birth_date text,
  valid_from          date,
  valid_to            date,
  source              text        NOT NULL,
  verified_on         date,
  create_time         timestamptz,
  version             bigint      NOT NULL DEFAULT 1,
  CONSTRAINT family_relations_pkey PRIMARY KEY (relation_id),
  CONSTRAINT family_relations_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT family_relations_relative FOREIGN KEY (relative_client_id) REFERENCES clients,
  CONSTRAINT family_relations_one_relative CHECK (num_nonnulls(relative_client_id, relative_name) = 1
    AND (relative_name IS NOT NULL OR relative_birth_date IS NULL)),
  CONSTRAINT family_relations_two_people CHECK (client_id <> relative_client_id),
  CONSTRAINT family_relations_period CHECK (valid_from <= valid_to),
  CONSTRAINT family_relations_kind_known CHECK (kind IN (
    'PARENT', 'CHILD', 'SPOUSE', 'PARTNER', 'EX_PARTNER', 'SIBLING', 'GRANDPARENT', 'OTHER_RELATIVE')),
  CONSTRAINT family_relations_source_known CHECK (source IN (
    'VERIFIED_FACT', 'CLIENT_STATEMENT', 'THIRD_PARTY_STATEMENT', 'WORKER_ASSUMPTION')),
  -- REG-42: one relation of a kind with one person at a time.
  CONSTRAINT family_relations_once EXCLUDE USING gist (
    client_id WITH =, coalesce(relative_client_id::text, relative_name) WITH =, kind WITH =,
    daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE INDEX family_relations_of_client ON family_relations (client_id, create_time DESC, relation_id DESC);
CREATE INDEX family_relations_of_relative ON family_relations (relative_client_id)
  WHERE relative_client_id IS NOT NULL;

-- Whose address is protected, and because of whom. The strongest row of a person's records holds; rows that
-- follow another person's protection are made and lowered with it.
CREATE TABLE address_protections (
  protection_id          uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  level                  text        NOT NULL,
  source_client_id       uuid        NOT NULL,
  cause                  text,
  set_by_worker_id       uuid,
  intermediary_agency_id uuid,
  set_time               timestamptz,
  version                bigint      NOT NULL DEFAULT 1,
  CONSTRAINT address_protections_pkey PRIMARY KEY (protection_id),
  CONSTRAINT address_protections_once UNIQUE (client_id, source_client_id),
  CONSTRAINT address_protections_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT address_protections_source FOREIGN KEY (source_client_id) REFERENCES clients,
  CONSTRAINT address_protections_worker FOREIGN KEY (set_by_worker_id) REFERENCES workers,
  CONSTRAINT address_protections_intermediary FOREIGN KEY (intermediary_agency_id) REFERENCES agencies,
  CONSTRAINT address_protections_level_known CHECK (level IN ('NORMAL', 'SHIELDED', 'HIDDEN')),
  CONSTRAINT address_protections_cause_known CHECK (cause IN (
    'DOMESTIC_VIOLENCE', 'STALKING', 'TRAFFICKING', 'WITNESS', 'OTHER_THREAT'))
);
CREATE INDEX address_protections_by_source ON address_protections (source_client_id);

-- Who may be the same person, from either side; telephones, to find a protected person who comes back under
-- another name.
CREATE INDEX client_matches_open_of_client ON client_matches (client_id) WHERE state = 'OPEN';
CREATE INDEX client_matches_open_of_other ON client_matches (other_client_id) WHERE state = 'OPEN';
CREATE INDEX clients_by_telephone ON clients (right(regexp_replace(phone_number, '[^0-9]', '', 'g'), 9))
  WHERE phone_number IS NOT NULL;

CREATE TABLE address_lowerings (
  lowering_id            uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  to_level               text        NOT NULL,
  reason                 text        NOT NULL,
  proposed_by_worker_id  uuid        NOT NULL,
  propose_time           timestamptz,
  confirmed_by_worker_id uuid,
  confirm_time           timestamptz,
  state                  text        NOT NULL,
  version                bigint      NOT NULL DEFAULT 1,
  CONSTRAINT address_lowerings_pkey PRIMARY KEY (lowering_id),
  CONSTRAINT address_lowerings_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT address_lowerings_proposer FOREIGN KEY (proposed_by_worker_id) REFERENCES workers,
  CONSTRAINT address_lowerings_confirmer FOREIGN KEY (confirmed_by_worker_id) REFERENCES workers,
  CONSTRAINT address_lowerings_to_level_known CHECK (to_level IN ('NORMAL', 'SHIELDED', 'HIDDEN')),
  CONSTRAINT address_lowerings_state_known CHECK (state IN ('PROPOSED', 'CONFIRMED', 'WITHDRAWN')),
  CONSTRAINT address_lowerings_lower CHECK (to_level <> 'HIDDEN'),
  -- XC-27: two people, 72 hours.
  CONSTRAINT address_lowerings_confirmed CHECK ((state = 'CONFIRMED') = (confirmed_by_worker_id IS NOT NULL)
    AND (state = 'CONFIRMED') = (confirm_time IS NOT NULL)),
  CONSTRAINT address_lowerings_two_people CHECK (confirmed_by_worker_id <> proposed_by_worker_id),
  CONSTRAINT address_lowerings_two_nights CHECK (
    propose_time IS NOT NULL AND confirm_time >= propose_time + interval '72 hours')
);
CREATE UNIQUE INDEX address_lowerings_one_waits ON address_lowerings (client_id) WHERE state = 'PROPOSED';

CREATE TABLE client_addresses (
  address_id       uuid        NOT NULL,
  client_id        uuid        NOT NULL,
  agency_id        uuid        NOT NULL,
  department_id    uuid,
  kind             text        NOT NULL,
  written          text        NOT NULL,
  valid_from       date,
  valid_to         date,
  author_worker_id uuid,
  create_time      timestamptz,
  version          bigint      NOT NULL DEFAULT 1,
  CONSTRAINT client_addresses_pkey PRIMARY KEY (address_id),
  CONSTRAINT client_addresses_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT client_addresses_author FOREIGN KEY (author_worker_id) REFERENCES workers,
  CONSTRAINT client_addresses_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  CONSTRAINT client_addresses_kind_known CHECK (kind IN ('RESIDENCE', 'STAY', 'MAIL'))
);
CREATE INDEX client_addresses_of_client ON client_addresses (client_id, create_time DESC);

CREATE TABLE address_releases (
  release_id            uuid        NOT NULL,
  client_id             uuid        NOT NULL,
  agency_id             uuid        NOT NULL,
  department_id         uuid,
  released_by_worker_id uuid        NOT NULL,
  recipient_worker_id   uuid,
  outside_recipient     text,
  need                  text        NOT NULL,
  harm_considered       text        NOT NULL,
  no_harm_expected      boolean     NOT NULL,
  valid_until           timestamptz,
  create_time           timestamptz,
  CONSTRAINT address_releases_pkey PRIMARY KEY (release_id),
  CONSTRAINT address_releases_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT address_releases_worker FOREIGN KEY (released_by_worker_id) REFERENCES workers,
  CONSTRAINT address_releases_recipient FOREIGN KEY (recipient_worker_id) REFERENCES workers,
  CONSTRAINT address_releases_one_recipient CHECK (num_nonnulls(recipient_worker_id, outside_recipient) = 1),
  CONSTRAINT address_releases_harmless CHECK (no_harm_expected),
  CONSTRAINT address_releases_short CHECK (
    valid_until IS NOT NULL AND create_time IS NOT NULL AND valid_until <= create_time + interval '7 days'),
  CONSTRAINT address_releases_outside_recipient_known CHECK (outside_recipient IN (
    'RESCUE_SERVICE', 'POLICE', 'CHILD_PROTECTION', 'PROSECUTOR', 'OTHER'))
);
CREATE INDEX address_releases_to ON address_releases (recipient_worker_id, client_id, valid_until);

-- Where providers are. A shelter with a secret address is one whose address cannot be stored.
CREATE TABLE provider_addresses (
  agency_id        uuid    NOT NULL,
  address_storable boolean NOT NULL,
  written          text,
  version          bigint  NOT NULL DEFAULT 1,
  CONSTRAINT provider_addresses_pkey PRIMARY KEY (agency_id),
  CONSTRAINT provider_addresses_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT provider_addresses_secret CHECK (address_storable OR written IS NULL)
);

CREATE TABLE safety_notices (
  notice_id        uuid        NOT NULL,
  client_id        uuid        NOT NULL,
  agency_id        uuid        NOT NULL,
  department_id    uuid,
  kind             text        NOT NULL,
  area             text        NOT NULL,
  observed_facts   text        NOT NULL,
  observed_on      date,
  author_worker_id uuid        NOT NULL,
  review_date      date,
  reviewed_on      date,
  create_time      timestamptz,
  version          bigint      NOT NULL DEFAULT 1,
  CONSTRAINT safety_notices_pkey PRIMARY KEY (notice_id),
  CONSTRAINT safety_notices_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT safety_notices_author FOREIGN KEY (author_worker_id) REFERENCES workers,
  CONSTRAINT safety_notices_kind_known CHECK (kind IN (
    'DOG', 'AGGRESSION', 'INFECTION', 'BUILDING', 'OTHER_OBSERVED')),
  CONSTRAINT safety_notices_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  -- XC-63: an observation has a day, and is looked at again within six months.
  CONSTRAINT safety_notices_observed CHECK (observed_on IS NOT NULL AND reviewed_on IS NOT NULL),
  CONSTRAINT safety_notices_review CHECK (
    review_date IS NOT NULL AND review_date <= reviewed_on + interval '6 months')
);
CREATE INDEX safety_notices_of_client ON safety_notices (client_id, create_time DESC);
CREATE INDEX safety_notices_due ON safety_notices (review_date);
-- One of a kind for a client and unit; several other observations.
CREATE UNIQUE INDEX safety_notices_once ON safety_notices (client_id, agency_id, department_id, kind)
  NULLS NOT DISTINCT WHERE kind <> 'OTHER_OBSERVED';

-- The level that holds for the person whom this record is of: the strongest over all records, so that a merge
-- keeps it.
CREATE FUNCTION address_level_of(record uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN bool_or(p.level = 'HIDDEN') THEN 'HIDDEN'
              WHEN bool_or(p.level = 'SHIELDED') THEN 'SHIELDED' ELSE 'NORMAL' END
  FROM records_of(record) r (client_id) JOIN address_protections p USING (client_id)
$$;

-- True unless the person is known to have been of age on the day. The birth date may lack month and day.
CREATE FUNCTION may_be_minor(record uuid, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(bool_or(CASE length(c.birth_date) WHEN 4 THEN c.birth_date || '-12-31'
                                                    WHEN 7 THEN c.birth_date || '-31' ELSE c.birth_date END
                          > to_char(on_day - interval '18 years', 'YYYY-MM-DD')), true)
  FROM records_of(record) r (client_id) JOIN clients c USING (client_id) WHERE c.birth_date IS NOT NULL
$$;

-- Who is protected with a person: all records of the person, the children, who lives in a household with the
-- person; but no former partner of the person.
CREATE FUNCTION protected_with(person uuid, on_day date) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH own AS (SELECT r AS client_id FROM records_of(person) r),
  close AS (
    SELECT f.relative_client_id AS client_id FROM family_relations f JOIN own USING (client_id)
      WHERE f.kind = 'CHILD' AND f.relative_client_id IS NOT NULL
        AND coalesce(f.valid_to, 'infinity') >= on_day AND may_be_minor(f.relative_client_id, on_day)
    UNION SELECT f.client_id FROM family_relations f JOIN own ON own.client_id = f.relative_client_id
      WHERE f.kind = 'PARENT' AND coalesce(f.valid_to, 'infinity') >= on_day
        AND may_be_minor(f.client_id, on_day)
    UNION SELECT o.client_id FROM household_members m JOIN own USING (client_id)
      JOIN household_members o USING (household_id)
      WHERE m.person_name IS NULL AND m.lives_there AND coalesce(m.valid_to, 'infinity') >= on_day
        AND o.person_name IS NULL AND o.lives_there AND coalesce(o.valid_to, 'infinity') >= on_day)
  SELECT client_id FROM own
  UNION (SELECT client_id FROM close EXCEPT (
    SELECT f.relative_client_id FROM family_relations f JOIN own USING (client_id) WHERE f.kind = 'EX_PARTNER'
    UNION SELECT f.client_id FROM family_relations f JOIN own ON own.client_id = f.relative_client_id
      WHERE f.kind = 'EX_PARTNER'))
$$;

-- Carries the protections that were set for this person to everybody who is protected with the person now.
-- Tells what it changed.
CREATE FUNCTION spread_address_protections(person uuid, on_day date, at_time timestamptz)
RETURNS TABLE (client_id uuid, source_client_id uuid, level text) LANGUAGE sql VOLATILE AS $$
  INSERT INTO address_protections AS p (protection_id, client_id, agency_id, department_id, level,
    source_client_id, cause, set_by_worker_id, intermediary_agency_id, set_time)
  SELECT gen_random_uuid(), w.client_id, s.agency_id, s.department_id, s.level, s.client_id, s.cause,
    s.set_by_worker_id, s.intermediary_agency_id, at_time
  FROM records_of(person) r (client_id) JOIN address_protections s USING (client_id)
    CROSS JOIN LATERAL protected_with(s.client_id, on_day) w (client_id)
  WHERE s.source_client_id = s.client_id AND s.level <> 'NORMAL' AND w.client_id <> s.client_id
  ON CONFLICT ON CONSTRAINT address_protections_once DO UPDATE SET level = excluded.level,
    cause = excluded.cause, intermediary_agency_id = excluded.intermediary_agency_id,
    set_time = CASE WHEN p.level = 'NORMAL' THEN excluded.set_time ELSE p.set_time END,
    version = p.version + 1
    WHERE p.level <> excluded.level
  RETURNING p.client_id, p.source_client_id, p.level
$$;

-- Takes the addresses of these people out of the ordinary statements, and deletes those of hidden ones.
CREATE FUNCTION conceal_addresses(people uuid[]) RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO client_addresses (address_id, client_id, agency_id, department_id, kind, written, valid_from,
    author_worker_id, create_time)
  SELECT gen_random_uuid(), s.client_id, s.agency_id, s.department_id, 'RESIDENCE', s.content,
    coalesce((s.occurred_at AT TIME ZONE 'Europe/Prague')::date, '1900-01-01'), s.author_worker_id,
    s.create_time
  FROM (SELECT DISTINCT r.client_id FROM unnest(people) q (person)
        CROSS JOIN LATERAL records_of(q.person) r (client_id)) a JOIN statements s USING (client_id)
  WHERE s.area = 'ADDRESS' AND s.content <> '[*]' AND address_level_of(s.client_id) = 'SHIELDED';
  UPDATE statements s SET topic = '[*]', content = '[*]', verified_on = NULL
  FROM (SELECT DISTINCT r.client_id FROM unnest(people) q (person)
        CROSS JOIN LATERAL records_of(q.person) r (client_id)) a
  WHERE s.client_id = a.client_id AND s.area = 'ADDRESS' AND s.content <> '[*]'
    AND address_level_of(s.client_id) <> 'NORMAL';
  DELETE FROM client_addresses d
  USING (SELECT DISTINCT r.client_id FROM unnest(people) q (person)
         CROSS JOIN LATERAL records_of(q.person) r (client_id)) a
  WHERE d.client_id = a.client_id AND address_level_of(d.client_id) = 'HIDDEN'
$$;

CREATE INDEX provider_addresses_of_secret ON provider_addresses (agency_id) WHERE NOT address_storable;

CREATE FUNCTION has_secret_address(agency uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM provider_addresses p WHERE p.agency_id = agency AND NOT p.address_storable)
$$;

-- XC-27: an address of a protected person gets into no other table, whoever writes it by whatever way. The
-- lock on the client makes this wait for a protection that is being set, and the other way round.
CREATE FUNCTION keep_address_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM clients c WHERE c.client_id = NEW.client_id FOR KEY SHARE;
  IF address_level_of(NEW.client_id) <> 'NORMAL' OR has_secret_address(NEW.agency_id) THEN
    RAISE EXCEPTION 'constraint "statements_no_protected_address"' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statements_no_protected_address BEFORE INSERT OR UPDATE ON statements FOR EACH ROW
  WHEN (NEW.area = 'ADDRESS' AND NEW.content <> '[*]') EXECUTE FUNCTION keep_address_out();

CREATE FUNCTION hold_no_hidden_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM clients c WHERE c.client_id = NEW.client_id FOR KEY SHARE;
  IF address_level_of(NEW.client_id) = 'HIDDEN' OR has_secret_address(NEW.agency_id) THEN
    RAISE EXCEPTION 'constraint "client_addresses_not_held"' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER client_addresses_not_held BEFORE INSERT OR UPDATE ON client_addresses FOR EACH ROW
  EXECUTE FUNCTION hold_no_hidden_address();

-- A provider's address that was declared secret stays so.
CREATE FUNCTION stay_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint "provider_addresses_stay_secret"' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER provider_addresses_stay_secret BEFORE UPDATE OR DELETE ON provider_addresses FOR EACH ROW
  WHEN (NOT OLD.address_storable) EXECUTE FUNCTION stay_secret();

GRANT SELECT, INSERT, UPDATE ON household_members, family_relations, address_protections, address_lowerings,
  provider_addresses TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON client_addresses, safety_notices TO :service_app;
-- A release is never rewritten.
GRANT SELECT, INSERT ON address_releases TO :service_app;
