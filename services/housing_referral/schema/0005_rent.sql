-- Rent: charges, payments, benefits, direct payment.

CREATE TABLE rent_charges (
  charge_id            uuid        NOT NULL,
  tenancy_id           uuid        NOT NULL,
  client_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  kind                 text        NOT NULL,
  month                date,
  amount_minor_units   bigint,
  amount_currency_code text,
  due_date             date,
  paid_minor_units     bigint,
  paid_currency_code   text,
  charge_class         text        NOT NULL,
  not_counted          boolean     NOT NULL,
  enquired             boolean     NOT NULL,
  warned_on            date,
  debt_id              uuid,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  x_checked_on         date,
  CONSTRAINT rent_charges_pkey PRIMARY KEY (charge_id),
  CONSTRAINT rent_charges_tenancy FOREIGN KEY (tenancy_id) REFERENCES tenancies,
  -- HOUS-95: one charge of a kind per month.
  CONSTRAINT rent_charges_once UNIQUE (tenancy_id, kind, month),
  CONSTRAINT rent_charges_positive CHECK (amount_minor_units > 0 AND paid_minor_units BETWEEN 0 AND amount_minor_units),
  CONSTRAINT rent_charges_kind_known CHECK (kind IN (
    'RENT', 'SERVICES')),
  CONSTRAINT rent_charges_amount CHECK (num_nonnulls(amount_minor_units, amount_currency_code) <> 1),
  CONSTRAINT rent_charges_paid CHECK (num_nonnulls(paid_minor_units, paid_currency_code) <> 1),
  CONSTRAINT rent_charges_charge_class_known CHECK (charge_class IN (
    'REGULAR', 'LATE_PAYMENT', 'ARREARS', 'PAID'))
);
CREATE INDEX rent_charges_open ON rent_charges (due_date) WHERE charge_class <> 'PAID';

CREATE TABLE rent_payments (
  payment_id           uuid        NOT NULL,
  tenancy_id           uuid        NOT NULL,
  client_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  amount_minor_units   bigint,
  amount_currency_code text,
  paid_on              date,
  source               text        NOT NULL,
  unused_minor_units   bigint,
  unused_currency_code text,
  reference            text,
  create_time          timestamptz,
  CONSTRAINT rent_payments_pkey PRIMARY KEY (payment_id),
  CONSTRAINT rent_payments_tenancy FOREIGN KEY (tenancy_id) REFERENCES tenancies,
  CONSTRAINT rent_payments_once UNIQUE (tenancy_id, reference),
  CONSTRAINT rent_payments_positive CHECK (amount_minor_units > 0 AND unused_minor_units BETWEEN 0 AND amount_minor_units),
  CONSTRAINT rent_payments_amount CHECK (num_nonnulls(amount_minor_units, amount_currency_code) <> 1),
  CONSTRAINT rent_payments_source_known CHECK (source IN (
    'TENANT', 'DIRECT_BENEFIT', 'ADMINISTRATOR')),
  CONSTRAINT rent_payments_unused CHECK (num_nonnulls(unused_minor_units, unused_currency_code) <> 1)
);

CREATE TABLE benefit_claims (
  claim_id             uuid        NOT NULL,
  tenancy_id           uuid        NOT NULL,
  client_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  benefit              text        NOT NULL,
  state                text        NOT NULL,
  claimed_on           date,
  decided_on           date,
  amount_minor_units   bigint,
  amount_currency_code text,
  payment_day          integer,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT benefit_claims_pkey PRIMARY KEY (claim_id),
  CONSTRAINT benefit_claims_tenancy FOREIGN KEY (tenancy_id) REFERENCES tenancies,
  CONSTRAINT benefit_claims_state_known CHECK (state IN (
    'CLAIMED', 'DOCUMENTED', 'INVESTIGATED', 'GRANTED', 'REFUSED', 'ENDED')),
  CONSTRAINT benefit_claims_amount CHECK (num_nonnulls(amount_minor_units, amount_currency_code) <> 1)
);
CREATE INDEX benefit_claims_of_tenancy ON benefit_claims (tenancy_id);

