-- The client's record: what becomes of statements, parts with their source, eligibility, long-term plans,
-- communication needs, identity added to code names, references of agencies' own systems.

-- REG-40: a statement is never rewritten; what no longer stands is said beside it, once.
CREATE TABLE statement_changes (
  change_id     uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  area          text        NOT NULL,
  statement_id  uuid        NOT NULL,
  successor_statement_id uuid,
  kind          text        NOT NULL,
  reason        text        NOT NULL,
  worker_id     uuid,
  create_time   timestamptz,
  CONSTRAINT statement_changes_pkey PRIMARY KEY (change_id),
  CONSTRAINT statement_changes_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT statement_changes_statement FOREIGN KEY (statement_id) REFERENCES statements,
  CONSTRAINT statement_changes_successor FOREIGN KEY (successor_statement_id) REFERENCES statements,
  CONSTRAINT statement_changes_once UNIQUE (statement_id),
  CONSTRAINT statement_changes_succeeded CHECK ((kind = 'WITHDRAWN') = (successor_statement_id IS NULL)),
  CONSTRAINT statement_changes_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT statement_changes_kind_known CHECK (kind IN (
    'CORRECTED', 'SUPERSEDED', 'WITHDRAWN'))
);
CREATE INDEX statement_changes_of_client ON statement_changes (client_id);
CREATE INDEX statement_changes_by_successor ON statement_changes (successor_statement_id)
  WHERE successor_statement_id IS NOT NULL;

CREATE TABLE statement_verifications (
  verification_id uuid      NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  area          text        NOT NULL,
  statement_id  uuid        NOT NULL,
  kind_before   text        NOT NULL,
  evidence      text        NOT NULL,
  verified_on   date,
  worker_id     uuid,
  create_time   timestamptz,
  CONSTRAINT statement_verifications_pkey PRIMARY KEY (verification_id),
  CONSTRAINT statement_verifications_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT statement_verifications_statement FOREIGN KEY (statement_id) REFERENCES statements,
  CONSTRAINT statement_verifications_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT statement_verifications_kind_before_known CHECK (kind_before IN (
    'VERIFIED_FACT', 'CLIENT_STATEMENT', 'THIRD_PARTY_STATEMENT', 'WORKER_ASSUMPTION')),
  CONSTRAINT statement_verifications_evidence_known CHECK (evidence IN (
    'CLIENT', 'DOCUMENT', 'REGISTER', 'THIRD_PARTY', 'WORKER'))
);
CREATE INDEX statement_verifications_of_statement ON statement_verifications (statement_id);
CREATE INDEX statement_verifications_of_client ON statement_verifications (client_id);

-- REG-40, REG-47: parts of the record with their source.
CREATE TABLE client_parts (
  part_id       uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  area          text        NOT NULL,
  kind          text        NOT NULL,
  content       text        NOT NULL,
  evidence      text        NOT NULL,
  verified_on   date,
  worker_id     uuid,
  ended_on      date,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT client_parts_pkey PRIMARY KEY (part_id),
  CONSTRAINT client_parts_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT client_parts_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT client_parts_kind_known CHECK (kind IN (
    'IDENTITY', 'CONTACT', 'TARGET_GROUP', 'HEALTH', 'HOUSING_SITUATION', 'INCOME_SOURCE', 'STRENGTH',
    'ENVIRONMENT', 'EMPLOYMENT', 'EDUCATION')),
  CONSTRAINT client_parts_evidence_known CHECK (evidence IN (
    'CLIENT', 'DOCUMENT', 'REGISTER', 'THIRD_PARTY', 'WORKER'))
);
CREATE INDEX client_parts_of_client ON client_parts (client_id, create_time DESC, part_id DESC);

-- REG-43: the four criteria; an assessment is never rewritten, the latest one counts.
CREATE TABLE eligibility_assessments (
  assessment_id uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  multiple_difficulties boolean,
  long_duration boolean,
  insufficient_support boolean,
  worsening_situation boolean,
  note          text,
  assessed_on   date,
  worker_id     uuid        NOT NULL,
  create_time   timestamptz,
  CONSTRAINT eligibility_assessments_pkey PRIMARY KEY (assessment_id),
  CONSTRAINT eligibility_assessments_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT eligibility_assessments_worker FOREIGN KEY (worker_id) REFERENCES workers
);
CREATE INDEX eligibility_assessments_of_client
  ON eligibility_assessments (client_id, assessed_on DESC, create_time DESC);
CREATE INDEX eligibility_assessments_of_unit ON eligibility_assessments (agency_id, assessed_on, assessment_id)
  WHERE multiple_difficulties OR worsening_situation;

