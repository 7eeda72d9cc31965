-- Waiting lists and places (REG-114), transfers of cases (REG-115), appointments (REG-117).

CREATE TABLE waiting_lists (
  waiting_list_id uuid        NOT NULL,
  service_id      uuid        NOT NULL,
  form            text        NOT NULL,
  agency_id       uuid        NOT NULL,
  department_id   uuid,
  order_rule      text        NOT NULL,
  rule_text       text        NOT NULL,
  offer_days      integer     NOT NULL,
  rule_since_date date,
  create_time     timestamptz,
  version         bigint      NOT NULL DEFAULT 1,
  CONSTRAINT waiting_lists_pkey PRIMARY KEY (waiting_list_id),
  CONSTRAINT waiting_lists_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT waiting_lists_once UNIQUE (service_id, form),
  CONSTRAINT waiting_lists_form_known CHECK (form IN (
    'UNSPECIFIED', 'AMBULATORY', 'FIELD', 'RESIDENTIAL', 'REMOTE')),
  CONSTRAINT waiting_lists_order_rule_known CHECK (order_rule IN ('URGENCY_THEN_DATE', 'DATE'))
);

CREATE TABLE waiting_entries (
  waiting_entry_id       uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  provider_agency_id     uuid        NOT NULL,
  provider_department_id uuid,
  waiting_list_id        uuid        NOT NULL,
  service_id             uuid        NOT NULL,
  form                   text        NOT NULL,
  betrayed_areas         text[]      NOT NULL,
  referral_id            uuid,
  urgency                text        NOT NULL,
  waiting_since_date     date,
  worker_id              uuid        NOT NULL,
  state                  text        NOT NULL,
  offer_time             timestamptz,
  offer_until_time       timestamptz,
  out_of_order_reason    text,
  offer_count            integer     NOT NULL,
  refusal_count          integer     NOT NULL,
  lapse_count            integer     NOT NULL,
  answer                 jsonb,
  end_time               timestamptz,
  end_reason             text,
  deviation              jsonb,
  create_time            timestamptz,
  version                bigint      NOT NULL DEFAULT 1,
  CONSTRAINT waiting_entries_pkey PRIMARY KEY (waiting_entry_id),
  CONSTRAINT waiting_entries_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT waiting_entries_list FOREIGN KEY (waiting_list_id) REFERENCES waiting_lists,
  CONSTRAINT waiting_entries_referral FOREIGN KEY (referral_id) REFERENCES referrals,
  CONSTRAINT waiting_entries_dated CHECK (waiting_since_date IS NOT NULL),
  CONSTRAINT waiting_entries_offered CHECK (state <> 'OFFERED' OR offer_until_time IS NOT NULL),
  CONSTRAINT waiting_entries_ended CHECK ((state IN ('WAITING', 'OFFERED')) = (end_time IS NULL)),
  CONSTRAINT waiting_entries_form_known CHECK (form IN (
    'UNSPECIFIED', 'AMBULATORY', 'FIELD', 'RESIDENTIAL', 'REMOTE')),
  CONSTRAINT waiting_entries_urgency_known CHECK (urgency IN (
    'UNSPECIFIED', 'NORMAL', 'SOON', 'ACUTE')),
  CONSTRAINT waiting_entries_state_known CHECK (state IN (
    'WAITING', 'OFFERED', 'ACCEPTED', 'REFUSED', 'LAPSED', 'LEFT')),
  CONSTRAINT waiting_entries_end_reason_known CHECK (end_reason IN (
    'CLIENT_WISH', 'HELPED_ELSEWHERE', 'UNREACHABLE', 'MOVED', 'DIED', 'REFERRAL_WITHDRAWN'))
);
-- A record of a person waits on a list once; over all records of the person the lock of the person sees
-- to it.
CREATE UNIQUE INDEX waiting_entries_once ON waiting_entries (waiting_list_id, client_id)
  WHERE state IN ('WAITING', 'OFFERED');
CREATE INDEX waiting_entries_of_list ON waiting_entries (waiting_list_id, waiting_since_date, waiting_entry_id)
  WHERE state IN ('WAITING', 'OFFERED');
CREATE INDEX waiting_entries_ended_of_list ON waiting_entries (waiting_list_id, end_time);
CREATE INDEX waiting_entries_offers ON waiting_entries (offer_until_time) WHERE state = 'OFFERED';
CREATE INDEX waiting_entries_of_referral ON waiting_entries (referral_id) WHERE referral_id IS NOT NULL;
CREATE INDEX waiting_entries_of_client ON waiting_entries (client_id);

CREATE TABLE place_reservations (
  place_reservation_id uuid        NOT NULL,
  client_id            uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  service_id           uuid        NOT NULL,
  form                 text        NOT NULL,
  override_reason      text,
  create_time          timestamptz,
  release_time         timestamptz,
  referral_id          uuid,
  CONSTRAINT place_reservations_pkey PRIMARY KEY (place_reservation_id),
  CONSTRAINT place_reservations_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT place_reservations_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT place_reservations_form_known CHECK (form IN (
    'UNSPECIFIED', 'AMBULATORY', 'FIELD', 'RESIDENTIAL', 'REMOTE'))
);
CREATE UNIQUE INDEX place_reservations_once ON place_reservations (service_id, client_id)
  WHERE release_time IS NULL;
