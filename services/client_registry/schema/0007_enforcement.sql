-- Enforcement of debts (REG-89 to REG-92, REG-102), chains of debts (REG-103), refusals (REG-107).

ALTER TABLE debts ADD COLUMN pays_debt_ids text[] NOT NULL DEFAULT '{}';
CREATE INDEX debts_claimed ON debts (agency_id, client_id, debt_id) WHERE creditor_agency_id = agency_id;

CREATE TABLE enforcements (
  enforcement_id uuid        NOT NULL,
  client_id      uuid        NOT NULL,
  agency_id      uuid        NOT NULL,
  department_id  uuid,
  debt_id        uuid        NOT NULL,
  kind           text        NOT NULL,
  reference      text        NOT NULL,
  opened_on      date,
  is_futile      boolean     NOT NULL,
  stopped_on     date,
  stop_reason    text,
  create_time    timestamptz,
  version        bigint      NOT NULL DEFAULT 1,
  CONSTRAINT enforcements_pkey PRIMARY KEY (enforcement_id),
  CONSTRAINT enforcements_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT enforcements_debt FOREIGN KEY (debt_id) REFERENCES debts,
  -- REG-92: what is stopped says when and why.
  CONSTRAINT enforcements_stopped CHECK (num_nonnulls(stopped_on, stop_reason) <> 1),
  CONSTRAINT enforcements_kind_known CHECK (kind IN (
    'TAX_ENFORCEMENT', 'BAILIFF')),
  CONSTRAINT enforcements_stop_reason_known CHECK (stop_reason IN (
    'FUTILE', 'BAGATELLE', 'CHILD_DEBT', 'SETTLED', 'OTHER'))
);
CREATE INDEX enforcements_of_client ON enforcements (client_id, create_time DESC, enforcement_id DESC);
CREATE INDEX enforcements_of_debt ON enforcements (debt_id);

CREATE TABLE debt_refusals (
  refusal_id    uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  problem       text        NOT NULL,
  words         text,
  said_on       date,
  create_time   timestamptz,
  CONSTRAINT debt_refusals_pkey PRIMARY KEY (refusal_id),
  CONSTRAINT debt_refusals_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT debt_refusals_problem_known CHECK (problem IN (
    'HOUSING', 'EMPLOYMENT', 'ADDICTION', 'FAMILY', 'OTHER'))
);
CREATE INDEX debt_refusals_of_client ON debt_refusals (client_id);

GRANT SELECT, INSERT, UPDATE ON enforcements TO :service_app;
GRANT SELECT, INSERT ON debt_refusals TO :service_app;
