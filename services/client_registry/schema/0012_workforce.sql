-- Workers at work: departure, absence, who may merge roles, who is responsible.

-- A role ended on the day it was granted was held on no whole day: its period is empty.
ALTER TABLE role_assignments DROP CONSTRAINT role_assignments_period;
ALTER TABLE role_assignments DROP CONSTRAINT role_assignments_once;
ALTER TABLE role_assignments ADD CONSTRAINT role_assignments_period
  CHECK (valid_from IS NOT NULL AND valid_from <= valid_to + 1);
ALTER TABLE role_assignments ADD CONSTRAINT role_assignments_once EXCLUDE USING gist (
  worker_id WITH =, role WITH =, daterange(valid_from, valid_to + 1, '[)') WITH &&);

-- Who has left gives the sign-in back: the same person may be employed by another agency.
ALTER TABLE workers ADD COLUMN x_left boolean NOT NULL DEFAULT false;
ALTER TABLE workers DROP CONSTRAINT workers_identity;
CREATE UNIQUE INDEX workers_identity ON workers (issuer, subject) WHERE NOT x_left;
CREATE INDEX workers_by_sign_in ON workers (issuer, subject);

CREATE TABLE employment_ends (
  employment_end_id    uuid        NOT NULL,
  worker_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  end_time             timestamptz,
  entered_by_worker_id uuid,
  applied_time         timestamptz,
  resumed_time         timestamptz,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT employment_ends_pkey PRIMARY KEY (employment_end_id),
  CONSTRAINT employment_ends_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT employment_ends_timed CHECK (end_time IS NOT NULL)
);
CREATE UNIQUE INDEX employment_ends_once ON employment_ends (worker_id) WHERE resumed_time IS NULL;
CREATE INDEX employment_ends_due ON employment_ends (end_time)
  WHERE applied_time IS NULL AND resumed_time IS NULL;

CREATE TABLE worker_profiles (
  worker_id    uuid   NOT NULL,
  languages    text[] NOT NULL,
  phone_number text,
  email        text,
  CONSTRAINT worker_profiles_pkey PRIMARY KEY (worker_id),
  CONSTRAINT worker_profiles_worker FOREIGN KEY (worker_id) REFERENCES workers
);

CREATE TABLE qualifications (
  qualification_id uuid        NOT NULL,
  worker_id        uuid        NOT NULL,
  kind             text        NOT NULL,
  title            text        NOT NULL,
  completed_on     date,
  evidence         text        NOT NULL,
  create_time      timestamptz,
  CONSTRAINT qualifications_pkey PRIMARY KEY (qualification_id),
  CONSTRAINT qualifications_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT qualifications_dated CHECK (completed_on IS NOT NULL),
  CONSTRAINT qualifications_kind_known CHECK (kind IN (
    'SOCIAL_WORKER', 'TRAINING'))
);
CREATE INDEX qualifications_of_worker ON qualifications (worker_id, completed_on);

CREATE TABLE substitutions (
  substitution_id      uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  absent_worker_id     uuid        NOT NULL,
  deputy_worker_id     uuid        NOT NULL,
  roles                text[]      NOT NULL,
  begin_time           timestamptz,
  end_time             timestamptz,
  entered_by_worker_id uuid        NOT NULL,
  ended_time           timestamptz,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT substitutions_pkey PRIMARY KEY (substitution_id),
  CONSTRAINT substitutions_absent FOREIGN KEY (absent_worker_id) REFERENCES workers,
  CONSTRAINT substitutions_deputy FOREIGN KEY (deputy_worker_id) REFERENCES workers,
  CONSTRAINT substitutions_two CHECK (absent_worker_id <> deputy_worker_id),
  CONSTRAINT substitutions_scope CHECK (cardinality(roles) > 0),
  CONSTRAINT substitutions_period CHECK (begin_time < end_time AND begin_time IS NOT NULL AND end_time IS NOT NULL),
  CONSTRAINT substitutions_once EXCLUDE USING gist (
    absent_worker_id WITH =, deputy_worker_id WITH =, tstzrange(begin_time, end_time) WITH &&)
    WHERE (ended_time IS NULL)
);
CREATE INDEX substitutions_of_absent ON substitutions (absent_worker_id, end_time);
CREATE INDEX substitutions_of_deputy ON substitutions (deputy_worker_id, end_time);
CREATE INDEX substitutions_of_unit ON substitutions (agency_id, department_id, create_time DESC);

