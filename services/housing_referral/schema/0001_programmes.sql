-- Programmes, their people and their rules.

CREATE TABLE programmes (
  programme_id              uuid        NOT NULL,
  agency_id                 uuid        NOT NULL,
  department_id             uuid,
  realiser_type             text        NOT NULL,
  name                      text        NOT NULL,
  kind                      text        NOT NULL,
  variant                   text        NOT NULL,
  administration_model      text        NOT NULL,
  valid_from                date,
  valid_to                  date,
  state                     text        NOT NULL,
  application_rules         text,
  has_contact_point         boolean     NOT NULL,
  communication_channel     text,
  communication_period_days integer,
  working_group_id          uuid,
  left_belongings_agreement text,
  complaint_methodology     text,
  inform_client_days        integer,
  forward_complaint_days    integer,
  rent_grace_days           integer,
  create_time               timestamptz,
  version                   bigint      NOT NULL DEFAULT 1,
  CONSTRAINT programmes_pkey PRIMARY KEY (programme_id),
  CONSTRAINT programmes_period CHECK (valid_from <= valid_to),
  CONSTRAINT programmes_realiser_type_known CHECK (realiser_type IN (
    'MUNICIPALITY', 'NGO', 'PRIVATE')),
  CONSTRAINT programmes_kind_known CHECK (kind IN (
    'PROJECT', 'SYSTEM_MEASURE')),
  CONSTRAINT programmes_variant_known CHECK (variant IN (
    'MUNICIPALITY_ALONE', 'PROVIDER_AND_MUNICIPAL_FLATS', 'MIXED_FLATS', 'PROVIDER_SUBLETS',
    'MUNICIPAL_SUPPORT_PRIVATE_FLATS')),
  CONSTRAINT programmes_administration_model_known CHECK (administration_model IN (
    'HOUSING_AND_SOCIAL_DEPT', 'SOCIAL_DEPT', 'NGO_AND_LANDLORD')),
  CONSTRAINT programmes_state_known CHECK (state IN (
    'DRAFT', 'ACTIVE', 'SUSPENDED', 'ENDED'))
);
CREATE INDEX programmes_by_name ON programmes (name, programme_id);

CREATE TABLE programme_partners (
  partner_id    uuid   NOT NULL,
  programme_id  uuid   NOT NULL,
  side          text   NOT NULL,
  type          text   NOT NULL,
  agency_id     uuid   NOT NULL,
  department_id uuid,
  agenda        text,
  briefed_on    date,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT programme_partners_pkey PRIMARY KEY (partner_id),
  CONSTRAINT programme_partners_parent FOREIGN KEY (programme_id) REFERENCES programmes ON DELETE CASCADE,
  CONSTRAINT programme_partners_side_known CHECK (side IN (
    'APPLICATIONS', 'SUPPORT', 'LANDLORD', 'PROPERTY_MANAGER')),
  CONSTRAINT programme_partners_type_known CHECK (type IN (
    'MUNICIPALITY', 'NGO', 'PRIVATE'))
);
CREATE INDEX programme_partners_of_parent ON programme_partners (programme_id);
CREATE INDEX programme_partners_of_unit ON programme_partners (agency_id, department_id);

CREATE TABLE rule_publications (
  publication_id uuid   NOT NULL,
  programme_id   uuid   NOT NULL,
  recipient      text   NOT NULL,
  published_on   date,
  ordinal        bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT rule_publications_pkey PRIMARY KEY (publication_id),
  CONSTRAINT rule_publications_parent FOREIGN KEY (programme_id) REFERENCES programmes ON DELETE CASCADE
);
CREATE INDEX rule_publications_of_parent ON rule_publications (programme_id);

CREATE TABLE competence_entries (
  competence_id uuid   NOT NULL,
  programme_id  uuid   NOT NULL,
  area          text   NOT NULL,
  activity      text   NOT NULL,
  function      text   NOT NULL,
  worker_id     uuid,
  channel       text   NOT NULL,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT competence_entries_pkey PRIMARY KEY (competence_id),
  CONSTRAINT competence_entries_parent FOREIGN KEY (programme_id) REFERENCES programmes ON DELETE CASCADE,
  CONSTRAINT competence_entries_function_known CHECK (function IN (
    'COORDINATOR', 'APPLICATION_OFFICER', 'INVESTIGATOR', 'SUPPORT_WORKER', 'LANDLORD_LIAISON',
    'LANDLORD_CONTACT', 'COMPLAINT_OFFICER', 'PROPERTY_MANAGER', 'LANDLORD_OFFICER')),
  CONSTRAINT competence_entries_channel_known CHECK (channel IN (
    'DIRECT', 'VIA_WORKING_GROUP'))
);
CREATE INDEX competence_entries_of_parent ON competence_entries (programme_id);

