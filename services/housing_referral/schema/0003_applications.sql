-- Applications: investigation, selection, approval, notification.

CREATE TABLE applications (
  application_id          uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  programme_id            uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  recipient_agency_id     uuid,
  recipient_department_id uuid,
  landlord_agency_id      uuid,
  landlord_department_id  uuid,
  state                   text        NOT NULL,
  received_on             date,
  received_by_worker_id   uuid        NOT NULL,
  owner_worker_id         uuid,
  household_size          integer,
  need                    text        NOT NULL,
  investigator_worker_id  uuid,
  accepted_investigation  text,
  score                   integer,
  criteria_version        integer,
  standing                text,
  standing_on             date,
  debt_rule_version       integer,
  settings_version        integer,
  flat_id                 uuid,
  suitability             text,
  move_in_from            date,
  move_in_to              date,
  notify_time             timestamptz,
  notified_by_worker_id   uuid,
  learned_time            timestamptz,
  learned_from            text,
  rejection_reason        text,
  rejection_told_time     timestamptz,
  debt_referral_id        uuid,
  reported_learned_time   timestamptz,
  withdrawal              jsonb,
  create_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT applications_pkey PRIMARY KEY (application_id),
  CONSTRAINT applications_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT applications_flat FOREIGN KEY (flat_id) REFERENCES flats,
  CONSTRAINT applications_time_frame CHECK (move_in_from <= move_in_to),
  -- HOUS-43: notified only with what notification rests on, unless it was a fact.
  CONSTRAINT applications_notified CHECK (state <> 'NOTIFIED' OR num_nonnulls(notify_time, learned_time) > 0),
  CONSTRAINT applications_state_known CHECK (state IN (
    'RECEIVED', 'REGISTERED', 'UNDER_INVESTIGATION', 'INVESTIGATED', 'SELECTED', 'IN_APPROVAL',
    'APPROVED', 'FLAT_CONFIRMED', 'NOTIFIED', 'MOVED_IN', 'REJECTED', 'WITHDRAWN', 'WAITING')),
  CONSTRAINT applications_standing_known CHECK (standing IN (
    'NO_DEBT', 'DEBT', 'DEBT_ON_KEPT_SCHEDULE', 'DISCHARGED'))
);
-- HOUS-30: one open application of a client in a programme.
CREATE UNIQUE INDEX applications_one_open ON applications (programme_id, client_id)
  WHERE state NOT IN ('REJECTED', 'WITHDRAWN', 'MOVED_IN');
-- HOUS-43: a flat is in prospect for one applicant at a time.
CREATE UNIQUE INDEX applications_flat_once ON applications (flat_id)
  WHERE state IN ('FLAT_CONFIRMED', 'NOTIFIED');
CREATE INDEX applications_held ON applications (programme_id, agency_id, department_id, create_time DESC, application_id DESC);
CREATE INDEX applications_of_client ON applications (client_id);

CREATE TABLE investigation_facts (
  fact_id        uuid   NOT NULL,
  application_id uuid   NOT NULL,
  topic          text   NOT NULL,
  content        text   NOT NULL,
  verification   text   NOT NULL,
  verified_how   text,
  found_on       date,
  ordinal        bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT investigation_facts_pkey PRIMARY KEY (fact_id),
  CONSTRAINT investigation_facts_parent FOREIGN KEY (application_id) REFERENCES applications ON DELETE CASCADE,
  CONSTRAINT investigation_facts_verification_known CHECK (verification IN (
    'VERIFIED', 'UNVERIFIED'))
);
CREATE INDEX investigation_facts_of_parent ON investigation_facts (application_id);