-- REG-44: one plan of a unit for a client.
CREATE TABLE long_term_plans (
  plan_id       uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  aim           text        NOT NULL,
  next_monitoring_on date,
  monitoring_every_days integer,
  monitored_on  date,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT long_term_plans_pkey PRIMARY KEY (plan_id),
  CONSTRAINT long_term_plans_client FOREIGN KEY (client_id) REFERENCES clients
);
CREATE UNIQUE INDEX long_term_plans_once ON long_term_plans (client_id, agency_id, department_id)
  NULLS NOT DISTINCT;

-- REG-121: what one unit knows of how the client wants to be talked with.
CREATE TABLE communication_needs (
  needs_id      uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  language      text,
  interpreter   text,
  reading       text,
  hearing       text,
  preferred_channel text,
  from_hour     integer,
  until_hour    integer,
  safe_contact_rules text[] NOT NULL DEFAULT '{}',
  not_to_be_contacted text,
  verified_on   date,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT communication_needs_pkey PRIMARY KEY (needs_id),
  CONSTRAINT communication_needs_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT communication_needs_hours CHECK (from_hour < until_hour),
  CONSTRAINT communication_needs_interpreter_known CHECK (interpreter IN (
    'NONE', 'SPOKEN', 'SIGN')),
  CONSTRAINT communication_needs_reading_known CHECK (reading IN (
    'NONE', 'EASY', 'LARGE_PRINT', 'READ_ALOUD')),
  CONSTRAINT communication_needs_hearing_known CHECK (hearing IN (
    'NONE', 'HARD_OF_HEARING', 'DEAF')),
  CONSTRAINT communication_needs_preferred_channel_known CHECK (preferred_channel IN (
    'PHONE', 'TEXT_MESSAGE', 'EMAIL', 'LETTER', 'IN_PERSON'))
);
CREATE UNIQUE INDEX communication_needs_once ON communication_needs (client_id, agency_id, department_id)
  NULLS NOT DISTINCT;

-- REG-116: a code name becomes a person with the person's agreement, once.
CREATE TABLE client_identifications (
  identification_id uuid    NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  former_code_name text     NOT NULL,
  agreement     jsonb,
  create_time   timestamptz,
  CONSTRAINT client_identifications_pkey PRIMARY KEY (identification_id),
  CONSTRAINT client_identifications_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT client_identifications_agreed CHECK (agreement IS NOT NULL),
  CONSTRAINT client_identifications_once UNIQUE (client_id)
);

-- A person registered again under another name often keeps the telephone.
ALTER TABLE clients ADD COLUMN x_phone_digits text;
CREATE INDEX clients_by_phone ON clients (x_phone_digits) WHERE x_phone_digits IS NOT NULL;

-- REG-120: numbers of records in an agency's own systems.
CREATE TABLE external_references (
  reference_id  uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  system        text        NOT NULL,
  record_type   text        NOT NULL,
  external_id   text        NOT NULL,
  record_id     uuid        NOT NULL,
  create_time   timestamptz,
  CONSTRAINT external_references_pkey PRIMARY KEY (reference_id),
  CONSTRAINT external_references_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT external_references_once UNIQUE (agency_id, system, record_type, external_id),
  CONSTRAINT external_references_record_type_known CHECK (record_type IN (
    'CLIENT', 'STATEMENT', 'CONSENT', 'REFERRAL', 'SUPPORT_RECORD', 'DEBT', 'CLIENT_ASSIGNMENT',
    'ENFORCEMENT', 'NETWORK_MEMBER', 'CLIENT_PART', 'LONG_TERM_PLAN'))
);
CREATE INDEX external_references_of_record ON external_references (record_id, agency_id, reference_id);

GRANT SELECT, INSERT ON statement_changes, statement_verifications, eligibility_assessments,
  client_identifications TO :service_app;
GRANT SELECT, INSERT, UPDATE ON client_parts, long_term_plans, communication_needs TO :service_app;
GRANT SELECT, INSERT, DELETE ON external_references TO :service_app;

-- XC-16: who may have the telephone number needs to know how to use it safely, and parts of the record are
-- as necessary as statements on the same areas.
UPDATE law_rows SET fields = fields || '{CommunicationNeeds.agency_id,CommunicationNeeds.department_id,CommunicationNeeds.language,CommunicationNeeds.interpreter,CommunicationNeeds.reading,CommunicationNeeds.hearing,CommunicationNeeds.preferred_channel,CommunicationNeeds.from_hour,CommunicationNeeds.until_hour,CommunicationNeeds.safe_contact_rules,CommunicationNeeds.not_to_be_contacted,CommunicationNeeds.verified_on,ClientPart.agency_id,ClientPart.department_id,ClientPart.kind,ClientPart.content,ClientPart.evidence,ClientPart.verified_on,ClientPart.ended_on}'
  WHERE law_row = 'DELEGATED_SOCIAL_WORK';

-- REG-41: one match for two records, whichever of them came later.
CREATE UNIQUE INDEX client_matches_once
  ON client_matches (least(client_id, other_client_id), greatest(client_id, other_client_id));