CREATE TABLE programme_roles (
  programme_role_id uuid   NOT NULL,
  programme_id      uuid   NOT NULL,
  function          text   NOT NULL,
  worker_id         uuid   NOT NULL,
  agency_id         uuid   NOT NULL,
  department_id     uuid,
  valid_from        date,
  valid_to          date,
  version           bigint NOT NULL DEFAULT 1,
  CONSTRAINT programme_roles_pkey PRIMARY KEY (programme_role_id),
  CONSTRAINT programme_roles_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT programme_roles_period CHECK (valid_from <= valid_to),
  CONSTRAINT programme_roles_function_known CHECK (function IN (
    'COORDINATOR', 'APPLICATION_OFFICER', 'INVESTIGATOR', 'SUPPORT_WORKER', 'LANDLORD_LIAISON',
    'LANDLORD_CONTACT', 'COMPLAINT_OFFICER', 'PROPERTY_MANAGER', 'LANDLORD_OFFICER'))
);
CREATE INDEX programme_roles_of_programme ON programme_roles (programme_id, function);
CREATE INDEX programme_roles_of_worker ON programme_roles (worker_id);

CREATE TABLE selection_criteria (
  criteria_id           uuid        NOT NULL,
  programme_id          uuid        NOT NULL,
  version               integer     NOT NULL,
  kept_schedule_penalty integer     NOT NULL,
  create_time           timestamptz,
  CONSTRAINT selection_criteria_pkey PRIMARY KEY (criteria_id),
  CONSTRAINT selection_criteria_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT selection_criteria_number UNIQUE (programme_id, version)
);

CREATE TABLE criteria (
  criterion_id  uuid    NOT NULL,
  criteria_id   uuid    NOT NULL,
  code          text    NOT NULL,
  name          text    NOT NULL,
  weight        integer NOT NULL,
  largest_value integer NOT NULL,
  ordinal       bigint  GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT criteria_pkey PRIMARY KEY (criterion_id),
  CONSTRAINT criteria_parent FOREIGN KEY (criteria_id) REFERENCES selection_criteria ON DELETE CASCADE,
  CONSTRAINT criteria_code UNIQUE (criteria_id, code)
);
CREATE INDEX criteria_of_parent ON criteria (criteria_id);

CREATE TABLE landlord_conditions (
  conditions_id   uuid        NOT NULL,
  programme_id    uuid        NOT NULL,
  agency_id       uuid        NOT NULL,
  department_id   uuid,
  state           text        NOT NULL,
  approval_bodies text[]      NOT NULL,
  force_time      timestamptz,
  create_time     timestamptz,
  version         bigint      NOT NULL DEFAULT 1,
  CONSTRAINT landlord_conditions_pkey PRIMARY KEY (conditions_id),
  CONSTRAINT landlord_conditions_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT landlord_conditions_state_known CHECK (state IN (
    'DRAFT', 'IN_FORCE', 'ENDED'))
);
-- HOUS-34: one set of conditions in force per landlord.
CREATE UNIQUE INDEX landlord_conditions_in_force ON landlord_conditions
  (programme_id, agency_id, coalesce(department_id, agency_id)) WHERE state = 'IN_FORCE';

CREATE TABLE landlord_condition_items (
  condition_id         uuid   NOT NULL,
  conditions_id        uuid   NOT NULL,
  wording              text   NOT NULL,
  observable_criterion text,
  ordinal              bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT landlord_condition_items_pkey PRIMARY KEY (condition_id),
  CONSTRAINT landlord_condition_items_parent FOREIGN KEY (conditions_id) REFERENCES landlord_conditions ON DELETE CASCADE
);
CREATE INDEX landlord_condition_items_of_parent ON landlord_condition_items (conditions_id);

