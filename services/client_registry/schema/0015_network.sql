-- People around a client (REG-45), with the client's agreement (XC-12), and contacts with them.

CREATE TABLE network_members (
  member_id     uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  area          text        NOT NULL,
  relation      text        NOT NULL,
  person_name   text,
  phone_number  text,
  email         text,
  could_help_with text,
  takes_part_in_planning boolean NOT NULL,
  works_for_agency_id uuid,
  works_for_department_id uuid,
  works_as_worker_id uuid,
  withdraw_time timestamptz,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT network_members_pkey PRIMARY KEY (member_id),
  CONSTRAINT network_members_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT network_members_agency FOREIGN KEY (works_for_agency_id) REFERENCES agencies,
  CONSTRAINT network_members_worker FOREIGN KEY (works_as_worker_id) REFERENCES workers,
  -- XC-12: without the client's agreement there is nobody in the file.
  CONSTRAINT network_members_named CHECK ((person_name IS NULL) = (withdraw_time IS NOT NULL)),
  CONSTRAINT network_members_forgotten CHECK (
    withdraw_time IS NULL OR num_nonnulls(phone_number, email, could_help_with) = 0),
  CONSTRAINT network_members_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT network_members_relation_known CHECK (relation IN (
    'PARENT', 'FAMILY', 'FRIEND', 'ACQUAINTANCE', 'PHYSICIAN', 'PSYCHIATRIST', 'HOSPITAL_STAFF'))
);
CREATE INDEX network_members_of_client ON network_members (client_id, create_time, member_id);

CREATE TABLE network_agreements (
  agreement_id  uuid        NOT NULL,
  ordinal       bigint      GENERATED ALWAYS AS IDENTITY,
  member_id     uuid        NOT NULL,
  attestation   jsonb,
  channels      text[]      NOT NULL,
  purposes      text[]      NOT NULL,
  from_hour     integer,
  until_hour    integer,
  only_with_client boolean  NOT NULL,
  valid_to      date,
  note          text,
  create_time   timestamptz,
  CONSTRAINT network_agreements_pkey PRIMARY KEY (agreement_id),
  CONSTRAINT network_agreements_member FOREIGN KEY (member_id) REFERENCES network_members,
  CONSTRAINT network_agreements_attested CHECK (attestation IS NOT NULL),
  CONSTRAINT network_agreements_hours CHECK (from_hour < until_hour)
);
CREATE INDEX network_agreements_of_member ON network_agreements (member_id, ordinal);

CREATE TABLE network_contacts (
  contact_id    uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  area          text        NOT NULL,
  member_id     uuid        NOT NULL,
  channel       text        NOT NULL,
  purpose       text        NOT NULL,
  client_present boolean    NOT NULL,
  occurred_at   timestamptz,
  worker_id     uuid        NOT NULL,
  consent_id    uuid,
  deviation     jsonb,
  create_time   timestamptz,
  CONSTRAINT network_contacts_pkey PRIMARY KEY (contact_id),
  CONSTRAINT network_contacts_client FOREIGN KEY (client_id) REFERENCES clients,
  CONSTRAINT network_contacts_member FOREIGN KEY (member_id) REFERENCES network_members,
  CONSTRAINT network_contacts_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT network_contacts_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER',
    'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT network_contacts_channel_known CHECK (channel IN (
    'PHONE', 'TEXT_MESSAGE', 'EMAIL', 'LETTER', 'IN_PERSON')),
  CONSTRAINT network_contacts_purpose_known CHECK (purpose IN (
    'CANNOT_BE_REACHED', 'CRISIS', 'PLANNING', 'PRACTICAL_HELP', 'TREATMENT'))
);
CREATE INDEX network_contacts_of_client ON network_contacts (client_id, create_time DESC, contact_id DESC);

GRANT SELECT, INSERT, UPDATE ON network_members TO :service_app;
GRANT SELECT, INSERT ON network_agreements, network_contacts TO :service_app;
