-- Lists of work that are found by worker, and mails that say something waits (REG-118, REG-119).

CREATE INDEX referrals_of_sender ON referrals (worker_id);
CREATE INDEX client_assignments_of_unit ON client_assignments (agency_id, department_id, client_id);
CREATE INDEX one_off_disclosures_of_worker ON one_off_disclosures (worker_id, create_time);

CREATE TABLE notification_preferences (
  worker_id    uuid        NOT NULL,
  email        text        NOT NULL,
  mode         text        NOT NULL,
  language     text        NOT NULL,
  version      bigint      NOT NULL DEFAULT 1,
  -- When the worker's list was last looked at.
  x_check_time timestamptz NOT NULL DEFAULT '-infinity',
  CONSTRAINT notification_preferences_pkey PRIMARY KEY (worker_id),
  CONSTRAINT notification_preferences_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT notification_preferences_mode_known CHECK (mode IN (
    'AT_ONCE', 'DAILY', 'NEVER')),
  CONSTRAINT notification_preferences_language_known CHECK (language IN (
    'EN', 'CS'))
);
CREATE INDEX notification_preferences_due ON notification_preferences (x_check_time) WHERE mode <> 'NEVER';

-- The queue of mails and its memory. Numbers only.
CREATE TABLE notifications (
  notification_id   uuid        NOT NULL,
  worker_id         uuid        NOT NULL,
  window_time       timestamptz,
  new_count         integer     NOT NULL,
  escalated_count   integer     NOT NULL,
  state             text        NOT NULL,
  attempts          integer     NOT NULL,
  send_time         timestamptz,
  -- When it is tried next; a claimed one is out of sight until then.
  x_next_time       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT notifications_pkey PRIMARY KEY (notification_id),
  CONSTRAINT notifications_worker FOREIGN KEY (worker_id) REFERENCES workers,
  -- REG-119: never a second mail for the same window.
  CONSTRAINT notifications_once UNIQUE (worker_id, window_time),
  CONSTRAINT notifications_dated CHECK (window_time IS NOT NULL),
  CONSTRAINT notifications_state_known CHECK (state IN (
    'QUEUED', 'SENT', 'FAILED'))
);
CREATE INDEX notifications_due ON notifications (x_next_time) WHERE state = 'QUEUED';

-- What a worker was told of already.
CREATE TABLE notified_work (
  worker_id   uuid        NOT NULL,
  kind        text        NOT NULL,
  record_id   uuid        NOT NULL,
  since_time  timestamptz NOT NULL,
  escalated   boolean     NOT NULL,
  notify_time timestamptz NOT NULL,
  CONSTRAINT notified_work_pkey PRIMARY KEY (worker_id, kind, record_id, escalated)
);
CREATE INDEX notified_work_age ON notified_work (notify_time);

GRANT SELECT, INSERT, UPDATE ON notification_preferences TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications, notified_work TO :service_app;
