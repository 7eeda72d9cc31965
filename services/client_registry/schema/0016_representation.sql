-- Who stands for clients who cannot give consents, agreements and approvals themselves (XC-59).

CREATE TABLE representations (
  representation_id        uuid        NOT NULL,
  client_id                uuid        NOT NULL,
  agency_id                uuid        NOT NULL,
  department_id            uuid,
  kind                     text        NOT NULL,
  representative_name      text,
  representative_client_id uuid,
  representative_worker_id uuid,
  representative_agency_id uuid,
  acts                     text[]      NOT NULL,
  areas                    text[]      NOT NULL,
  excludes_client          boolean,
  valid_from               date,
  valid_to                 date,
  evidence                 text,
  end_reason               text,
  end_evidence             text,
  recorded_by_worker_id    uuid,
  create_time              timestamptz,
  version                  bigint      NOT NULL DEFAULT 1,
  CONSTRAINT representations_pkey PRIMARY KEY (representation_id),
  CONSTRAINT representations_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT representations_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT representations_of_client FOREIGN KEY (representative_client_id) REFERENCES clients,
  CONSTRAINT representations_of_worker FOREIGN KEY (representative_worker_id) REFERENCES workers,
  CONSTRAINT representations_of_agency FOREIGN KEY (representative_agency_id) REFERENCES agencies,
  CONSTRAINT representations_begin CHECK (valid_from IS NOT NULL AND cardinality(acts) > 0),
  -- Whatever ended says why.
  CONSTRAINT representations_ended CHECK (end_reason IS NULL OR valid_to IS NOT NULL),
  CONSTRAINT representations_proven CHECK (kind = 'PARENT' OR evidence IS NOT NULL),
  CONSTRAINT representations_kind_known CHECK (kind IN (
    'PARENT', 'GUARDIAN', 'COURT_GUARDIAN', 'HOUSEHOLD_MEMBER', 'SUPPORTER', 'POWER_OF_ATTORNEY')),
  CONSTRAINT representations_end_reason_known CHECK (end_reason IN (
    'COURT_DECISION', 'REVOKED', 'RESIGNED', 'DIED', 'MISTAKE'))
);
CREATE INDEX representations_list ON representations (client_id, create_time DESC, representation_id DESC);

GRANT SELECT, INSERT ON representations TO :service_app;
GRANT UPDATE (valid_to, end_reason, end_evidence, version) ON representations TO :service_app;