CREATE TABLE payment_enquiries (
  enquiry_id    uuid        NOT NULL,
  charge_id     uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  cause         text        NOT NULL,
  source        text        NOT NULL,
  worker_id     uuid        NOT NULL,
  create_time   timestamptz,
  CONSTRAINT payment_enquiries_pkey PRIMARY KEY (enquiry_id),
  CONSTRAINT payment_enquiries_charge FOREIGN KEY (charge_id) REFERENCES rent_charges,
  CONSTRAINT payment_enquiries_cause_known CHECK (cause IN (
    'BENEFIT_LATER', 'NOT_CAUSED_BY_CLIENT', 'LACK_OF_MONEY', 'NOT_PAID')),
  CONSTRAINT payment_enquiries_source_known CHECK (source IN (
    'CLIENT', 'LABOUR_OFFICE', 'OTHER'))
);
CREATE INDEX payment_enquiries_of_charge ON payment_enquiries (charge_id);

CREATE TABLE direct_payments (
  direct_payment_id        uuid        NOT NULL,
  tenancy_id               uuid        NOT NULL,
  client_id                uuid        NOT NULL,
  agency_id                uuid        NOT NULL,
  department_id            uuid,
  amount_minor_units       bigint,
  amount_currency_code     text,
  payee                    text        NOT NULL,
  agreement                jsonb,
  without_agreement_reason text,
  decision_reference       text,
  valid_from               date,
  valid_to                 date,
  is_fact                  boolean     NOT NULL,
  create_time              timestamptz,
  version                  bigint      NOT NULL DEFAULT 1,
  CONSTRAINT direct_payments_pkey PRIMARY KEY (direct_payment_id),
  CONSTRAINT direct_payments_tenancy FOREIGN KEY (tenancy_id) REFERENCES tenancies,
  CONSTRAINT direct_payments_positive CHECK (amount_minor_units > 0),
  -- HOUS-100, HOUS-101: with the agreement of the client, or as a decision made outside.
  CONSTRAINT direct_payments_agreed CHECK (agreement IS NOT NULL OR is_fact),
  CONSTRAINT direct_payments_amount CHECK (num_nonnulls(amount_minor_units, amount_currency_code) <> 1),
  CONSTRAINT direct_payments_payee_known CHECK (payee IN (
    'LANDLORD', 'ADMINISTRATOR'))
);
CREATE INDEX direct_payments_of_tenancy ON direct_payments (tenancy_id);

CREATE TABLE direct_payment_requests (
  direct_payment_request_id uuid        NOT NULL,
  charge_id                 uuid        NOT NULL,
  client_id                 uuid        NOT NULL,
  agency_id                 uuid        NOT NULL,
  department_id             uuid,
  charge_class              text        NOT NULL,
  requested_on              date,
  is_fact                   boolean     NOT NULL,
  create_time               timestamptz,
  CONSTRAINT direct_payment_requests_pkey PRIMARY KEY (direct_payment_request_id),
  CONSTRAINT direct_payment_requests_charge FOREIGN KEY (charge_id) REFERENCES rent_charges,
  CONSTRAINT direct_payment_requests_charge_class_known CHECK (charge_class IN (
    'REGULAR', 'LATE_PAYMENT', 'ARREARS', 'PAID'))
);

GRANT SELECT, INSERT, UPDATE ON rent_charges TO :service_app;
GRANT SELECT, INSERT, UPDATE ON rent_payments TO :service_app;
GRANT SELECT, INSERT, UPDATE ON benefit_claims TO :service_app;
GRANT SELECT, INSERT, UPDATE ON payment_enquiries TO :service_app;
GRANT SELECT, INSERT, UPDATE ON direct_payments TO :service_app;
GRANT SELECT, INSERT, UPDATE ON direct_payment_requests TO :service_app;
