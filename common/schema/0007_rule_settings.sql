-- How recommendations bind in an agency (XC-46), and what did not follow them.

-- A version is never changed.
CREATE TABLE agency_rule_settings (
  settings_id uuid        NOT NULL,
  agency_id   uuid        NOT NULL,
  version     integer     NOT NULL,
  reason      text        NOT NULL,
  worker_id   uuid        NOT NULL,
  create_time timestamptz,
  CONSTRAINT agency_rule_settings_pkey PRIMARY KEY (settings_id),
  CONSTRAINT agency_rule_settings_number UNIQUE (agency_id, version)
);

CREATE TABLE agency_rule_setting_items (
  setting_id  uuid   NOT NULL,
  settings_id uuid   NOT NULL,
  rule        text   NOT NULL,
  reason      text   NOT NULL,
  mode        text   NOT NULL,
  ordinal     bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT agency_rule_setting_items_pkey PRIMARY KEY (setting_id),
  CONSTRAINT agency_rule_setting_items_parent FOREIGN KEY (settings_id) REFERENCES agency_rule_settings,
  CONSTRAINT agency_rule_setting_items_once UNIQUE (settings_id, rule, reason),
  CONSTRAINT agency_rule_setting_items_mode_known CHECK (mode IN (
    'ENFORCE', 'WARN', 'OFF'))
);

CREATE TABLE rule_deviations (
  deviation_id         uuid    NOT NULL,
  client_id            uuid,
  holder_agency_id     uuid    NOT NULL,
  holder_department_id uuid,
  areas                text[]  NOT NULL,
  agency_id            uuid    NOT NULL,
  department_id        uuid,
  worker_id            uuid,
  method               text    NOT NULL,
  request_id           uuid,
  rule                 text    NOT NULL,
  rule_reason          text    NOT NULL,
  words                text,
  explaining_worker_id uuid,
  explain_time         timestamptz,
  settings_version     integer NOT NULL,
  create_time          timestamptz,
  CONSTRAINT rule_deviations_pkey PRIMARY KEY (deviation_id)
);
CREATE INDEX rule_deviations_of_agency ON rule_deviations (agency_id, create_time DESC, deviation_id DESC);

GRANT SELECT, INSERT ON agency_rule_settings, agency_rule_setting_items, rule_deviations TO :service_app;
-- What passed stays; only why may follow.
GRANT UPDATE (words, explaining_worker_id, explain_time) ON rule_deviations TO :service_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA :service TO :service_app;

-- Words are guarded where a service has such a guard (XC-27).
DO $$ BEGIN
  IF to_regprocedure('guard_words()') IS NOT NULL THEN PERFORM guard_words(); END IF;
END $$;