CREATE TABLE score_items (
  score_item_id  uuid    NOT NULL,
  application_id uuid    NOT NULL,
  code           text    NOT NULL,
  value          integer NOT NULL,
  points         integer NOT NULL,
  ordinal        bigint  GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT score_items_pkey PRIMARY KEY (score_item_id),
  CONSTRAINT score_items_parent FOREIGN KEY (application_id) REFERENCES applications ON DELETE CASCADE,
  CONSTRAINT score_items_code UNIQUE (application_id, code)
);
CREATE INDEX score_items_of_parent ON score_items (application_id);

CREATE TABLE approval_decisions (
  approval_id    uuid    NOT NULL,
  application_id uuid    NOT NULL,
  body           text    NOT NULL,
  decided_on     date,
  resolution     text,
  worker_id      uuid    NOT NULL,
  days           integer NOT NULL,
  ordinal        bigint  GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT approval_decisions_pkey PRIMARY KEY (approval_id),
  CONSTRAINT approval_decisions_parent FOREIGN KEY (application_id) REFERENCES applications ON DELETE CASCADE,
  CONSTRAINT approval_decisions_body UNIQUE (application_id, body)
);
CREATE INDEX approval_decisions_of_parent ON approval_decisions (application_id);

CREATE TABLE complications (
  complication_id uuid   NOT NULL,
  application_id  uuid   NOT NULL,
  kind            text   NOT NULL,
  description     text   NOT NULL,
  occurred_on     date,
  ordinal         bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT complications_pkey PRIMARY KEY (complication_id),
  CONSTRAINT complications_parent FOREIGN KEY (application_id) REFERENCES applications ON DELETE CASCADE,
  CONSTRAINT complications_kind_known CHECK (kind IN (
    'DELAY', 'FLAT_LOST', 'UNCLEAR'))
);
CREATE INDEX complications_of_parent ON complications (application_id);

CREATE TABLE application_steps (
  step_id        uuid        NOT NULL,
  application_id uuid        NOT NULL,
  state          text        NOT NULL,
  verb           text        NOT NULL,
  acting_role    text        NOT NULL,
  worker_id      uuid        NOT NULL,
  create_time    timestamptz,
  ordinal        bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT application_steps_pkey PRIMARY KEY (step_id),
  CONSTRAINT application_steps_parent FOREIGN KEY (application_id) REFERENCES applications ON DELETE CASCADE,
  CONSTRAINT application_steps_state_known CHECK (state IN (
    'RECEIVED', 'REGISTERED', 'UNDER_INVESTIGATION', 'INVESTIGATED', 'SELECTED', 'IN_APPROVAL',
    'APPROVED', 'FLAT_CONFIRMED', 'NOTIFIED', 'MOVED_IN', 'REJECTED', 'WITHDRAWN', 'WAITING')),
  CONSTRAINT application_steps_acting_role_known CHECK (acting_role IN (
    'FIRST_CONTACT', 'TEAM_LEAD', 'SECOND_CONTACT', 'ASSISTANCE', 'ONLINE_EDITOR', 'EXPERT',
    'CASE_MANAGER', 'SUPPORT_COORDINATOR', 'KEY_WORKER', 'SOCIAL_WORKER', 'DEBT_COUNSELLOR',
    'HOUSING_OFFICER', 'PROPERTY_MANAGER', 'COLLECTIONS_OFFICER', 'COMPLAINT_OFFICER',
    'LANDLORD_LIAISON', 'CLERK', 'HEAD_OF_UNIT', 'SUPERVISOR', 'AGENCY_ADMIN', 'PLATFORM_ADMIN',
    'DATA_STEWARD', 'AUDITOR', 'PROGRAMME_COORDINATOR', 'FACILITATOR', 'HEALTH_PROFESSIONAL',
    'CHILD_PROTECTION_WORKER', 'POLICE_OFFICER', 'SYSTEM'))
);
CREATE INDEX application_steps_of_parent ON application_steps (application_id);

GRANT SELECT, INSERT, UPDATE ON applications TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON investigation_facts TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON score_items TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON approval_decisions TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON complications TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON application_steps TO :service_app;