CREATE TABLE role_merge_waivers (
  waiver_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  worker_id            uuid        NOT NULL,
  reason               text        NOT NULL,
  valid_from           date,
  valid_to             date,
  granted_by_worker_id uuid        NOT NULL,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT role_merge_waivers_pkey PRIMARY KEY (waiver_id),
  CONSTRAINT role_merge_waivers_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT role_merge_waivers_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  CONSTRAINT role_merge_waivers_once EXCLUDE USING gist (
    worker_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE TABLE fallbacks (
  fallback_id        uuid        NOT NULL,
  agency_id          uuid        NOT NULL,
  department_id      uuid,
  worker_id          uuid        NOT NULL,
  named_by_worker_id uuid        NOT NULL,
  since_time         timestamptz,
  until_time         timestamptz,
  CONSTRAINT fallbacks_pkey PRIMARY KEY (fallback_id),
  CONSTRAINT fallbacks_worker FOREIGN KEY (worker_id) REFERENCES workers
);
CREATE UNIQUE INDEX fallbacks_present ON fallbacks (agency_id, department_id) NULLS NOT DISTINCT
  WHERE until_time IS NULL;

CREATE TABLE uncovered_clients (
  uncovered_id       uuid        NOT NULL,
  client_id          uuid        NOT NULL,
  agency_id          uuid        NOT NULL,
  department_id      uuid,
  role               text        NOT NULL,
  fallback_worker_id uuid,
  former_worker_id   uuid        NOT NULL,
  cause              text        NOT NULL,
  since_time         timestamptz,
  closed_time        timestamptz,
  closure            text        NOT NULL,
  version            bigint      NOT NULL DEFAULT 1,
  CONSTRAINT uncovered_clients_pkey PRIMARY KEY (uncovered_id),
  CONSTRAINT uncovered_clients_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT uncovered_clients_former FOREIGN KEY (former_worker_id) REFERENCES workers,
  CONSTRAINT uncovered_clients_fallback FOREIGN KEY (fallback_worker_id) REFERENCES workers,
  CONSTRAINT uncovered_clients_closed CHECK ((closed_time IS NULL) = (closure = 'UNSPECIFIED')),
  CONSTRAINT uncovered_clients_role_known CHECK (role IN (
    'FIRST_CONTACT', 'TEAM_LEAD', 'SECOND_CONTACT', 'ASSISTANCE', 'ONLINE_EDITOR', 'EXPERT',
    'CASE_MANAGER', 'SUPPORT_COORDINATOR', 'KEY_WORKER', 'SOCIAL_WORKER', 'DEBT_COUNSELLOR',
    'HOUSING_OFFICER', 'PROPERTY_MANAGER', 'COLLECTIONS_OFFICER', 'COMPLAINT_OFFICER',
    'LANDLORD_LIAISON', 'CLERK', 'HEAD_OF_UNIT', 'SUPERVISOR', 'AGENCY_ADMIN', 'PLATFORM_ADMIN',
    'DATA_STEWARD', 'AUDITOR', 'PROGRAMME_COORDINATOR', 'FACILITATOR', 'HEALTH_PROFESSIONAL',
    'CHILD_PROTECTION_WORKER', 'POLICE_OFFICER', 'SYSTEM')),
  CONSTRAINT uncovered_clients_cause_known CHECK (cause IN (
    'ASSIGNMENT_ENDED', 'WORKER_LEFT', 'WORKER_SUSPENDED', 'ROLE_ENDED')),
  CONSTRAINT uncovered_clients_closure_known CHECK (closure IN (
    'UNSPECIFIED', 'REASSIGNED', 'COOPERATION_ENDED', 'WORKER_BACK'))
);
CREATE UNIQUE INDEX uncovered_clients_once ON uncovered_clients (client_id, agency_id, department_id, role)
  NULLS NOT DISTINCT WHERE closed_time IS NULL;
CREATE INDEX uncovered_clients_of_unit ON uncovered_clients (agency_id, department_id, since_time, uncovered_id)
  WHERE closed_time IS NULL;

CREATE TABLE key_worker_changes (
  change_id        uuid        NOT NULL,
  client_id        uuid        NOT NULL,
  agency_id        uuid        NOT NULL,
  department_id    uuid,
  former_worker_id uuid,
  worker_id        uuid        NOT NULL,
  change_time      timestamptz,
  CONSTRAINT key_worker_changes_pkey PRIMARY KEY (change_id),
  CONSTRAINT key_worker_changes_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT key_worker_changes_worker FOREIGN KEY (worker_id) REFERENCES workers
);
CREATE INDEX key_worker_changes_of_client ON key_worker_changes (client_id, change_time);

-- REG-37: apart from the change, because only supervisors read it.
CREATE TABLE key_worker_change_reasons (
  change_id     uuid NOT NULL,
  agency_id     uuid NOT NULL,
  department_id uuid,
  category      text NOT NULL,
  CONSTRAINT key_worker_change_reasons_pkey PRIMARY KEY (change_id),
  CONSTRAINT key_worker_change_reasons_change FOREIGN KEY (change_id) REFERENCES key_worker_changes,
  CONSTRAINT key_worker_change_reasons_category_known CHECK (category IN (
    'ORGANISATION', 'CLIENT_WISH', 'IDENTIFICATION', 'ANTIPATHY', 'OVER_INVOLVEMENT'))
);

GRANT SELECT, INSERT, UPDATE ON employment_ends, worker_profiles, substitutions, role_merge_waivers, fallbacks,
  uncovered_clients TO :service_app;
GRANT SELECT, INSERT ON qualifications, key_worker_changes, key_worker_change_reasons TO :service_app;
