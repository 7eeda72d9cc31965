-- Enforcement of debts (REG-89 to REG-92, REG-102), chains of debts (REG-103), refusals (REG-107).

ALTER TABLE debts ADD COLUMN pays_debt_ids text[] NOT NULL DEFAULT '{}';
CREATE INDEX debts_claimed ON debts (agency_id, client_id, debt_id) WHERE creditor_agency_id = agency_id;

-- What was paid in time is never looked at again.
DROP INDEX instalments_open;
CREATE INDEX instalments_open ON instalments (due_date)
  WHERE missed_on IS NULL AND (paid_on IS NULL OR paid_on > due_date);

-- REG-111: how the contact began.
ALTER TABLE clients ADD COLUMN contact_origin text;
ALTER TABLE clients ADD CONSTRAINT clients_contact_origin_known CHECK (contact_origin IN (
  'DEMAND', 'REFERRAL', 'OUTREACH'));

-- REG-104: who receives a benefit instead of the client.
CREATE TABLE special_recipients (
  special_recipient_id uuid        NOT NULL,
  client_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  recipient            text        NOT NULL,
  benefit              text        NOT NULL,
  valid_from           date,
  valid_to             date,
  reason               text        NOT NULL,
  deciding_agency_id   uuid        NOT NULL,
  decision_reference   text        NOT NULL,
  agreement            jsonb,
  create_time          timestamptz,
  CONSTRAINT special_recipients_pkey PRIMARY KEY (special_recipient_id),
  CONSTRAINT special_recipients_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT special_recipients_decided_by FOREIGN KEY (deciding_agency_id) REFERENCES agencies,
  CONSTRAINT special_recipients_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  -- XC-25: without the client's agreement only for misuse.
  CONSTRAINT special_recipients_agreed CHECK (agreement IS NOT NULL OR reason = 'MISUSE'),
  CONSTRAINT special_recipients_reason_known CHECK (reason IN (
    'PREVENTION', 'MISUSE', 'INCAPACITY'))
);
CREATE INDEX special_recipients_of_client ON special_recipients (client_id);

-- REG-106: the life of a claim, step by step.
CREATE TABLE claim_steps (
  step_id       uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  debt_id       uuid        NOT NULL,
  kind          text        NOT NULL,
  on_date       date,
  note          text,
  create_time   timestamptz,
  CONSTRAINT claim_steps_pkey PRIMARY KEY (step_id),
  CONSTRAINT claim_steps_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT claim_steps_debt FOREIGN KEY (debt_id) REFERENCES debts,
  CONSTRAINT claim_steps_kind_known CHECK (kind IN (
    'ORIGIN', 'MAINTENANCE', 'ENFORCEMENT', 'END'))
);
CREATE INDEX claim_steps_of_debt ON claim_steps (debt_id, on_date, step_id);

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
GRANT SELECT, INSERT ON debt_refusals, claim_steps, special_recipients TO :service_app;
