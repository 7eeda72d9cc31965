-- Directory: agencies, workers, roles, services and capacity.

CREATE TABLE agencies (
  agency_id   uuid        NOT NULL,
  name        text        NOT NULL,
  type        text        NOT NULL,
  territory   text        NOT NULL,
  suspended   boolean     NOT NULL,
  create_time timestamptz,
  version     bigint      NOT NULL DEFAULT 1,
  CONSTRAINT agencies_pkey PRIMARY KEY (agency_id),
  CONSTRAINT agencies_name_once UNIQUE (name, type),
  CONSTRAINT agencies_type_known CHECK (type IN (
    'MUNICIPALITY_I', 'MUNICIPALITY_II', 'MUNICIPALITY_EXTENDED', 'REGION', 'MINISTRY',
    'LABOUR_OFFICE', 'SOCIAL_SECURITY', 'HEALTH_INSURER', 'HEALTH_PROVIDER', 'SCHOOL', 'JUSTICE',
    'POLICE', 'MUNICIPAL_POLICE', 'CHILD_PROTECTION', 'NGO', 'LOCAL_ACTION_GROUP', 'LANDLORD',
    'PROPERTY_MANAGER', 'ENERGY_SUPPLIER', 'ATTORNEY', 'BAILIFF', 'FOUNDATION', 'PLATFORM_OPERATOR'))
);

CREATE TABLE departments (
  department_id uuid   NOT NULL,
  agency_id     uuid   NOT NULL,
  kind          text   NOT NULL,
  name          text   NOT NULL,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT departments_pkey PRIMARY KEY (department_id),
  CONSTRAINT departments_of_agency UNIQUE (agency_id, department_id),
  CONSTRAINT departments_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT departments_kind_known CHECK (kind IN (
    'SOCIAL', 'HOUSING', 'LEGAL', 'CHILD_PROTECTION', 'EDUCATION', 'OTHER'))
);

CREATE TABLE workers (
  worker_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  given_name    text        NOT NULL,
  family_name   text        NOT NULL,
  fte_milli     integer     NOT NULL,
  issuer        text        NOT NULL,
  subject       text        NOT NULL,
  qualified_social_worker boolean NOT NULL,
  suspended     boolean     NOT NULL,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT workers_pkey PRIMARY KEY (worker_id),
  CONSTRAINT workers_identity UNIQUE (issuer, subject),
  CONSTRAINT workers_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT workers_department FOREIGN KEY (agency_id, department_id)
    REFERENCES departments (agency_id, department_id)
);
CREATE INDEX workers_of_agency ON workers (agency_id);

CREATE TABLE role_assignments (
  role_assignment_id    uuid    NOT NULL,
  worker_id             uuid    NOT NULL,
  role                  text    NOT NULL,
  delegated_social_work boolean NOT NULL,
  valid_from            date,
  valid_to              date,
  CONSTRAINT role_assignments_pkey PRIMARY KEY (role_assignment_id),
  CONSTRAINT role_assignments_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT role_assignments_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  CONSTRAINT role_assignments_role_known CHECK (role IN (
    'FIRST_CONTACT', 'TEAM_LEAD', 'SECOND_CONTACT', 'ASSISTANCE', 'ONLINE_EDITOR', 'EXPERT',
    'CASE_MANAGER', 'SUPPORT_COORDINATOR', 'KEY_WORKER', 'SOCIAL_WORKER', 'DEBT_COUNSELLOR',
    'HOUSING_OFFICER', 'PROPERTY_MANAGER', 'COLLECTIONS_OFFICER', 'COMPLAINT_OFFICER',
    'LANDLORD_LIAISON', 'CLERK', 'HEAD_OF_UNIT', 'SUPERVISOR', 'AGENCY_ADMIN', 'PLATFORM_ADMIN',
    'DATA_STEWARD', 'AUDITOR', 'PROGRAMME_COORDINATOR', 'FACILITATOR', 'HEALTH_PROFESSIONAL',
    'CHILD_PROTECTION_WORKER', 'POLICE_OFFICER', 'SYSTEM')),
  CONSTRAINT role_assignments_once EXCLUDE USING gist (
    worker_id WITH =, role WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE TABLE services (
  service_id  uuid        NOT NULL,
  agency_id   uuid        NOT NULL,
  name        text        NOT NULL,
  area        text        NOT NULL,
  forms       text[]      NOT NULL,
  territories text[]      NOT NULL,
  create_time timestamptz,
  version     bigint      NOT NULL DEFAULT 1,
  CONSTRAINT services_pkey PRIMARY KEY (service_id),
  CONSTRAINT services_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT services_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS'))
);

CREATE TABLE staffings (
  staffing_id      uuid    NOT NULL,
  service_id       uuid    NOT NULL,
  as_of_date       date,
  heads            integer,
  fte_milli        integer,
  caseload_per_fte integer,
  shared_by        text[]  NOT NULL,
  CONSTRAINT staffings_pkey PRIMARY KEY (staffing_id),
  CONSTRAINT staffings_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT staffings_dated CHECK (as_of_date IS NOT NULL),
  CONSTRAINT staffings_once UNIQUE (service_id, as_of_date)
);

CREATE TABLE capacities (
  capacity_id uuid    NOT NULL,
  service_id  uuid    NOT NULL,
  form        text    NOT NULL,
  kind        text    NOT NULL,
  as_of_date  date,
  clients     integer,
  CONSTRAINT capacities_pkey PRIMARY KEY (capacity_id),
  CONSTRAINT capacities_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT capacities_dated CHECK (as_of_date IS NOT NULL),
  CONSTRAINT capacities_once UNIQUE (service_id, form, kind, as_of_date),
  CONSTRAINT capacities_form_known CHECK (form IN (
    'UNSPECIFIED', 'AMBULATORY', 'FIELD', 'RESIDENTIAL', 'REMOTE')),
  CONSTRAINT capacities_kind_known CHECK (kind IN (
    'UNSPECIFIED', 'IMMEDIATE', 'CASELOAD'))
);

GRANT SELECT, INSERT, UPDATE ON agencies, departments, workers, role_assignments, services, staffings,
  capacities TO :service_app;
GRANT DELETE ON departments TO :service_app;
