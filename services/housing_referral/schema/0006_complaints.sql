-- Complaints and notices, interviews, talks.

CREATE TABLE complaints (
  complaint_id              uuid        NOT NULL,
  tenancy_id                uuid        NOT NULL,
  client_id                 uuid        NOT NULL,
  programme_id              uuid        NOT NULL,
  agency_id                 uuid        NOT NULL,
  department_id             uuid,
  type                      text        NOT NULL,
  form                      text        NOT NULL,
  channel                   text        NOT NULL,
  topic                     text        NOT NULL,
  content                   text        NOT NULL,
  complainant               text,
  complainant_key           text,
  complainant_unreachable   boolean     NOT NULL,
  received_time             timestamptz,
  received_by_worker_id     uuid        NOT NULL,
  state                     text        NOT NULL,
  forwarded_time            timestamptz,
  officer_worker_id         uuid,
  client_informed_time      timestamptz,
  client_learned_otherwise  boolean     NOT NULL,
  client_learned_from       text,
  remedy_by_date            date,
  methodology               text,
  covered_flats             text[]      NOT NULL,
  rounds                    integer     NOT NULL,
  conclusion                text,
  investigation_record      text,
  motive                    text,
  conclude_time             timestamptz,
  client_told_result_time   timestamptz,
  answered_on               date,
  answer                    text,
  house_problem_id          uuid,
  defect_id                 uuid,
  reclassified_by_worker_id uuid,
  verify_time               timestamptz,
  settings_version          integer,
  overdue_on                date,
  unforwarded_on            date,
  create_time               timestamptz,
  version                   bigint      NOT NULL DEFAULT 1,
  CONSTRAINT complaints_pkey PRIMARY KEY (complaint_id),
  CONSTRAINT complaints_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT complaints_tenancy FOREIGN KEY (tenancy_id) REFERENCES tenancies,
  CONSTRAINT complaints_defect FOREIGN KEY (defect_id) REFERENCES defects,
  -- HOUS-85: nothing is closed without an answer or the statement that none is possible.
  CONSTRAINT complaints_closed CHECK (state <> 'CLOSED' OR answer IS NOT NULL OR complainant_unreachable),
  CONSTRAINT complaints_type_known CHECK (type IN (
    'COMPLAINT', 'NOTICE', 'REMARK')),
  CONSTRAINT complaints_form_known CHECK (form IN (
    'ORAL', 'WRITTEN', 'PETITION')),
  CONSTRAINT complaints_channel_known CHECK (channel IN (
    'LANDLORD', 'TECHNICIAN', 'SUPPORT_TEAM', 'POLITICIAN', 'POLICE', 'OFFICER')),
  CONSTRAINT complaints_topic_known CHECK (topic IN (
    'NOISE', 'DISORDER', 'VISITORS', 'CONFLICT', 'TECHNICAL', 'OTHER')),
  CONSTRAINT complaints_state_known CHECK (state IN (
    'RECEIVED', 'FORWARDED', 'CLIENT_INFORMED', 'INVESTIGATING', 'CONCLUDED',
    'CLIENT_TOLD_RESULT', 'COMPLAINANT_ANSWERED', 'CLOSED', 'RECLASSIFIED_NOTICE',
    'REROUTED_DEFECT')),
  CONSTRAINT complaints_conclusion_known CHECK (conclusion IN (
    'JUSTIFIED', 'PARTLY_JUSTIFIED', 'UNJUSTIFIED', 'NOT_PROVEN')),
  CONSTRAINT complaints_motive_known CHECK (motive IN (
    'PREJUDICE', 'ENVY', 'PERSONAL_INTEREST'))
);
CREATE INDEX complaints_of_tenancy ON complaints (tenancy_id, create_time DESC, complaint_id DESC);
CREATE INDEX complaints_open ON complaints (programme_id, received_time) WHERE client_informed_time IS NULL;

CREATE TABLE complaint_talks (
  talk_id      uuid   NOT NULL,
  complaint_id uuid   NOT NULL,
  outcome      text   NOT NULL,
  worker_id    uuid   NOT NULL,
  talked_on    date,
  ordinal      bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT complaint_talks_pkey PRIMARY KEY (talk_id),
  CONSTRAINT complaint_talks_parent FOREIGN KEY (complaint_id) REFERENCES complaints ON DELETE CASCADE,
  CONSTRAINT complaint_talks_outcome_known CHECK (outcome IN (
    'OFFERED', 'HELD', 'REFUSED'))
);
CREATE INDEX complaint_talks_of_parent ON complaint_talks (complaint_id);

CREATE TABLE interviews (
  interview_id       uuid        NOT NULL,
  complaint_id       uuid        NOT NULL,
  round              integer     NOT NULL,
  flat_label         text        NOT NULL,
  role               text        NOT NULL,
  result             text        NOT NULL,
  occurred_at        timestamptz,
  statement          text,
  time_of_day_answer text        NOT NULL,
  time_of_day        text,
  every_day_answer   text        NOT NULL,
  every_day          boolean,
  times_answer       text        NOT NULL,
  times_last_month   integer,
  kind_answer        text        NOT NULL,
  kind               text,
  confirms           boolean,
  quality            text        NOT NULL,
  ordinal            bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT interviews_pkey PRIMARY KEY (interview_id),
  CONSTRAINT interviews_parent FOREIGN KEY (complaint_id) REFERENCES complaints ON DELETE CASCADE,
  CONSTRAINT interviews_role_known CHECK (role IN (
    'COMPLAINANT', 'NEIGHBOUR', 'CLIENT')),
  CONSTRAINT interviews_result_known CHECK (result IN (
    'INTERVIEWED', 'NOT_HOME', 'REFUSED', 'NOT_ASKED')),
  CONSTRAINT interviews_time_of_day_answer_known CHECK (time_of_day_answer IN (
    'UNSPECIFIED', 'ANSWERED', 'DOES_NOT_KNOW', 'DECLINED')),
  CONSTRAINT interviews_every_day_answer_known CHECK (every_day_answer IN (
    'UNSPECIFIED', 'ANSWERED', 'DOES_NOT_KNOW', 'DECLINED')),
  CONSTRAINT interviews_times_answer_known CHECK (times_answer IN (
    'UNSPECIFIED', 'ANSWERED', 'DOES_NOT_KNOW', 'DECLINED')),
  CONSTRAINT interviews_kind_answer_known CHECK (kind_answer IN (
    'UNSPECIFIED', 'ANSWERED', 'DOES_NOT_KNOW', 'DECLINED')),
  CONSTRAINT interviews_quality_known CHECK (quality IN (
    'UNSPECIFIED', 'STRUCTURED', 'TOO_VAGUE'))
);
CREATE INDEX interviews_of_parent ON interviews (complaint_id);

GRANT SELECT, INSERT, UPDATE ON complaints TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON complaint_talks TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON interviews TO :service_app;
