-- Contacts with clients, requests between units, notes for worker and supervisor.

CREATE TABLE contact_records (
  contact_id               uuid        NOT NULL,
  client_id                uuid        NOT NULL,
  agency_id                uuid        NOT NULL,
  department_id            uuid,
  worker_id                uuid        NOT NULL,
  substituted_worker_id    uuid,
  acting_role              text        NOT NULL,
  stance                   text        NOT NULL,
  is_merged_role           boolean     NOT NULL,
  role_disclosed_to_client text        NOT NULL,
  form                     text        NOT NULL,
  duration_minutes         integer,
  stage                    text        NOT NULL,
  technique                text        NOT NULL,
  is_group                 boolean     NOT NULL,
  summary                  text,
  occurred_at              timestamptz,
  deviation                jsonb,
  create_time              timestamptz,
  CONSTRAINT contact_records_pkey PRIMARY KEY (contact_id),
  CONSTRAINT contact_records_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT contact_records_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT contact_records_happened CHECK (occurred_at IS NOT NULL),
  -- REG-33: a group session by an expert is known as what it is.
  CONSTRAINT contact_records_expert_alone CHECK (acting_role <> 'EXPERT' OR NOT is_group OR deviation IS NOT NULL),
  -- XC-35: of a worker in merged roles it is always said whether the client knew.
  CONSTRAINT contact_records_role_said CHECK (NOT is_merged_role OR role_disclosed_to_client <> 'UNSPECIFIED'),
  CONSTRAINT contact_records_acting_role_known CHECK (acting_role IN (
    'FIRST_CONTACT', 'TEAM_LEAD', 'SECOND_CONTACT', 'ASSISTANCE', 'ONLINE_EDITOR', 'EXPERT',
    'CASE_MANAGER', 'SUPPORT_COORDINATOR', 'KEY_WORKER', 'SOCIAL_WORKER', 'DEBT_COUNSELLOR',
    'HOUSING_OFFICER', 'PROPERTY_MANAGER', 'COLLECTIONS_OFFICER', 'COMPLAINT_OFFICER',
    'LANDLORD_LIAISON', 'CLERK', 'HEAD_OF_UNIT', 'SUPERVISOR', 'AGENCY_ADMIN', 'PLATFORM_ADMIN',
    'DATA_STEWARD', 'AUDITOR', 'PROGRAMME_COORDINATOR', 'FACILITATOR', 'HEALTH_PROFESSIONAL',
    'CHILD_PROTECTION_WORKER', 'POLICE_OFFICER', 'SYSTEM')),
  CONSTRAINT contact_records_stance_known CHECK (stance IN (
    'UNSPECIFIED', 'SUPPORT', 'CONTROL')),
  CONSTRAINT contact_records_role_disclosed_to_client_known CHECK (role_disclosed_to_client IN (
    'UNSPECIFIED', 'YES', 'NO', 'UNKNOWN')),
  CONSTRAINT contact_records_form_known CHECK (form IN (
    'PHONE', 'INTERNET', 'OFFICE', 'FIELD', 'LETTER')),
  CONSTRAINT contact_records_stage_known CHECK (stage IN (
    'UNSPECIFIED', 'SOCIAL_RECORD', 'DIAGNOSTIC', 'PROPOSING_SOLUTIONS', 'DETAIL')),
  CONSTRAINT contact_records_technique_known CHECK (technique IN (
    'UNSPECIFIED', 'ACCOMPANYING', 'LEADING', 'GUIDING', 'EDUCATING', 'EDUCATIONAL_TALK'))
);
CREATE INDEX contact_records_of_client ON contact_records (client_id, contact_id DESC);
CREATE INDEX contact_records_of_worker ON contact_records (worker_id, occurred_at);
CREATE INDEX contact_records_merged ON contact_records (agency_id, occurred_at) WHERE is_merged_role;

