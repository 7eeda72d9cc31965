-- Disclosures that rest on one event (XC-23, XC-24, XC-64), and who wrote a statement down.

CREATE TABLE one_off_disclosures (
  disclosure_id           uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  worker_id               uuid        NOT NULL,
  basis                   text        NOT NULL,
  areas                   text[]      NOT NULL,
  wording                 text        NOT NULL,
  recipient_agency_id     uuid,
  recipient_department_id uuid,
  recipient_worker_id     uuid,
  outside_recipient       text,
  outside_recipient_name  text,
  occurred_at             timestamptz,
  attestation             jsonb,
  observed_facts          text,
  statute                 text,
  reportable_situation    text,
  client_disagreement     text,
  source_ref              text,
  create_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT one_off_disclosures_pkey PRIMARY KEY (disclosure_id),
  CONSTRAINT one_off_disclosures_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT one_off_disclosures_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT one_off_disclosures_recipient FOREIGN KEY (recipient_agency_id) REFERENCES agencies,
  CONSTRAINT one_off_disclosures_one_recipient CHECK (num_nonnulls(recipient_agency_id, outside_recipient) = 1),
  -- XC-64: without the client's word there is no such disclosure.
  CONSTRAINT one_off_disclosures_attested CHECK (basis <> 'CLIENT_PRESENT' OR attestation IS NOT NULL),
  -- XC-24: a report says what is reported.
  CONSTRAINT one_off_disclosures_situation CHECK (
    (basis = 'MANDATORY_REPORT') = (reportable_situation IS NOT NULL)),
  CONSTRAINT one_off_disclosures_basis_known CHECK (basis IN (
    'OWN_RECORD', 'STATUTORY', 'CONSENT', 'CLIENT_PRESENT', 'EMERGENCY', 'MANDATORY_REPORT',
    'LEGAL_REQUEST')),
  CONSTRAINT one_off_disclosures_basis_of_one_event CHECK (basis IN (
    'CLIENT_PRESENT', 'EMERGENCY', 'MANDATORY_REPORT')),
  CONSTRAINT one_off_disclosures_outside_recipient_known CHECK (outside_recipient IN (
    'RESCUE_SERVICE', 'POLICE', 'CHILD_PROTECTION', 'PROSECUTOR', 'OTHER')),
  CONSTRAINT one_off_disclosures_reportable_situation_known CHECK (reportable_situation IN (
    'NEGLECT', 'ABUSE', 'SEXUAL_ABUSE', 'CRIME', 'CHILD_IN_DANGER'))
);
CREATE INDEX one_off_disclosures_of_client ON one_off_disclosures (client_id, create_time DESC, disclosure_id DESC);
-- The caller's own process tells once, however often it asks.
CREATE UNIQUE INDEX one_off_disclosures_source_ref ON one_off_disclosures (agency_id, department_id, source_ref)
  NULLS NOT DISTINCT WHERE source_ref IS NOT NULL;

ALTER TABLE statements ADD COLUMN author_worker_id uuid;
ALTER TABLE statements ADD CONSTRAINT statements_author FOREIGN KEY (author_worker_id) REFERENCES workers;

GRANT SELECT, INSERT ON one_off_disclosures TO :service_app;
-- What was told is never rewritten; observed facts may follow (XC-23, CONF-103).
GRANT UPDATE (observed_facts, version) ON one_off_disclosures TO :service_app;
