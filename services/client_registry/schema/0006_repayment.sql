-- How debts are repaid, waived and relieved (REG-93 to REG-101).

ALTER TABLE debts ADD COLUMN settled_on date;
-- Service that opened the debt for a process of its own; it may carry the debt on as itself.
ALTER TABLE debts ADD COLUMN x_service text;
ALTER TABLE debts ADD CONSTRAINT debts_settled CHECK ((state = 'OPEN') = (settled_on IS NULL));

CREATE TABLE creditor_policies (
  policy_id                        uuid        NOT NULL,
  creditor_agency_id               uuid        NOT NULL,
  valid_from                       date,
  minimum_instalment_minor_units   bigint,
  minimum_instalment_currency_code text,
  waiver_ceiling_minor_units       bigint,
  waiver_ceiling_currency_code     text,
  body_above_ceiling               text,
  bagatelle_limit_minor_units      bigint,
  bagatelle_limit_currency_code    text,
  grace_days                       integer,
  missed_to_break                  integer,
  create_time                      timestamptz,
  CONSTRAINT creditor_policies_pkey PRIMARY KEY (policy_id),
  CONSTRAINT creditor_policies_creditor FOREIGN KEY (creditor_agency_id) REFERENCES agencies,
  CONSTRAINT creditor_policies_dated CHECK (valid_from IS NOT NULL),
  CONSTRAINT creditor_policies_once UNIQUE (creditor_agency_id, valid_from),
  -- REG-93: a ceiling without a body above it could never be passed.
  CONSTRAINT creditor_policies_ceiling CHECK (waiver_ceiling_minor_units IS NULL OR body_above_ceiling IS NOT NULL)
);

CREATE TABLE repayment_schedules (
  schedule_id              uuid        NOT NULL,
  client_id                uuid        NOT NULL,
  agency_id                uuid        NOT NULL,
  department_id            uuid,
  debt_id                  uuid        NOT NULL,
  origin                   text        NOT NULL,
  instalment_minor_units   bigint,
  instalment_currency_code text,
  total_minor_units        bigint,
  total_currency_code      text,
  first_due_date           date,
  end_date                 date,
  affordability            jsonb,
  below_policy             boolean     NOT NULL,
  policy_id                uuid,
  decision                 jsonb,
  state                    text        NOT NULL,
  cancel_reason            text,
  agreed_on                date,
  ended_on                 date,
  source_ref               text,
  create_time              timestamptz,
  version                  bigint      NOT NULL DEFAULT 1,
  CONSTRAINT repayment_schedules_pkey PRIMARY KEY (schedule_id),
  CONSTRAINT repayment_schedules_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT repayment_schedules_debt FOREIGN KEY (debt_id) REFERENCES debts,
  CONSTRAINT repayment_schedules_policy FOREIGN KEY (policy_id) REFERENCES creditor_policies,
  CONSTRAINT repayment_schedules_something CHECK (instalment_minor_units > 0 AND total_minor_units > 0
    AND instalment_currency_code = total_currency_code),
  CONSTRAINT repayment_schedules_ended CHECK ((state IN ('BROKEN', 'FULFILLED', 'CANCELLED')) = (ended_on IS NOT NULL)),
  CONSTRAINT repayment_schedules_source_ref UNIQUE (agency_id, source_ref),
  CONSTRAINT repayment_schedules_origin_known CHECK (origin IN (
    'AGREEMENT', 'COURT', 'BAILIFF', 'INSOLVENCY_PLAN')),
  CONSTRAINT repayment_schedules_state_known CHECK (state IN (
    'DRAFT', 'AGREED', 'ACTIVE', 'BROKEN', 'FULFILLED', 'CANCELLED'))
);
CREATE INDEX repayment_schedules_of_client ON repayment_schedules (client_id, create_time DESC, schedule_id DESC);
CREATE INDEX repayment_schedules_of_debt ON repayment_schedules (debt_id);
-- REG-96: a debt is repaid by one schedule at a time.
CREATE UNIQUE INDEX repayment_schedules_one_open ON repayment_schedules (debt_id)
  WHERE state IN ('DRAFT', 'AGREED', 'ACTIVE');

