-- Who gave a consent, its template and scan, objections of representatives; templates of consents.

CREATE TABLE consent_templates (
  template_id   uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  name          text        NOT NULL,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT consent_templates_pkey PRIMARY KEY (template_id),
  CONSTRAINT consent_templates_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT consent_templates_name UNIQUE (agency_id, name)
);
CREATE INDEX consent_templates_list ON consent_templates (name, template_id);

CREATE TABLE consent_template_versions (
  template_version_id uuid        NOT NULL,
  template_id         uuid        NOT NULL,
  version             integer     NOT NULL,
  wording             text        NOT NULL,
  areas               text[]      NOT NULL,
  excluded_topics     text[]      NOT NULL,
  purposes            text[]      NOT NULL,
  longest_months      integer,
  reviewed_by         text,
  reviewed_on         date,
  create_time         timestamptz,
  ordinal             bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT consent_template_versions_pkey PRIMARY KEY (template_version_id),
  CONSTRAINT consent_template_versions_template FOREIGN KEY (template_id) REFERENCES consent_templates,
  CONSTRAINT consent_template_versions_number UNIQUE (template_id, version),
  CONSTRAINT consent_template_versions_length CHECK (longest_months BETWEEN 1 AND 12),
  -- XC-09: a review has its lawyer and its day.
  CONSTRAINT consent_template_versions_reviewed CHECK (num_nonnulls(reviewed_by, reviewed_on) <> 1)
);

CREATE TABLE consent_template_authors (
  author_id           uuid   NOT NULL,
  template_version_id uuid   NOT NULL,
  role                text   NOT NULL,
  agency_id           uuid   NOT NULL,
  department_id       uuid,
  ordinal             bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT consent_template_authors_pkey PRIMARY KEY (author_id),
  CONSTRAINT consent_template_authors_version FOREIGN KEY (template_version_id) REFERENCES consent_template_versions,
  CONSTRAINT consent_template_authors_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT consent_template_authors_role_known CHECK (role IN (
    'REALISATION_TEAM', 'LANDLORD', 'SUPPORT_TEAM'))
);
CREATE INDEX consent_template_authors_of_version ON consent_template_authors (template_version_id);

ALTER TABLE consent_versions
  ADD COLUMN template_version_id uuid CONSTRAINT consent_versions_template REFERENCES consent_template_versions,
  ADD COLUMN template_reviewed   boolean,
  ADD COLUMN grantor             text,
  ADD COLUMN representation_id   uuid CONSTRAINT consent_versions_representation REFERENCES representations,
  ADD COLUMN client_view         text,
  ADD COLUMN client_view_words   text,
  ADD COLUMN scan_sha256         text,
  ADD COLUMN scan_time           timestamptz,
  ADD COLUMN scan_due            date,
  ADD CONSTRAINT consent_versions_grantor_known CHECK (grantor IN (
    'CLIENT', 'REPRESENTATIVE')),
  ADD CONSTRAINT consent_versions_client_view_known CHECK (client_view IN (
    'AGREES', 'DISAGREES', 'COULD_NOT_SAY')),
  -- XC-59: what a representative gives names the representation, and the client's own view stands beside.
  ADD CONSTRAINT consent_versions_given CHECK (
    (grantor IS NOT DISTINCT FROM 'REPRESENTATIVE') = (representation_id IS NOT NULL)
    AND (representation_id IS NULL OR client_view IS NOT NULL)),
  ADD CONSTRAINT consent_versions_scanned CHECK (num_nonnulls(scan_sha256, scan_time) <> 1),
  -- XC-58: one file proves one consent.
  ADD CONSTRAINT consent_versions_scan_once UNIQUE (scan_sha256);
CREATE INDEX consent_versions_scan_due ON consent_versions (scan_due) WHERE scan_sha256 IS NULL;
CREATE INDEX consent_versions_ending ON consent_versions (valid_to) WHERE end_time IS NULL;
CREATE INDEX consents_of_keeper ON consents (agency_id, consent_id);

CREATE TABLE consent_objections (
  objection_id      uuid        NOT NULL,
  consent_id        uuid        NOT NULL,
  representation_id uuid        NOT NULL,
  attestation       jsonb,
  create_time       timestamptz,
  lift_time         timestamptz,
  lifting           jsonb,
  ordinal           bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT consent_objections_pkey PRIMARY KEY (objection_id),
  CONSTRAINT consent_objections_consent FOREIGN KEY (consent_id) REFERENCES consents,
  CONSTRAINT consent_objections_representation FOREIGN KEY (representation_id) REFERENCES representations,
  CONSTRAINT consent_objections_lifted CHECK (num_nonnulls(lift_time, lifting) <> 1)
);
CREATE INDEX consent_objections_of_consent ON consent_objections (consent_id);

GRANT SELECT, INSERT, UPDATE ON consent_templates, consent_objections TO :service_app;
GRANT SELECT, INSERT, UPDATE ON consent_template_versions, consent_template_authors TO :service_app;
GRANT DELETE ON consent_objections, consent_template_versions, consent_template_authors TO :service_app;
