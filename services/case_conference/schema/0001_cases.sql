-- Cases and what belongs to them.

CREATE TABLE cases (
  case_id                uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  type                   text        NOT NULL,
  case_manager_worker_id uuid,
  state                  text        NOT NULL,
  client_agreement       jsonb,
  create_time            timestamptz,
  version                bigint      NOT NULL DEFAULT 1,
  CONSTRAINT cases_pkey PRIMARY KEY (case_id),
  CONSTRAINT cases_type_known CHECK (type IN (
    'INDIVIDUAL', 'TEAM', 'CHILD_PROTECTION')),
  CONSTRAINT cases_state_known CHECK (state IN (
    'PROPOSED', 'ASSESSING', 'PLANNED', 'IN_PROGRESS', 'EVALUATING', 'CLOSED'))
);
CREATE INDEX cases_of_client ON cases (client_id, create_time DESC, case_id DESC);

GRANT SELECT, INSERT, UPDATE ON cases TO :service_app;