CREATE INDEX place_reservations_of_referral ON place_reservations (referral_id) WHERE referral_id IS NOT NULL;

CREATE TABLE case_transfers (
  transfer_id             uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  from_worker_id          uuid        NOT NULL,
  recipient_agency_id     uuid        NOT NULL,
  recipient_department_id uuid,
  to_worker_id            uuid,
  betrayed_areas          text[]      NOT NULL,
  reason                  text        NOT NULL,
  summary                 text        NOT NULL,
  left_out_count          integer     NOT NULL,
  covered_areas           text[]      NOT NULL,
  areas_to_ask            text[]      NOT NULL,
  state                   text        NOT NULL,
  decline_reason          text,
  client_told_date        date,
  told_by_worker_id       uuid,
  answer_time             timestamptz,
  read_time               timestamptz,
  deviation               jsonb,
  create_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT case_transfers_pkey PRIMARY KEY (transfer_id),
  CONSTRAINT case_transfers_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT case_transfers_from FOREIGN KEY (from_worker_id) REFERENCES workers,
  CONSTRAINT case_transfers_to FOREIGN KEY (to_worker_id) REFERENCES workers,
  CONSTRAINT case_transfers_told CHECK (num_nonnulls(client_told_date, told_by_worker_id) <> 1),
  CONSTRAINT case_transfers_declined_why CHECK ((state = 'DECLINED') = (decline_reason IS NOT NULL)),
  CONSTRAINT case_transfers_state_known CHECK (state IN (
    'PROPOSED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  CONSTRAINT case_transfers_reason_known CHECK (reason IN (
    'WORKER_LEAVES', 'CLIENT_MOVES', 'CLIENT_WISH', 'OTHER_SERVICE_FITS', 'LOAD', 'RELATION')),
  CONSTRAINT case_transfers_decline_reason_known CHECK (decline_reason IN (
    'NO_CAPACITY', 'NOT_TARGET_GROUP', 'CLIENT_DECLINED', 'INCOMPLETE'))
);
-- A worker gives a case to one taker at a time.
CREATE UNIQUE INDEX case_transfers_one_open ON case_transfers (client_id, from_worker_id)
  WHERE state = 'PROPOSED';
CREATE INDEX case_transfers_received ON case_transfers (recipient_agency_id, recipient_department_id, create_time, transfer_id);
CREATE INDEX case_transfers_proposed ON case_transfers (agency_id, department_id, create_time, transfer_id);

CREATE TABLE hand_over_items (
  hand_over_item_id uuid   NOT NULL,
  transfer_id       uuid   NOT NULL,
  kind              text   NOT NULL,
  reference_id      text   NOT NULL,
  areas             text[] NOT NULL,
  due_date          date,
  words             text   NOT NULL,
  ordinal           bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT hand_over_items_pkey PRIMARY KEY (hand_over_item_id),
  CONSTRAINT hand_over_items_transfer FOREIGN KEY (transfer_id) REFERENCES case_transfers,
  CONSTRAINT hand_over_items_kind_known CHECK (kind IN (
    'PLAN', 'TASK', 'REFERRAL', 'APPOINTMENT', 'WAITING', 'CONSENT'))
);
CREATE INDEX hand_over_items_of_transfer ON hand_over_items (transfer_id);

CREATE TABLE appointments (
  appointment_id         uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  worker_id              uuid        NOT NULL,
  area                   text        NOT NULL,
  betrayed_areas         text[]      NOT NULL,
  start_time             timestamptz,
  end_time               timestamptz,
  place                  text        NOT NULL,
  service_id             uuid,
  provider_agency_id     uuid,
  provider_department_id uuid,
  provider_name          text        NOT NULL,
  subject                text        NOT NULL,
  accompanying_worker_id uuid,
  accompanied_by         text        NOT NULL,
  bring                  text[]      NOT NULL,
  referral_id            uuid,
  state                  text        NOT NULL,
  end_reason             text,
  deviation              jsonb,
  create_time            timestamptz,
  version                bigint      NOT NULL DEFAULT 1,
  CONSTRAINT appointments_pkey PRIMARY KEY (appointment_id),
  CONSTRAINT appointments_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT appointments_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT appointments_accompanied FOREIGN KEY (accompanying_worker_id) REFERENCES workers,
  CONSTRAINT appointments_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT appointments_provider FOREIGN KEY (provider_agency_id) REFERENCES agencies,
  CONSTRAINT appointments_referral FOREIGN KEY (referral_id) REFERENCES referrals,
  CONSTRAINT appointments_period CHECK (start_time IS NOT NULL AND end_time IS NOT NULL AND start_time < end_time),
  CONSTRAINT appointments_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT appointments_state_known CHECK (state IN (
    'PLANNED', 'HELD', 'MISSED', 'CANCELLED'))
);
CREATE INDEX appointments_of_client ON appointments (client_id, start_time, appointment_id);
CREATE INDEX appointments_of_worker ON appointments (worker_id, end_time);
CREATE INDEX appointments_accompanied_by ON appointments (accompanying_worker_id, end_time)
  WHERE accompanying_worker_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON waiting_lists, waiting_entries, place_reservations, case_transfers, hand_over_items,
  appointments TO :service_app;
