-- People, assignments, duplicates.

-- Every record of a person belongs to a cluster; alone at first. Joined and split without rewriting any
-- record: only this table moves (REG-41).
CREATE TABLE client_clusters (
  client_id   uuid NOT NULL,
  survivor_id uuid NOT NULL,
  CONSTRAINT client_clusters_pkey PRIMARY KEY (client_id)
);
CREATE INDEX client_clusters_members ON client_clusters (survivor_id);

-- All records of the person whom this record is of. Inlined by the planner.
CREATE FUNCTION records_of(record uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT m.client_id FROM client_clusters s JOIN client_clusters m USING (survivor_id) WHERE s.client_id = record
$$;

-- Columns x_… are the platform's own: folded forms for matching, never shown.
CREATE TABLE clients (
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  registered_by_worker_id uuid,
  kind          text        NOT NULL,
  code_name     text,
  given_name    text,
  family_name   text,
  birth_date    text,
  birth_number  text,
  has_phone     boolean,
  phone_number  text,
  email         text,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  x_given_folded  text,
  x_family_folded text,
  x_birth_number  text,
  CONSTRAINT clients_pkey PRIMARY KEY (client_id),
  CONSTRAINT clients_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT clients_department FOREIGN KEY (agency_id, department_id)
    REFERENCES departments (agency_id, department_id),
  CONSTRAINT clients_kind_known CHECK (kind IN (
    'IDENTIFIED', 'CODE_NAME')),
  CONSTRAINT clients_named CHECK (CASE kind
    WHEN 'IDENTIFIED' THEN family_name IS NOT NULL AND code_name IS NULL
    ELSE code_name IS NOT NULL AND given_name IS NULL AND family_name IS NULL AND birth_date IS NULL
      AND birth_number IS NULL END)
);
CREATE INDEX clients_by_name ON clients (x_family_folded text_pattern_ops, x_given_folded);
CREATE INDEX clients_by_given ON clients (agency_id, x_given_folded text_pattern_ops);
CREATE INDEX clients_by_birth_number ON clients (x_birth_number) WHERE x_birth_number IS NOT NULL;
CREATE INDEX clients_of_unit ON clients (agency_id, department_id, x_family_folded text_pattern_ops);

CREATE TABLE statements (
  statement_id  uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  area          text        NOT NULL,
  kind          text        NOT NULL,
  topic         text        NOT NULL,
  content       text        NOT NULL,
  verified_on   date,
  occurred_at   timestamptz,
  create_time   timestamptz,
  CONSTRAINT statements_pkey PRIMARY KEY (statement_id),
  CONSTRAINT statements_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT statements_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT statements_kind_known CHECK (kind IN (
    'VERIFIED_FACT', 'CLIENT_STATEMENT', 'THIRD_PARTY_STATEMENT', 'WORKER_ASSUMPTION'))
);
CREATE INDEX statements_of_client ON statements (client_id, create_time DESC, statement_id DESC);

CREATE TABLE client_matches (
  match_id        uuid        NOT NULL,
  client_id       uuid        NOT NULL,
  other_client_id uuid        NOT NULL,
  score           integer     NOT NULL,
  state           text        NOT NULL,
  create_time     timestamptz,
  version         bigint      NOT NULL DEFAULT 1,
  CONSTRAINT client_matches_pkey PRIMARY KEY (match_id),
  CONSTRAINT client_matches_pair UNIQUE (client_id, other_client_id),
  CONSTRAINT client_matches_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT client_matches_other FOREIGN KEY (other_client_id) REFERENCES clients,
  CONSTRAINT client_matches_state_known CHECK (state IN (
    'OPEN', 'MERGED', 'REJECTED'))
);
CREATE INDEX client_matches_open ON client_matches (create_time, match_id) WHERE state = 'OPEN';

CREATE TABLE client_assignments (
  assignment_id   uuid        NOT NULL,
  client_id       uuid        NOT NULL,
  worker_id       uuid        NOT NULL,
  agency_id       uuid        NOT NULL,
  department_id   uuid,
  service_id      uuid,
  role            text        NOT NULL,
  stance          text        NOT NULL,
  state           text        NOT NULL,
  valid_from      date,
  valid_to        date,
  override_reason text,
  create_time     timestamptz,
  version         bigint      NOT NULL DEFAULT 1,
  CONSTRAINT client_assignments_pkey PRIMARY KEY (assignment_id),
  CONSTRAINT client_assignments_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT client_assignments_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT client_assignments_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT client_assignments_role_known CHECK (role IN (
    'FIRST_CONTACT', 'TEAM_LEAD', 'SECOND_CONTACT', 'ASSISTANCE', 'ONLINE_EDITOR', 'EXPERT',
    'CASE_MANAGER', 'SUPPORT_COORDINATOR', 'KEY_WORKER', 'SOCIAL_WORKER', 'DEBT_COUNSELLOR',
    'HOUSING_OFFICER', 'PROPERTY_MANAGER', 'COLLECTIONS_OFFICER', 'COMPLAINT_OFFICER',
    'LANDLORD_LIAISON', 'CLERK', 'HEAD_OF_UNIT', 'SUPERVISOR', 'AGENCY_ADMIN', 'PLATFORM_ADMIN',
    'DATA_STEWARD', 'AUDITOR', 'PROGRAMME_COORDINATOR', 'FACILITATOR', 'HEALTH_PROFESSIONAL',
    'CHILD_PROTECTION_WORKER', 'POLICE_OFFICER', 'SYSTEM')),
  CONSTRAINT client_assignments_stance_known CHECK (stance IN (
    'UNSPECIFIED', 'SUPPORT', 'CONTROL')),
  CONSTRAINT client_assignments_state_known CHECK (state IN (
    'ACTIVE', 'PAUSED', 'ENDED'))
);
CREATE INDEX client_assignments_of_client ON client_assignments (client_id, create_time DESC, assignment_id DESC);
CREATE INDEX client_assignments_load ON client_assignments (worker_id) WHERE state = 'ACTIVE';
CREATE INDEX client_assignments_service_load ON client_assignments (service_id) WHERE state = 'ACTIVE';
-- REG-34: at most one active case manager.
CREATE UNIQUE INDEX client_assignments_one_case_manager ON client_assignments (client_id)
  WHERE state = 'ACTIVE' AND role = 'CASE_MANAGER';

-- One worker serves one client in one role once at a time.
CREATE UNIQUE INDEX client_assignments_once ON client_assignments (client_id, worker_id, role)
  WHERE state = 'ACTIVE';

-- Units that work with a client besides the one that registered the record: by an assignment or an
-- accepted referral.
CREATE TABLE client_units (
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  since_time    timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT client_units_client FOREIGN KEY (client_id) REFERENCES clients
);
CREATE UNIQUE INDEX client_units_once ON client_units (client_id, agency_id, department_id) NULLS NOT DISTINCT;

GRANT SELECT, INSERT, UPDATE ON client_clusters, clients, statements, client_matches, client_assignments
  TO :service_app;
GRANT SELECT, INSERT, DELETE ON client_units TO :service_app;
