-- How projects count persons: numbered versions, never changed.

CREATE TABLE counting_rules (
  counting_rule_id uuid        NOT NULL,
  project_code     text        NOT NULL,
  kind             text        NOT NULL,
  number           integer     NOT NULL,
  target_persons   integer     NOT NULL,
  territory        text,
  period_from      date,
  period_to        date,
  threshold_unit   text        NOT NULL,
  threshold_milli  bigint,
  category_codes   text[]      NOT NULL,
  create_time      timestamptz,
  CONSTRAINT counting_rules_pkey PRIMARY KEY (counting_rule_id),
  CONSTRAINT counting_rules_version UNIQUE (project_code, kind, number),
  CONSTRAINT counting_rules_kind_known CHECK (kind IN (
    'SUPPORTED_PERSONS', 'AWARENESS', 'PROJECT_CLIENTS')),
  CONSTRAINT counting_rules_threshold_unit_known CHECK (threshold_unit IN (
    'HOUR', 'DAY', 'PIECE'))
);

CREATE TABLE unit_conversions (
  conversion_id    uuid   NOT NULL,
  counting_rule_id uuid   NOT NULL,
  unit             text   NOT NULL,
  equals_milli     bigint NOT NULL,
  ordinal          bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT unit_conversions_pkey PRIMARY KEY (conversion_id),
  CONSTRAINT unit_conversions_rule FOREIGN KEY (counting_rule_id) REFERENCES counting_rules,
  CONSTRAINT unit_conversions_unit UNIQUE (counting_rule_id, unit),
  CONSTRAINT unit_conversions_unit_known CHECK (unit IN (
    'HOUR', 'DAY', 'PIECE'))
);

GRANT SELECT, INSERT ON counting_rules, unit_conversions TO :service_app;
