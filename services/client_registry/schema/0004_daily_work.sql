-- Daily work: referrals, support, debts.

CREATE TABLE referrals (
  referral_id             uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  worker_id               uuid        NOT NULL,
  recipient_agency_id     uuid        NOT NULL,
  recipient_department_id uuid,
  area                    text        NOT NULL,
  passed_areas            text[]      NOT NULL,
  need                    text        NOT NULL,
  urgency                 text        NOT NULL,
  answer_by_date          date,
  agreement               jsonb,
  state                   text        NOT NULL,
  decline_reason          text,
  outcome                 text,
  basis                   text        NOT NULL,
  basis_reference         text        NOT NULL,
  create_time             timestamptz,
  answer_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT referrals_pkey PRIMARY KEY (referral_id),
  CONSTRAINT referrals_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT referrals_recipient FOREIGN KEY (recipient_agency_id) REFERENCES agencies,
  CONSTRAINT referrals_recipient_department FOREIGN KEY (recipient_agency_id, recipient_department_id)
    REFERENCES departments (agency_id, department_id),
  CONSTRAINT referrals_declined_why CHECK ((state = 'DECLINED') = (decline_reason IS NOT NULL)),
  CONSTRAINT referrals_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT referrals_urgency_known CHECK (urgency IN (
    'UNSPECIFIED', 'NORMAL', 'SOON', 'ACUTE')),
  CONSTRAINT referrals_state_known CHECK (state IN (
    'SENT', 'SEEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'STARTED', 'CLOSED')),
  CONSTRAINT referrals_decline_reason_known CHECK (decline_reason IN (
    'NO_CAPACITY', 'NOT_TARGET_GROUP', 'OTHER_SERVICE_FITS', 'CLIENT_DECLINED', 'UNREACHABLE')),
  CONSTRAINT referrals_basis_known CHECK (basis IN (
    'OWN_RECORD', 'STATUTORY', 'CONSENT', 'CLIENT_PRESENT', 'EMERGENCY', 'MANDATORY_REPORT',
    'LEGAL_REQUEST'))
);
CREATE INDEX referrals_received ON referrals (recipient_agency_id, recipient_department_id, answer_by_date, referral_id);
CREATE INDEX referrals_sent ON referrals (agency_id, department_id, answer_by_date, referral_id);

CREATE TABLE support_categories (
  category_id uuid NOT NULL,
  code        text NOT NULL,
  name        text NOT NULL,
  unit        text NOT NULL,
  CONSTRAINT support_categories_pkey PRIMARY KEY (category_id),
  CONSTRAINT support_categories_code UNIQUE (code),
  CONSTRAINT support_categories_units UNIQUE (category_id, unit),
  CONSTRAINT support_categories_unit_known CHECK (unit IN (
    'HOUR', 'DAY', 'PIECE'))
);

CREATE TABLE support_records (
  support_record_id uuid        NOT NULL,
  client_id         uuid        NOT NULL,
  worker_id         uuid        NOT NULL,
  agency_id         uuid        NOT NULL,
  department_id     uuid,
  category_id       uuid        NOT NULL,
  quantity_milli    bigint      NOT NULL,
  unit              text        NOT NULL,
  is_group          boolean     NOT NULL,
  occurred_at       timestamptz,
  note              text,
  create_time       timestamptz,
  CONSTRAINT support_records_pkey PRIMARY KEY (support_record_id),
  CONSTRAINT support_records_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT support_records_worker FOREIGN KEY (worker_id) REFERENCES workers,
  -- REG-81: the unit is that of the category.
  CONSTRAINT support_records_unit FOREIGN KEY (category_id, unit) REFERENCES support_categories (category_id, unit),
  CONSTRAINT support_records_something CHECK (quantity_milli > 0),
  CONSTRAINT support_records_unit_known CHECK (unit IN (
    'HOUR', 'DAY', 'PIECE'))
);
CREATE INDEX support_records_of_client ON support_records (client_id, support_record_id DESC);

CREATE TABLE debts (
  debt_id                   uuid        NOT NULL,
  client_id                 uuid        NOT NULL,
  agency_id                 uuid        NOT NULL,
  department_id             uuid,
  creditor_agency_id        uuid,
  creditor_name             text,
  kind                      text        NOT NULL,
  principal_minor_units     bigint,
  principal_currency_code   text,
  accessories_minor_units   bigint,
  accessories_currency_code text,
  origin_date               text,
  amount_source             text,
  amount_verified_on        date,
  is_child_debt             boolean     NOT NULL,
  state                     text        NOT NULL,
  source_ref                text,
  create_time               timestamptz,
  version                   bigint      NOT NULL DEFAULT 1,
  CONSTRAINT debts_pkey PRIMARY KEY (debt_id),
  CONSTRAINT debts_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT debts_creditor_agency FOREIGN KEY (creditor_agency_id) REFERENCES agencies,
  CONSTRAINT debts_creditor CHECK (num_nonnulls(creditor_agency_id, creditor_name) = 1),
  CONSTRAINT debts_principal CHECK (num_nonnulls(principal_minor_units, principal_currency_code) <> 1
    AND principal_minor_units >= 0),
  CONSTRAINT debts_accessories CHECK (num_nonnulls(accessories_minor_units, accessories_currency_code) <> 1
    AND accessories_minor_units >= 0),
  CONSTRAINT debts_source_ref UNIQUE (agency_id, source_ref),
  CONSTRAINT debts_kind_known CHECK (kind IN (
    'ENERGY', 'RENT', 'MUNICIPAL_CLAIM', 'FINE', 'ALIMONY', 'LOAN', 'OTHER')),
  CONSTRAINT debts_state_known CHECK (state IN (
    'OPEN', 'PAID', 'WAIVED', 'DISCHARGED'))
);
CREATE INDEX debts_of_client ON debts (client_id, create_time DESC, debt_id DESC);

GRANT SELECT, INSERT, UPDATE ON referrals, support_categories, support_records, debts TO :service_app;