CREATE TABLE instalments (
  instalment_id        uuid    NOT NULL,
  schedule_id          uuid    NOT NULL,
  number               integer NOT NULL,
  due_date             date,
  amount_minor_units   bigint,
  amount_currency_code text,
  paid_on              date,
  missed_on            date,
  ordinal              bigint  GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT instalments_pkey PRIMARY KEY (instalment_id),
  CONSTRAINT instalments_schedule FOREIGN KEY (schedule_id) REFERENCES repayment_schedules,
  CONSTRAINT instalments_numbered UNIQUE (schedule_id, number),
  CONSTRAINT instalments_something CHECK (due_date IS NOT NULL AND amount_minor_units > 0)
);
CREATE INDEX instalments_open ON instalments (due_date) WHERE missed_on IS NULL;

CREATE TABLE schedule_payments (
  payment_id           uuid        NOT NULL,
  schedule_id          uuid        NOT NULL,
  amount_minor_units   bigint,
  amount_currency_code text,
  paid_on              date,
  source_ref           text,
  create_time          timestamptz,
  ordinal              bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT schedule_payments_pkey PRIMARY KEY (payment_id),
  CONSTRAINT schedule_payments_schedule FOREIGN KEY (schedule_id) REFERENCES repayment_schedules,
  CONSTRAINT schedule_payments_something CHECK (paid_on IS NOT NULL AND amount_minor_units > 0),
  -- The same payment is never counted twice.
  CONSTRAINT schedule_payments_source_ref UNIQUE (schedule_id, source_ref)
);

CREATE TABLE waiver_requests (
  waiver_id            uuid        NOT NULL,
  client_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  debt_id              uuid        NOT NULL,
  scope                text        NOT NULL,
  amount_minor_units   bigint,
  amount_currency_code text,
  applicant            text        NOT NULL,
  assisting_agency_id  uuid,
  reason               text        NOT NULL,
  applied_on           date,
  state                text        NOT NULL,
  deciding_body        text,
  decision_reference   text,
  decided_on           date,
  policy_id            uuid,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT waiver_requests_pkey PRIMARY KEY (waiver_id),
  CONSTRAINT waiver_requests_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT waiver_requests_debt FOREIGN KEY (debt_id) REFERENCES debts,
  CONSTRAINT waiver_requests_helper FOREIGN KEY (assisting_agency_id) REFERENCES agencies,
  CONSTRAINT waiver_requests_policy FOREIGN KEY (policy_id) REFERENCES creditor_policies,
  CONSTRAINT waiver_requests_something CHECK (amount_minor_units > 0),
  -- REG-93: nothing is granted or declined without a body and its reference.
  CONSTRAINT waiver_requests_decided CHECK (state = 'PROPOSED'
    OR num_nulls(deciding_body, decision_reference, decided_on) = 0),
  CONSTRAINT waiver_requests_scope_known CHECK (scope IN (
    'PRINCIPAL', 'PENALTY')),
  CONSTRAINT waiver_requests_state_known CHECK (state IN (
    'PROPOSED', 'GRANTED', 'DECLINED'))
);
CREATE INDEX waiver_requests_of_debt ON waiver_requests (debt_id);

CREATE TABLE debt_reliefs (
  relief_id        uuid        NOT NULL,
  client_id        uuid        NOT NULL,
  agency_id        uuid        NOT NULL,
  department_id    uuid,
  reference        text        NOT NULL,
  covered_debt_ids text[]      NOT NULL,
  phase            text        NOT NULL,
  phase_since      date,
  create_time      timestamptz,
  version          bigint      NOT NULL DEFAULT 1,
  CONSTRAINT debt_reliefs_pkey PRIMARY KEY (relief_id),
  CONSTRAINT debt_reliefs_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT debt_reliefs_phase_known CHECK (phase IN (
    'PETITION', 'PERMITTED', 'PLAN_RUNNING', 'DISCHARGED', 'CANCELLED'))
);
CREATE INDEX debt_reliefs_of_client ON debt_reliefs (client_id);

GRANT SELECT, INSERT ON creditor_policies TO :service_app;
GRANT SELECT, INSERT, UPDATE ON repayment_schedules, instalments, schedule_payments, waiver_requests, debt_reliefs
  TO :service_app;
-- The mapper replaces children by difference; none is ever left out.
GRANT DELETE ON instalments, schedule_payments TO :service_app;
