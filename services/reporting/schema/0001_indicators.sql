-- Criteria catalogues and assessments.

CREATE TABLE criteria_catalogues (
  catalogue_id uuid        NOT NULL,
  code         text        NOT NULL,
  number       integer     NOT NULL,
  name_en      text        NOT NULL,
  name_cs      text        NOT NULL,
  create_time  timestamptz,
  CONSTRAINT criteria_catalogues_pkey PRIMARY KEY (catalogue_id),
  CONSTRAINT criteria_catalogues_version UNIQUE (code, number)
);

CREATE TABLE criteria (
  criterion_id uuid   NOT NULL,
  catalogue_id uuid   NOT NULL,
  code         text   NOT NULL,
  title_en     text   NOT NULL,
  title_cs     text   NOT NULL,
  ordinal      bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT criteria_pkey PRIMARY KEY (criterion_id),
  CONSTRAINT criteria_catalogue FOREIGN KEY (catalogue_id) REFERENCES criteria_catalogues,
  CONSTRAINT criteria_code UNIQUE (catalogue_id, code)
);

CREATE TABLE indicators (
  indicator_id      uuid    NOT NULL,
  catalogue_id      uuid    NOT NULL,
  code              text    NOT NULL,
  text_en           text    NOT NULL,
  text_cs           text    NOT NULL,
  negatively_worded boolean NOT NULL,
  parts             text[]  NOT NULL,
  ordinal           bigint  GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT indicators_pkey PRIMARY KEY (indicator_id),
  CONSTRAINT indicators_catalogue FOREIGN KEY (catalogue_id) REFERENCES criteria_catalogues,
  CONSTRAINT indicators_code UNIQUE (catalogue_id, code)
);

CREATE TABLE indicator_thresholds (
  threshold_id uuid   NOT NULL,
  indicator_id uuid   NOT NULL,
  code         text   NOT NULL,
  value        bigint NOT NULL,
  unit         text   NOT NULL,
  ordinal      bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT indicator_thresholds_pkey PRIMARY KEY (threshold_id),
  CONSTRAINT indicator_thresholds_indicator FOREIGN KEY (indicator_id) REFERENCES indicators,
  CONSTRAINT indicator_thresholds_code UNIQUE (indicator_id, code),
  CONSTRAINT indicator_thresholds_unit_known CHECK (unit IN (
    'COUNT', 'PER_YEAR', 'CZK_MINOR'))
);

CREATE TABLE assessments (
  assessment_id       uuid        NOT NULL,
  locality_id         uuid        NOT NULL,
  catalogue_id        uuid        NOT NULL,
  kind                text        NOT NULL,
  evaluated_on        date,
  evaluator_worker_id uuid        NOT NULL,
  agency_id           uuid        NOT NULL,
  create_time         timestamptz,
  version             bigint      NOT NULL DEFAULT 1,
  CONSTRAINT assessments_pkey PRIMARY KEY (assessment_id),
  CONSTRAINT assessments_catalogue FOREIGN KEY (catalogue_id) REFERENCES criteria_catalogues,
  -- One of each kind, and the final one beside the initial one (REP-23).
  CONSTRAINT assessments_once UNIQUE (locality_id, catalogue_id, kind),
  CONSTRAINT assessments_kind_known CHECK (kind IN (
    'INITIAL', 'FINAL'))
);

CREATE TABLE assessment_answers (
  answer_id      uuid   NOT NULL,
  assessment_id  uuid   NOT NULL,
  code           text   NOT NULL,
  wording        text,
  mapped_codes   text[] NOT NULL,
  answer         text   NOT NULL,
  met            text,
  failed_parts   text[] NOT NULL,
  description    text,
  expert_comment text,
  evidence       text[] NOT NULL,
  ordinal        bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT assessment_answers_pkey PRIMARY KEY (answer_id),
  CONSTRAINT assessment_answers_assessment FOREIGN KEY (assessment_id) REFERENCES assessments,
  CONSTRAINT assessment_answers_code UNIQUE (assessment_id, code) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT assessment_answers_answer_known CHECK (answer IN (
    'YES', 'PARTIAL', 'NO', 'NOT_EVALUATED')),
  CONSTRAINT assessment_answers_met_known CHECK (met IN (
    'MET', 'PARTIAL', 'NOT_MET'))
);

GRANT SELECT, INSERT ON criteria_catalogues, criteria, indicators, indicator_thresholds TO :service_app;
GRANT SELECT, INSERT, UPDATE ON assessments TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON assessment_answers TO :service_app;
