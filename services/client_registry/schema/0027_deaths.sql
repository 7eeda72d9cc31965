-- That a client died (XC-59): what was given before is over, and stays over when the recording was a mistake.

CREATE TABLE deaths (
  death_id               uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  died_on                date,
  evidence               text        NOT NULL,
  recorded_by_worker_id  uuid,
  create_time            timestamptz,
  retract_time           timestamptz,
  retract_reason         text,
  retracted_by_worker_id uuid,
  version                bigint      NOT NULL DEFAULT 1,
  CONSTRAINT deaths_pkey PRIMARY KEY (death_id),
  CONSTRAINT deaths_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT deaths_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT deaths_dated CHECK (died_on IS NOT NULL AND create_time IS NOT NULL),
  CONSTRAINT deaths_retracted CHECK (num_nonnulls(retract_time, retract_reason, retracted_by_worker_id) IN (0, 3))
);
CREATE UNIQUE INDEX deaths_once ON deaths (client_id) WHERE retract_time IS NULL;
CREATE INDEX deaths_list ON deaths (client_id, create_time DESC, death_id DESC);

GRANT SELECT, INSERT ON deaths TO :service_app;
GRANT UPDATE (retract_time, retract_reason, retracted_by_worker_id, version) ON deaths TO :service_app;

SELECT guard_words();
