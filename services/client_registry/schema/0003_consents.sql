-- Consents and the law table: what opens a disclosure.

CREATE TABLE consents (
  consent_id      uuid        NOT NULL,
  client_id       uuid        NOT NULL,
  agency_id       uuid        NOT NULL,
  department_id   uuid,
  state           text        NOT NULL,
  current_version integer     NOT NULL,
  revoke_time     timestamptz,
  revocation      jsonb,
  create_time     timestamptz,
  version         bigint      NOT NULL DEFAULT 1,
  CONSTRAINT consents_pkey PRIMARY KEY (consent_id),
  CONSTRAINT consents_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT consents_revoked_since CHECK ((state = 'REVOKED') = (revoke_time IS NOT NULL)),
  CONSTRAINT consents_state_known CHECK (state IN (
    'DRAFT', 'SIGNED', 'REVOKED'))
);
CREATE INDEX consents_of_client ON consents (client_id, create_time DESC, consent_id DESC);

CREATE TABLE consent_versions (
  consent_version_id    uuid        NOT NULL,
  consent_id            uuid        NOT NULL,
  version               integer     NOT NULL,
  areas                 text[]      NOT NULL,
  excluded_topics       text[]      NOT NULL,
  excluded_topics_asked boolean     NOT NULL,
  excluded_note         text,
  purposes              text[]      NOT NULL,
  valid_to              date,
  form                  text        NOT NULL,
  explainer_worker_id   uuid,
  explained_on          date,
  told_by_worker_id     uuid,
  told_time             timestamptz,
  signed_time           timestamptz,
  document              text,
  effective_time        timestamptz,
  end_time              timestamptz,
  ordinal               bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT consent_versions_pkey PRIMARY KEY (consent_version_id),
  CONSTRAINT consent_versions_consent FOREIGN KEY (consent_id) REFERENCES consents,
  CONSTRAINT consent_versions_number UNIQUE (consent_id, version),
  -- XC-01: the client was asked about excluded topics, and there is something to consent to.
  CONSTRAINT consent_versions_asked CHECK (excluded_topics_asked AND cardinality(areas) > 0),
  -- XC-06: no signature without having been told of the right to revoke. XC-60: every consent ends.
  CONSTRAINT consent_versions_signed CHECK (
    signed_time IS NULL OR (told_time IS NOT NULL AND valid_to IS NOT NULL AND effective_time IS NOT NULL)),
  CONSTRAINT consent_versions_form_known CHECK (form IN (
    'WRITTEN', 'ORAL'))
);

CREATE TABLE consent_parties (
  party_id           uuid   NOT NULL,
  consent_version_id uuid   NOT NULL,
  agency_id          uuid   NOT NULL,
  department_id      uuid,
  worker_id          uuid,
  ordinal            bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT consent_parties_pkey PRIMARY KEY (party_id),
  CONSTRAINT consent_parties_version FOREIGN KEY (consent_version_id) REFERENCES consent_versions
    ON DELETE CASCADE,
  CONSTRAINT consent_parties_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT consent_parties_department FOREIGN KEY (agency_id, department_id)
    REFERENCES departments (agency_id, department_id),
  CONSTRAINT consent_parties_worker FOREIGN KEY (worker_id) REFERENCES workers
);
CREATE INDEX consent_parties_of_version ON consent_parties (consent_version_id);

-- Statutory bases as dated data (XC-13, XC-65). Changed only by migrations of a release, signed off by
-- counsel; services can only read it.
CREATE TABLE law_rows (
  law_row            text    NOT NULL,
  act                text    NOT NULL,
  discloser_classes  text[]  NOT NULL,
  recipient_classes  text[]  NOT NULL,
  purposes           text[]  NOT NULL,
  areas              text[]  NOT NULL,
  -- "Message.field" of the fields that are necessary; empty means all of the areas (XC-16).
  fields             text[]  NOT NULL,
  reference_required boolean NOT NULL,
  valid_from         date    NOT NULL,
  valid_to           date,
  checked_by_counsel boolean NOT NULL DEFAULT false,
  CONSTRAINT law_rows_pkey PRIMARY KEY (law_row, valid_from),
  CONSTRAINT law_rows_period CHECK (valid_from <= valid_to)
);