CREATE TABLE task_requests (
  task_request_id         uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  worker_id               uuid        NOT NULL,
  recipient_agency_id     uuid        NOT NULL,
  recipient_department_id uuid,
  recipient_worker_id     uuid        NOT NULL,
  kind                    text        NOT NULL,
  area                    text        NOT NULL,
  note                    text,
  due_date                date,
  state                   text        NOT NULL,
  basis                   text        NOT NULL,
  create_time             timestamptz,
  answer_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT task_requests_pkey PRIMARY KEY (task_request_id),
  CONSTRAINT task_requests_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT task_requests_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT task_requests_recipient FOREIGN KEY (recipient_worker_id) REFERENCES workers,
  -- XC-37 to XC-39: nothing else can be asked for. A value added here is a change of the method.
  CONSTRAINT task_requests_kind_known CHECK (kind IN (
    'OFFER_SUPPORT', 'EXPLAIN_LETTER', 'HELP_WITH_DOCUMENTS', 'ACCOMPANY', 'ARRANGE_MEETING', 'MEDIATE')),
  CONSTRAINT task_requests_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT task_requests_state_known CHECK (state IN (
    'REQUESTED', 'ACCEPTED', 'DECLINED', 'DONE')),
  CONSTRAINT task_requests_basis_known CHECK (basis IN (
    'OWN_RECORD', 'STATUTORY', 'CONSENT', 'CLIENT_PRESENT', 'EMERGENCY', 'MANDATORY_REPORT',
    'LEGAL_REQUEST'))
);
CREATE INDEX task_requests_received ON task_requests (recipient_agency_id, recipient_department_id, create_time DESC);
CREATE INDEX task_requests_sent ON task_requests (agency_id, department_id, create_time DESC);

-- XC-43: no client is named by id.
CREATE TABLE reflection_notes (
  note_id              uuid        NOT NULL,
  author_worker_id     uuid        NOT NULL,
  supervisor_worker_id uuid,
  content              text        NOT NULL,
  create_time          timestamptz,
  CONSTRAINT reflection_notes_pkey PRIMARY KEY (note_id),
  CONSTRAINT reflection_notes_author FOREIGN KEY (author_worker_id) REFERENCES workers,
  CONSTRAINT reflection_notes_supervisor FOREIGN KEY (supervisor_worker_id) REFERENCES workers
);
CREATE INDEX reflection_notes_of_author ON reflection_notes (author_worker_id, note_id DESC);
CREATE INDEX reflection_notes_of_supervisor ON reflection_notes (supervisor_worker_id, note_id DESC)
  WHERE supervisor_worker_id IS NOT NULL;

CREATE TABLE supervision_settings (
  settings_id             uuid    NOT NULL,
  agency_id               uuid    NOT NULL,
  department_id           uuid,
  unlinked_support        boolean NOT NULL,
  material_category_codes text[]  NOT NULL,
  contact_outliers        boolean NOT NULL,
  version                 bigint  NOT NULL DEFAULT 1,
  CONSTRAINT supervision_settings_pkey PRIMARY KEY (settings_id),
  CONSTRAINT supervision_settings_agency FOREIGN KEY (agency_id) REFERENCES agencies
);
CREATE UNIQUE INDEX supervision_settings_of_unit ON supervision_settings (agency_id, department_id)
  NULLS NOT DISTINCT;

CREATE TABLE support_need_links (
  support_record_id uuid        NOT NULL,
  client_id         uuid        NOT NULL,
  agency_id         uuid        NOT NULL,
  department_id     uuid,
  need_ref          text        NOT NULL,
  worker_id         uuid        NOT NULL,
  create_time       timestamptz,
  CONSTRAINT support_need_links_pkey PRIMARY KEY (support_record_id),
  CONSTRAINT support_need_links_record FOREIGN KEY (support_record_id) REFERENCES support_records
);

GRANT SELECT, INSERT ON contact_records, reflection_notes, support_need_links TO :service_app;
GRANT SELECT, INSERT, UPDATE ON task_requests, supervision_settings TO :service_app;
