-- What the feeds of the other services told, under pseudonyms (XC-54): ids of persons and of their records
-- are keyed hashes, 32 hexadecimal digits; there is no name, address, contact, birth number or free text.
-- Nothing refers to another table, since facts come in the order of their own feed. Dropped and built
-- again at will.
--
-- known_from, known_to: when this was so as far as was told, so that an earlier report comes out again.

CREATE TABLE known_agencies (
  agency_id uuid NOT NULL,
  type      text NOT NULL,
  territory text NOT NULL,
  CONSTRAINT known_agencies_pkey PRIMARY KEY (agency_id)
);
CREATE INDEX known_agencies_territory ON known_agencies (territory);

-- Records of clients, each of a person as long as the registry says so (REG-41).
CREATE TABLE person_records (
  record     text        NOT NULL,
  agency_id  uuid,
  code_name  boolean     NOT NULL,
  known_from timestamptz NOT NULL,
  CONSTRAINT person_records_pkey PRIMARY KEY (record)
);
CREATE TABLE person_clusters (
  record     text        NOT NULL,
  person     text        NOT NULL,
  known_from timestamptz NOT NULL,
  known_to   timestamptz NOT NULL DEFAULT 'infinity',
  CONSTRAINT person_clusters_pkey PRIMARY KEY (record, known_from),
  CONSTRAINT person_clusters_pseudonyms CHECK (record ~ '^[0-9a-f]{32}$' AND person ~ '^[0-9a-f]{32}$')
);
CREATE UNIQUE INDEX person_clusters_now ON person_clusters (record) WHERE known_to = 'infinity';

CREATE TABLE support_facts (
  support        text        NOT NULL,
  record         text        NOT NULL,
  agency_id      uuid        NOT NULL,
  category_code  text        NOT NULL,
  unit           text        NOT NULL,
  quantity_milli bigint      NOT NULL,
  is_group       boolean     NOT NULL,
  occurred_on    date        NOT NULL,
  version        bigint      NOT NULL,
  known_from     timestamptz NOT NULL,
  known_to       timestamptz NOT NULL DEFAULT 'infinity',
  CONSTRAINT support_facts_pkey PRIMARY KEY (support, known_from),
  CONSTRAINT support_facts_pseudonyms CHECK (support ~ '^[0-9a-f]{32}$' AND record ~ '^[0-9a-f]{32}$')
);
CREATE UNIQUE INDEX support_facts_now ON support_facts (support) WHERE known_to = 'infinity';
CREATE INDEX support_facts_agency ON support_facts (agency_id, occurred_on);

-- Events about persons that are counted as such; a partition per feed, so that one is dropped at once.
CREATE TABLE happenings (
  feed       text        NOT NULL,
  event_id   uuid        NOT NULL,
  type       text        NOT NULL,
  aggregate  text        NOT NULL,
  record     text        NOT NULL,
  agency_id  uuid,
  known_from timestamptz NOT NULL,
  CONSTRAINT happenings_pkey PRIMARY KEY (feed, event_id),
  CONSTRAINT happenings_pseudonyms CHECK (aggregate ~ '^[0-9a-f]{32}$' AND record ~ '^[0-9a-f]{32}$')
) PARTITION BY LIST (feed);
CREATE TABLE happenings_registry PARTITION OF happenings FOR VALUES IN ('client-registry');
CREATE TABLE happenings_conference PARTITION OF happenings FOR VALUES IN ('case-conference');
CREATE TABLE happenings_housing PARTITION OF happenings FOR VALUES IN ('housing-referral');
CREATE INDEX happenings_type ON happenings (type, agency_id);

CREATE TABLE referral_facts (
  referral            text        NOT NULL,
  record              text        NOT NULL,
  agency_id           uuid        NOT NULL,
  recipient_agency_id uuid,
  area                text        NOT NULL,
  state               text        NOT NULL,
  decline_reason      text        NOT NULL,
  known_from          timestamptz NOT NULL,
  known_to            timestamptz NOT NULL DEFAULT 'infinity',
  CONSTRAINT referral_facts_pkey PRIMARY KEY (referral, known_from),
  CONSTRAINT referral_facts_pseudonyms CHECK (referral ~ '^[0-9a-f]{32}$' AND record ~ '^[0-9a-f]{32}$')
);
CREATE UNIQUE INDEX referral_facts_now ON referral_facts (referral) WHERE known_to = 'infinity';

-- Services, no persons.
CREATE TABLE service_facts (
  service_id  uuid   NOT NULL,
  agency_id   uuid   NOT NULL,
  area        text   NOT NULL,
  territories text[] NOT NULL,
  CONSTRAINT service_facts_pkey PRIMARY KEY (service_id)
);
CREATE TABLE staffing_facts (
  service_id       uuid   NOT NULL,
  as_of_date       date   NOT NULL,
  fte_milli        bigint,
  caseload_per_fte bigint,
  shared_by        text[] NOT NULL,
  CONSTRAINT staffing_facts_pkey PRIMARY KEY (service_id, as_of_date)
);
CREATE TABLE capacity_facts (
  service_id uuid   NOT NULL,
  form       text   NOT NULL,
  kind       text   NOT NULL,
  as_of_date date   NOT NULL,
  clients    bigint,
  CONSTRAINT capacity_facts_pkey PRIMARY KEY (service_id, form, kind, as_of_date)
);

GRANT SELECT, INSERT, UPDATE ON known_agencies, person_records, person_clusters, support_facts, happenings,
  referral_facts, service_facts, staffing_facts, capacity_facts TO :service_app;
GRANT TRUNCATE ON known_agencies, person_records, person_clusters, support_facts, happenings_registry,
  happenings_conference, happenings_housing, referral_facts, service_facts, staffing_facts, capacity_facts
  TO :service_app;