CREATE TABLE debt_rules (
  debt_rule_id  uuid        NOT NULL,
  programme_id  uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  version       integer     NOT NULL,
  tolerance     text        NOT NULL,
  valid_from    date,
  document      text,
  create_time   timestamptz,
  CONSTRAINT debt_rules_pkey PRIMARY KEY (debt_rule_id),
  CONSTRAINT debt_rules_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT debt_rules_tolerance_known CHECK (tolerance IN (
    'MUST_OWE_NOTHING', 'KEPT_SCHEDULE', 'NO_OBSTACLE'))
);
-- HOUS-39: a landlord has one rule per day and number.
CREATE UNIQUE INDEX debt_rules_day ON debt_rules (programme_id, agency_id, coalesce(department_id, agency_id), valid_from);
CREATE UNIQUE INDEX debt_rules_number ON debt_rules (programme_id, agency_id, coalesce(department_id, agency_id), version);

CREATE TABLE rule_settings (
  settings_id  uuid        NOT NULL,
  programme_id uuid        NOT NULL,
  version      integer     NOT NULL,
  reason       text        NOT NULL,
  worker_id    uuid        NOT NULL,
  create_time  timestamptz,
  CONSTRAINT rule_settings_pkey PRIMARY KEY (settings_id),
  CONSTRAINT rule_settings_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT rule_settings_number UNIQUE (programme_id, version)
);

CREATE TABLE rule_setting_items (
  setting_id  uuid   NOT NULL,
  settings_id uuid   NOT NULL,
  rule        text   NOT NULL,
  reason      text   NOT NULL,
  mode        text   NOT NULL,
  ordinal     bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT rule_setting_items_pkey PRIMARY KEY (setting_id),
  CONSTRAINT rule_setting_items_parent FOREIGN KEY (settings_id) REFERENCES rule_settings ON DELETE CASCADE,
  CONSTRAINT rule_setting_items_once UNIQUE (settings_id, rule, reason),
  CONSTRAINT rule_setting_items_mode_known CHECK (mode IN (
    'ENFORCE', 'WARN', 'OFF'))
);
CREATE INDEX rule_setting_items_of_parent ON rule_setting_items (settings_id);

CREATE TABLE separation_waivers (
  waiver_id            uuid NOT NULL,
  programme_id         uuid NOT NULL,
  rule                 text NOT NULL,
  worker_id            uuid,
  reason               text NOT NULL,
  granted_by_worker_id uuid NOT NULL,
  valid_from           date,
  valid_to             date,
  CONSTRAINT separation_waivers_pkey PRIMARY KEY (waiver_id),
  CONSTRAINT separation_waivers_programme FOREIGN KEY (programme_id) REFERENCES programmes
);
CREATE INDEX separation_waivers_of_programme ON separation_waivers (programme_id);

CREATE TABLE deviations (
  deviation_id            uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  recipient_agency_id     uuid        NOT NULL,
  recipient_department_id uuid,
  programme_id            uuid        NOT NULL,
  record_type             text        NOT NULL,
  record_id               uuid        NOT NULL,
  rule                    text        NOT NULL,
  rule_reason             text        NOT NULL,
  reason                  text,
  is_fact                 boolean     NOT NULL,
  settings_version        integer     NOT NULL,
  worker_id               uuid        NOT NULL,
  occurred_at             timestamptz,
  create_time             timestamptz,
  CONSTRAINT deviations_pkey PRIMARY KEY (deviation_id),
  CONSTRAINT deviations_programme FOREIGN KEY (programme_id) REFERENCES programmes
);
CREATE INDEX deviations_of_programme ON deviations (programme_id, deviation_id DESC);

GRANT SELECT, INSERT, UPDATE ON programmes TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON programme_partners TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON rule_publications TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON competence_entries TO :service_app;
GRANT SELECT, INSERT, UPDATE ON programme_roles TO :service_app;
GRANT SELECT, INSERT, UPDATE ON selection_criteria TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON criteria TO :service_app;
GRANT SELECT, INSERT, UPDATE ON landlord_conditions TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON landlord_condition_items TO :service_app;
GRANT SELECT, INSERT, UPDATE ON debt_rules TO :service_app;
GRANT SELECT, INSERT, UPDATE ON rule_settings TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON rule_setting_items TO :service_app;
GRANT SELECT, INSERT, UPDATE ON separation_waivers TO :service_app;
GRANT SELECT, INSERT, UPDATE ON deviations TO :service_app;
