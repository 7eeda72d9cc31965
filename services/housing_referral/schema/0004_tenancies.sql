-- Tenancies, decisions on leases, breaches of house rules.

CREATE TABLE head_leases (
  head_lease_id uuid   NOT NULL,
  programme_id  uuid   NOT NULL,
  flat_id       uuid   NOT NULL,
  agency_id     uuid   NOT NULL,
  department_id uuid,
  owner_name    text   NOT NULL,
  valid_from    date,
  valid_to      date,
  version       bigint NOT NULL DEFAULT 1,
  CONSTRAINT head_leases_pkey PRIMARY KEY (head_lease_id),
  CONSTRAINT head_leases_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT head_leases_flat FOREIGN KEY (flat_id) REFERENCES flats,
  CONSTRAINT head_leases_period CHECK (valid_from <= valid_to)
);

CREATE TABLE tenancies (
  tenancy_id               uuid        NOT NULL,
  client_id                uuid        NOT NULL,
  programme_id             uuid        NOT NULL,
  agency_id                uuid        NOT NULL,
  department_id            uuid,
  application_id           uuid,
  flat_id                  uuid        NOT NULL,
  state                    text        NOT NULL,
  is_sublease              boolean     NOT NULL,
  head_lease_id            uuid,
  lease_from               date,
  lease_to                 date,
  deciding_body            text,
  introduced_on            date,
  manager_worker_id        uuid,
  accompanied_by_worker_id uuid,
  move_in_time             timestamptz,
  ended_on                 date,
  end_kind                 text,
  end_evidence             text,
  loss_reasons             text,
  end_announced_on         date,
  create_time              timestamptz,
  version                  bigint      NOT NULL DEFAULT 1,
  CONSTRAINT tenancies_pkey PRIMARY KEY (tenancy_id),
  CONSTRAINT tenancies_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT tenancies_flat FOREIGN KEY (flat_id) REFERENCES flats,
  CONSTRAINT tenancies_head_lease FOREIGN KEY (head_lease_id) REFERENCES head_leases,
  -- HOUS-08: a sublease rests on a head lease.
  CONSTRAINT tenancies_sublease CHECK (is_sublease = (head_lease_id IS NOT NULL)),
  CONSTRAINT tenancies_ended CHECK ((state = 'ENDED') = (ended_on IS NOT NULL)),
  CONSTRAINT tenancies_state_known CHECK (state IN (
    'PREPARED', 'MOVED_IN', 'ENDED')),
  CONSTRAINT tenancies_end_kind_known CHECK (end_kind IN (
    'DEATH', 'DEPARTURE_UNREACHABLE', 'DEPARTURE', 'TERMINATION', 'EXPIRY', 'MOVE_ON'))
);
-- One prepared or running tenancy per flat.
CREATE UNIQUE INDEX tenancies_flat_once ON tenancies (flat_id) WHERE state <> 'ENDED';
CREATE INDEX tenancies_of_programme ON tenancies (programme_id, create_time DESC, tenancy_id DESC);
CREATE INDEX tenancies_of_client ON tenancies (client_id);

CREATE TABLE move_in_items (
  item_id    uuid   NOT NULL,
  tenancy_id uuid   NOT NULL,
  document   text   NOT NULL,
  done_on    date,
  present    text,
  ordinal    bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT move_in_items_pkey PRIMARY KEY (item_id),
  CONSTRAINT move_in_items_parent FOREIGN KEY (tenancy_id) REFERENCES tenancies ON DELETE CASCADE,
  CONSTRAINT move_in_items_document_known CHECK (document IN (
    'LEASE', 'REGISTRATION_SHEET', 'ENERGY_CONNECTION', 'OTHER'))
);
CREATE INDEX move_in_items_of_parent ON move_in_items (tenancy_id);

CREATE TABLE extension_decisions (
  decision_id            uuid        NOT NULL,
  tenancy_id             uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  outcome                text        NOT NULL,
  lease_to               date,
  standing               text,
  debt_free              boolean     NOT NULL,
  standing_on            date,
  debt_rule_version      integer     NOT NULL,
  settings_version       integer     NOT NULL,
  complaints             integer     NOT NULL,
  unheard_complaints     integer     NOT NULL,
  cited_complaint_ids    text[]      NOT NULL,
  late_payments_left_out integer     NOT NULL,
  reasons                text        NOT NULL,
  worker_id              uuid        NOT NULL,
  deciding_body          text,
  is_fact                boolean     NOT NULL,
  unheard_complaint      boolean     NOT NULL,
  occurred_at            timestamptz,
  create_time            timestamptz,
  CONSTRAINT extension_decisions_pkey PRIMARY KEY (decision_id),
  CONSTRAINT extension_decisions_tenancy FOREIGN KEY (tenancy_id) REFERENCES tenancies,
  CONSTRAINT extension_decisions_outcome_known CHECK (outcome IN (
    'EXTENDED', 'NOT_EXTENDED')),
  CONSTRAINT extension_decisions_standing_known CHECK (standing IN (
    'NO_DEBT', 'DEBT', 'DEBT_ON_KEPT_SCHEDULE', 'DISCHARGED'))
);
CREATE INDEX extension_decisions_of_tenancy ON extension_decisions (tenancy_id, create_time DESC);

CREATE TABLE house_rule_breaches (
  breach_id     uuid        NOT NULL,
  tenancy_id    uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  description   text        NOT NULL,
  occurred_on   date,
  evidence      text        NOT NULL,
  worker_id     uuid        NOT NULL,
  create_time   timestamptz,
  CONSTRAINT house_rule_breaches_pkey PRIMARY KEY (breach_id),
  CONSTRAINT house_rule_breaches_tenancy FOREIGN KEY (tenancy_id) REFERENCES tenancies
);
CREATE INDEX house_rule_breaches_of_tenancy ON house_rule_breaches (tenancy_id, create_time DESC);

GRANT SELECT, INSERT, UPDATE ON head_leases TO :service_app;
GRANT SELECT, INSERT, UPDATE ON tenancies TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON move_in_items TO :service_app;
GRANT SELECT, INSERT, UPDATE ON extension_decisions TO :service_app;
GRANT SELECT, INSERT, UPDATE ON house_rule_breaches TO :service_app;
