-- Workers who stand too near to a client to work with the client (XC-58).

CREATE TABLE personal_ties (
  personal_tie_id       uuid        NOT NULL,
  client_id             uuid        NOT NULL,
  agency_id             uuid        NOT NULL,
  department_id         uuid,
  worker_id             uuid,
  kind                  text        NOT NULL,
  recorded_by_worker_id uuid,
  create_time           timestamptz,
  end_time              timestamptz,
  end_reason            text,
  version               bigint      NOT NULL DEFAULT 1,
  CONSTRAINT personal_ties_pkey PRIMARY KEY (personal_tie_id),
  CONSTRAINT personal_ties_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT personal_ties_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT personal_ties_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT personal_ties_of_somebody CHECK (worker_id IS NOT NULL),
  CONSTRAINT personal_ties_ended CHECK (num_nonnulls(end_time, end_reason) IN (0, 2)),
  CONSTRAINT personal_ties_kind_known CHECK (kind IN (
    'SELF', 'HOUSEHOLD', 'CLOSE'))
);
CREATE UNIQUE INDEX personal_ties_once ON personal_ties (client_id, worker_id, kind) WHERE end_time IS NULL;
CREATE INDEX personal_ties_list ON personal_ties (client_id, create_time DESC, personal_tie_id DESC);

GRANT SELECT, INSERT ON personal_ties TO :service_app;
GRANT UPDATE (end_time, end_reason, version) ON personal_ties TO :service_app;

SELECT guard_words();
