-- Access in an emergency (XC-26, XC-27): who opened what, for how long, and what the review found.

CREATE TABLE break_glasses (
  break_glass_id         uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  worker_id              uuid        NOT NULL,
  reason                 text        NOT NULL,
  description            text        NOT NULL,
  areas                  text[]      NOT NULL,
  open_time              timestamptz,
  expire_time            timestamptz,
  close_time             timestamptz,
  renewal_of_id          uuid,
  confirmed_by_worker_id uuid,
  review_due             date,
  overdue_time           timestamptz,
  outcome                text,
  reviewer_worker_id     uuid,
  review_time            timestamptz,
  review_note            text,
  create_time            timestamptz,
  version                bigint      NOT NULL DEFAULT 1,
  CONSTRAINT break_glasses_pkey PRIMARY KEY (break_glass_id),
  CONSTRAINT break_glasses_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT break_glasses_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT break_glasses_confirmed_by FOREIGN KEY (confirmed_by_worker_id) REFERENCES workers,
  CONSTRAINT break_glasses_reviewer FOREIGN KEY (reviewer_worker_id) REFERENCES workers,
  CONSTRAINT break_glasses_renewal_of FOREIGN KEY (renewal_of_id) REFERENCES break_glasses,
  CONSTRAINT break_glasses_reason_known CHECK (reason IN (
    'IMMINENT_DANGER', 'CHILD_AT_RISK', 'SUBJECT_INCAPABLE')),
  CONSTRAINT break_glasses_outcome_known CHECK (outcome IN (
    'JUSTIFIED', 'TRAINING', 'BREACH', 'CRIME')),
  -- An hour at most, and never what has its own path, whoever writes the row.
  CONSTRAINT break_glasses_hour CHECK (
    open_time IS NOT NULL AND review_due IS NOT NULL AND expire_time > open_time
    AND expire_time <= open_time + interval '60 minutes'
    AND (close_time IS NULL OR close_time BETWEEN open_time AND expire_time)),
  CONSTRAINT break_glasses_narrow CHECK (cardinality(areas) > 0 AND NOT areas && '{REPORTER,ADDRESS}'),
  CONSTRAINT break_glasses_second_person CHECK (
    (renewal_of_id IS NULL) = (confirmed_by_worker_id IS NULL) AND confirmed_by_worker_id <> worker_id),
  CONSTRAINT break_glasses_reviewed CHECK (
    num_nonnulls(outcome, reviewer_worker_id, review_time, review_note) IN (0, 4)),
  CONSTRAINT break_glasses_no_self_review CHECK (
    reviewer_worker_id <> worker_id AND (confirmed_by_worker_id IS NULL OR reviewer_worker_id <> confirmed_by_worker_id)),
  -- One subject at a time for one worker.
  CONSTRAINT break_glasses_one_at_a_time EXCLUDE USING gist (
    worker_id WITH =, tstzrange(open_time, coalesce(close_time, expire_time)) WITH &&)
);
CREATE INDEX break_glasses_of_client ON break_glasses (client_id, create_time DESC, break_glass_id DESC);
CREATE INDEX break_glasses_of_worker ON break_glasses (worker_id, open_time);
CREATE INDEX break_glasses_to_review ON break_glasses (agency_id, review_due) WHERE outcome IS NULL;
CREATE UNIQUE INDEX break_glasses_renewed_once ON break_glasses (renewal_of_id);

CREATE TABLE access_alerts (
  alert_id       uuid        NOT NULL,
  kind           text        NOT NULL,
  agency_id      uuid        NOT NULL,
  department_id  uuid,
  worker_id      uuid,
  break_glass_id uuid        NOT NULL,
  create_time    timestamptz,
  seen_time      timestamptz,
  version        bigint      NOT NULL DEFAULT 1,
  CONSTRAINT access_alerts_pkey PRIMARY KEY (alert_id),
  CONSTRAINT access_alerts_break_glass FOREIGN KEY (break_glass_id) REFERENCES break_glasses,
  CONSTRAINT access_alerts_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT access_alerts_kind_known CHECK (kind IN (
    'UNSPECIFIED', 'BREAK_GLASS', 'REVIEW_DUE', 'REVIEW_OVERDUE'))
);
CREATE INDEX access_alerts_of_unit ON access_alerts (agency_id, department_id, create_time DESC, alert_id DESC);
-- An overdue review is told once.
CREATE UNIQUE INDEX access_alerts_overdue_once ON access_alerts (break_glass_id) WHERE kind = 'REVIEW_OVERDUE';

GRANT SELECT, INSERT ON break_glasses, access_alerts TO :service_app;
-- What was opened is never rewritten, and a review is made once.
GRANT UPDATE (close_time, overdue_time, outcome, reviewer_worker_id, review_time, review_note, version)
  ON break_glasses TO :service_app;
GRANT UPDATE (seen_time, version) ON access_alerts TO :service_app;
