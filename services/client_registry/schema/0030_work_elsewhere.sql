-- What waits for workers in other services, as those told it: keys and times, never of what (REG-119). Each service
-- replaces its own.

CREATE TABLE work_elsewhere (
  worker_id  uuid        NOT NULL,
  service    text        NOT NULL,
  item_key   uuid        NOT NULL,
  escalated  boolean     NOT NULL,
  since_time timestamptz NOT NULL,
  CONSTRAINT work_elsewhere_pkey PRIMARY KEY (worker_id, service, item_key, escalated),
  CONSTRAINT work_elsewhere_worker FOREIGN KEY (worker_id) REFERENCES workers
);

GRANT SELECT, INSERT, UPDATE, DELETE ON work_elsewhere TO :service_app;
