-- Facts that a client lets a worker pass on (XC-36): the wording shown to the client and nothing else.

CREATE TABLE passed_facts (
  passed_fact_id          uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  worker_id               uuid        NOT NULL,
  areas                   text[]      NOT NULL,
  wording                 text        NOT NULL,
  shown_time              timestamptz,
  attestation             jsonb,
  recipient_agency_id     uuid        NOT NULL,
  recipient_department_id uuid,
  recipient_worker_id     uuid,
  support_record_id       uuid,
  create_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT passed_facts_pkey PRIMARY KEY (passed_fact_id),
  CONSTRAINT passed_facts_disclosure FOREIGN KEY (passed_fact_id) REFERENCES one_off_disclosures,
  CONSTRAINT passed_facts_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT passed_facts_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT passed_facts_recipient FOREIGN KEY (recipient_agency_id) REFERENCES agencies,
  CONSTRAINT passed_facts_recipient_worker FOREIGN KEY (recipient_worker_id) REFERENCES workers,
  -- XC-36, XC-58: shown to the client and attested, or there is no such fact.
  CONSTRAINT passed_facts_shown CHECK (shown_time IS NOT NULL AND attestation IS NOT NULL),
  CONSTRAINT passed_facts_narrow CHECK (cardinality(areas) > 0 AND NOT areas && '{REPORTER}')
);
CREATE INDEX passed_facts_of_client ON passed_facts (client_id, create_time DESC, passed_fact_id DESC);
CREATE INDEX passed_facts_from ON passed_facts (agency_id, department_id, create_time DESC, passed_fact_id DESC);
CREATE INDEX passed_facts_to ON passed_facts (recipient_agency_id, recipient_department_id, create_time DESC,
  passed_fact_id DESC);
CREATE INDEX one_off_disclosures_of_unit ON one_off_disclosures (agency_id, department_id, create_time DESC,
  disclosure_id DESC) WHERE basis IN ('EMERGENCY', 'MANDATORY_REPORT');

GRANT SELECT, INSERT ON passed_facts TO :service_app;
