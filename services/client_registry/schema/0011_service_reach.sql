-- What services publish beside their name: kind, target groups, offices, territories by form, costs
-- (REG-11, REG-15, REG-22 to REG-25); departments that are closed (REG-02).

ALTER TABLE departments ADD COLUMN closed_on date;

ALTER TABLE services
  ADD COLUMN kind               text    NOT NULL DEFAULT 'UNSPECIFIED',
  ADD COLUMN target_groups      text[]  NOT NULL DEFAULT '{}',
  ADD COLUMN target_groups_only boolean NOT NULL DEFAULT false,
  ADD COLUMN counted_class      text    NOT NULL DEFAULT 'UNSPECIFIED',
  ADD COLUMN closed_on          date,
  ADD CONSTRAINT services_kind_known CHECK (kind IN (
    'UNSPECIFIED', 'SOCIAL_COUNSELLING', 'DEBT_COUNSELLING', 'FAMILY_ACTIVATION', 'OUTREACH', 'LOW_THRESHOLD',
    'SOCIAL_REHABILITATION', 'CRISIS_HELP', 'SHELTER', 'HALFWAY_HOUSE', 'HOUSING_SUPPORT',
    'SHELTERED_HOUSING', 'PERSONAL_ASSISTANCE', 'HOME_CARE', 'FOLLOW_UP_CARE', 'TELEPHONE_HELP',
    'INTERPRETING', 'OTHER')),
  ADD CONSTRAINT services_counted_class_known CHECK (counted_class IN (
    'UNSPECIFIED', 'LONG_TERM', 'SHORT_TERM'));

ALTER TABLE client_assignments
  ADD COLUMN client_class       text NOT NULL DEFAULT 'UNSPECIFIED',
  ADD COLUMN target_group       text,
  ADD COLUMN target_group_waiver text,
  ADD CONSTRAINT client_assignments_client_class_known CHECK (client_class IN (
    'UNSPECIFIED', 'LONG_TERM', 'SHORT_TERM')),
  ADD CONSTRAINT client_assignments_target_group_known CHECK (target_group IN (
    'FAMILIES_WITH_CHILDREN', 'SINGLE_PARENTS', 'CHILDREN_AND_YOUTH', 'SENIORS', 'HOMELESS', 'INDEBTED',
    'IN_CRISIS', 'VICTIMS_OF_VIOLENCE', 'OFFENDERS', 'ADDICTED', 'MENTAL_ILLNESS', 'DISABLED', 'MIGRANTS',
    'ETHNIC_MINORITIES', 'EXCLUDED_LOCALITY', 'LEAVING_INSTITUTION', 'UNEMPLOYED', 'MULTIPLE_PROBLEMS'));

CREATE TABLE offices (
  office_id     uuid   NOT NULL,
  service_id    uuid   NOT NULL,
  name          text   NOT NULL,
  address       text   NOT NULL,
  territory     text   NOT NULL,
  opening_hours text   NOT NULL,
  project_id    uuid,
  valid_from    date,
  valid_to      date,
  version       bigint NOT NULL DEFAULT 1,
  CONSTRAINT offices_pkey PRIMARY KEY (office_id),
  CONSTRAINT offices_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT offices_project FOREIGN KEY (project_id) REFERENCES projects,
  -- REG-23: what exists through a project alone has an end.
  CONSTRAINT offices_of_project CHECK (project_id IS NULL OR valid_to IS NOT NULL),
  CONSTRAINT offices_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to)
);
CREATE INDEX offices_of_service ON offices (service_id);

CREATE TABLE service_reaches (
  reach_id   uuid   NOT NULL,
  service_id uuid   NOT NULL,
  form       text   NOT NULL,
  territory  text   NOT NULL,
  valid_from date,
  valid_to   date,
  version    bigint NOT NULL DEFAULT 1,
  CONSTRAINT service_reaches_pkey PRIMARY KEY (reach_id),
  CONSTRAINT service_reaches_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT service_reaches_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  CONSTRAINT service_reaches_form_known CHECK (form IN ('AMBULATORY', 'FIELD', 'RESIDENTIAL', 'REMOTE')),
  CONSTRAINT service_reaches_once EXCLUDE USING gist (
    service_id WITH =, form WITH =, (lower(territory)) WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE TABLE service_costs (
  cost_id              uuid   NOT NULL,
  service_id           uuid   NOT NULL,
  valid_from           date,
  valid_to             date,
  amount_minor_units   bigint,
  amount_currency_code text,
  source               text   NOT NULL,
  CONSTRAINT service_costs_pkey PRIMARY KEY (cost_id),
  CONSTRAINT service_costs_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT service_costs_amount CHECK (num_nonnulls(amount_minor_units, amount_currency_code) <> 1
    AND amount_minor_units >= 0),
  CONSTRAINT service_costs_period CHECK (valid_from IS NOT NULL AND valid_to IS NOT NULL
    AND valid_from <= valid_to),
  CONSTRAINT service_costs_once EXCLUDE USING gist (
    service_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

GRANT SELECT, INSERT, UPDATE ON offices, service_reaches, service_costs TO :service_app;