INSERT INTO law_rows (law_row, act, discloser_classes, recipient_classes, purposes, areas, fields,
                      reference_required, valid_from) VALUES
  ('DELEGATED_SOCIAL_WORK', 'Act 111/2006 and Act 108/2006: social work in delegated competence',
   '{DELEGATED_SOCIAL_WORK}', '{DELEGATED_SOCIAL_WORK}', '{ADVERSE_SOCIAL_SITUATION,MATERIAL_NEED}',
   '{IDENTITY,CONTACT,FAMILY,HOUSING,INCOME_BENEFITS,EMPLOYMENT,DEBTS,SUPPORT_PLAN}',
   '{Client.given_name,Client.family_name,Client.birth_date,Client.phone_number,Client.has_phone,Statement.agency_id,Statement.department_id,Statement.kind,Statement.topic,Statement.content,Statement.verified_on,Statement.occurred_at,Debt.kind,Debt.principal,Debt.state,Referral.need}',
   false, '2007-01-01'),
  ('CHILD_PROTECTION_EXCHANGE', 'Act 359/1999, section 51: exchange among child-protection bodies',
   '{CHILD_PROTECTION}', '{CHILD_PROTECTION}', '{CHILD_PROTECTION}',
   '{IDENTITY,CONTACT,ADDRESS,FAMILY,HOUSING,EDUCATION,HEALTH,VIOLENCE,CHILD_PROTECTION}', '{}',
   false, '2000-04-01'),
  ('PROVIDER_ANSWER_TO_CHILD_PROTECTION', 'Act 108/2006, section 100a: answer to a written request',
   '{PROVIDER}', '{CHILD_PROTECTION}', '{CHILD_PROTECTION}', '{SUPPORT_PLAN}',
   '{ClientAssignment.agency_id,ClientAssignment.state,ClientAssignment.valid_from,ClientAssignment.valid_to}',
   true, '2013-01-01'),
  ('COURT_AND_PROSECUTOR', 'Code of Civil Procedure and Code of Criminal Procedure: request of a court or prosecutor',
   '{DELEGATED_SOCIAL_WORK,CHILD_PROTECTION}', '{JUSTICE}', '{COURT_PROCEEDINGS}',
   '{IDENTITY,CONTACT,FAMILY,HOUSING,INCOME_BENEFITS,DEBTS,LEGAL}', '{}', true, '2000-01-01'),
  ('POLICE_WITH_RELEASE', 'Code of Criminal Procedure, section 8(5): release from secrecy by a judge',
   '{DELEGATED_SOCIAL_WORK,CHILD_PROTECTION,PROVIDER}', '{POLICE}', '{CRIMINAL_INVESTIGATION}',
   '{IDENTITY,CONTACT,LEGAL}', '{}', true, '2000-01-01'),
  ('HEALTH_EMERGENCY', 'Act 40/2009, section 150: first aid',
   '{DELEGATED_SOCIAL_WORK,CHILD_PROTECTION,PROVIDER,OTHER}', '{HEALTH_PROVIDER}', '{HEALTH_EMERGENCY}',
   '{IDENTITY,CONTACT,ADDRESS,HEALTH}', '{Client.given_name,Client.family_name,Client.birth_date,Statement.kind,Statement.topic,Statement.content}',
   false, '2010-01-01'),
  ('HOUSING_CONTACT_POINT', 'Act 175/2025: contact point for housing support',
   '{DELEGATED_SOCIAL_WORK}', '{DELEGATED_SOCIAL_WORK}', '{HOUSING_SUPPORT}',
   '{IDENTITY,CONTACT,FAMILY,HOUSING,INCOME_BENEFITS}', '{}', false, '2026-01-01');

GRANT SELECT, INSERT, UPDATE ON consents, consent_versions, consent_parties TO :service_app;
GRANT DELETE ON consent_versions, consent_parties TO :service_app;
GRANT SELECT ON law_rows TO :service_app;
