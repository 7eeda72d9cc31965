-- Requests of data subjects, corrections, who was told of them, marks of the file service (XC-67, XC-68).

CREATE TABLE subject_requests (
  subject_request_id   uuid        NOT NULL,
  client_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  kind                 text        NOT NULL,
  areas                text[]      NOT NULL,
  wording              text        NOT NULL,
  attestation          jsonb,
  received_on          date,
  due_date             date,
  extension_reason     text,
  state                text        NOT NULL,
  decision             text,
  decision_reason      text,
  decided_on           date,
  decided_by_worker_id uuid,
  reference_number     text,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT subject_requests_pkey PRIMARY KEY (subject_request_id),
  CONSTRAINT subject_requests_client FOREIGN KEY (client_id) REFERENCES clients,
  -- XC-67: every request has a day by which it is answered, every decision its day and, when less than
  -- everything is granted, its reason.
  CONSTRAINT subject_requests_dated CHECK (received_on IS NOT NULL AND due_date > received_on),
  CONSTRAINT subject_requests_decided CHECK ((state = 'DECIDED') =
    (num_nonnulls(decision, decided_on, decided_by_worker_id) = 3)),
  CONSTRAINT subject_requests_reasoned CHECK (decision = 'GRANTED' OR decision IS NULL
    OR decision_reason IS NOT NULL),
  CONSTRAINT subject_requests_kind_known CHECK (kind IN (
    'ACCESS', 'CORRECTION', 'ERASURE', 'RESTRICTION', 'OBJECTION')),
  CONSTRAINT subject_requests_state_known CHECK (state IN (
    'RECEIVED', 'DECIDED')),
  CONSTRAINT subject_requests_decision_known CHECK (decision IN (
    'GRANTED', 'PARTLY_GRANTED', 'REFUSED'))
);
CREATE INDEX subject_requests_of_client ON subject_requests (client_id, create_time DESC, subject_request_id DESC);
CREATE INDEX subject_requests_open ON subject_requests (agency_id, department_id, due_date)
  WHERE state = 'RECEIVED';

CREATE TABLE subject_request_steps (
  step_id            uuid   NOT NULL,
  subject_request_id uuid   NOT NULL,
  kind               text   NOT NULL,
  on_date            date,
  note               text   NOT NULL,
  worker_id          uuid   NOT NULL,
  ordinal            bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT subject_request_steps_pkey PRIMARY KEY (step_id),
  CONSTRAINT subject_request_steps_request FOREIGN KEY (subject_request_id) REFERENCES subject_requests,
  CONSTRAINT subject_request_steps_dated CHECK (on_date IS NOT NULL),
  CONSTRAINT subject_request_steps_kind_known CHECK (kind IN (
    'IDENTITY_VERIFIED', 'DATA_COLLECTED', 'OTHER_UNIT_ASKED', 'HANDED_OVER', 'PERSON_INFORMED'))
);
CREATE INDEX subject_request_steps_of_request ON subject_request_steps (subject_request_id);

CREATE TABLE corrections (
  correction_id           uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  worker_id               uuid        NOT NULL,
  recipient_agency_id     uuid        NOT NULL,
  recipient_department_id uuid,
  statement_id            uuid        NOT NULL,
  area                    text        NOT NULL,
  proposed_content        text        NOT NULL,
  reason                  text        NOT NULL,
  subject_request_id      uuid,
  state                   text        NOT NULL,
  decision_reason         text,
  decided_by_worker_id    uuid,
  decide_time             timestamptz,
  create_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT corrections_pkey PRIMARY KEY (correction_id),
  CONSTRAINT corrections_statement FOREIGN KEY (statement_id) REFERENCES statements,
  CONSTRAINT corrections_request FOREIGN KEY (subject_request_id) REFERENCES subject_requests,
  CONSTRAINT corrections_decided CHECK ((state = 'PROPOSED') =
    (num_nulls(decided_by_worker_id, decide_time) = 2)),
  CONSTRAINT corrections_declined_why CHECK (state <> 'DECLINED' OR decision_reason IS NOT NULL),
  CONSTRAINT corrections_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT corrections_state_known CHECK (state IN (
    'PROPOSED', 'ACCEPTED', 'DECLINED'))
);
CREATE UNIQUE INDEX corrections_pending ON corrections (statement_id, agency_id, department_id)
  NULLS NOT DISTINCT WHERE state = 'PROPOSED';
CREATE INDEX corrections_to_decide ON corrections (recipient_agency_id, recipient_department_id)
  WHERE state = 'PROPOSED';

CREATE TABLE recipient_notices (
  notice_id                 uuid        NOT NULL,
  client_id                 uuid        NOT NULL,
  agency_id                 uuid        NOT NULL,
  department_id             uuid,
  recipient_agency_id       uuid        NOT NULL,
  recipient_department_id   uuid,
  kind                      text        NOT NULL,
  areas                     text[]      NOT NULL,
  statement_id              uuid,
  subject_request_id        uuid,
  create_time               timestamptz,
  acknowledge_time          timestamptz,
  acknowledged_by_worker_id uuid,
  version                   bigint      NOT NULL DEFAULT 1,
  CONSTRAINT recipient_notices_pkey PRIMARY KEY (notice_id),
  CONSTRAINT recipient_notices_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT recipient_notices_acknowledged CHECK (
    num_nonnulls(acknowledge_time, acknowledged_by_worker_id) <> 1),
  CONSTRAINT recipient_notices_kind_known CHECK (kind IN (
    'CORRECTED', 'ERASED', 'RESTRICTED'))
);
CREATE INDEX recipient_notices_of_client ON recipient_notices (client_id, create_time DESC, notice_id DESC);
CREATE INDEX recipient_notices_open ON recipient_notices (recipient_agency_id, recipient_department_id)
  WHERE acknowledge_time IS NULL;

CREATE TABLE file_marks (
  file_mark_id     uuid        NOT NULL,
  client_id        uuid        NOT NULL,
  agency_id        uuid        NOT NULL,
  department_id    uuid,
  reference_number text        NOT NULL,
  shredding_mark   text        NOT NULL,
  hold_reason      text,
  handed_over_on   date,
  create_time      timestamptz,
  version          bigint      NOT NULL DEFAULT 1,
  CONSTRAINT file_marks_pkey PRIMARY KEY (file_mark_id),
  CONSTRAINT file_marks_client FOREIGN KEY (client_id) REFERENCES clients,
  -- XC-68: nothing is handed over, and so nothing deleted, while a hold stands.
  CONSTRAINT file_marks_on_hold CHECK (hold_reason IS NULL OR handed_over_on IS NULL)
);
CREATE UNIQUE INDEX file_marks_once ON file_marks (client_id, agency_id, department_id) NULLS NOT DISTINCT;

GRANT SELECT, INSERT, UPDATE ON subject_requests, subject_request_steps, corrections, recipient_notices,
  file_marks TO :service_app;
-- The mapper replaces children by difference; none is ever left out.
GRANT DELETE ON subject_request_steps TO :service_app;
