-- The network of social departments: key actors, agreements, contact persons, change bearers, target groups,
-- competence matrix, projects (REG-03 to REG-10, REG-26, XC-48, XC-49).

CREATE TABLE key_actors (
  key_actor_id        uuid        NOT NULL,
  agency_id           uuid        NOT NULL,
  department_id       uuid,
  name                text        NOT NULL,
  actor_agency_id     uuid,
  actor_department_id uuid,
  position            text        NOT NULL,
  sector              text        NOT NULL,
  contact             text        NOT NULL,
  ended_on            date,
  create_time         timestamptz,
  version             bigint      NOT NULL DEFAULT 1,
  CONSTRAINT key_actors_pkey PRIMARY KEY (key_actor_id),
  CONSTRAINT key_actors_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT key_actors_department FOREIGN KEY (agency_id, department_id)
    REFERENCES departments (agency_id, department_id),
  CONSTRAINT key_actors_actor FOREIGN KEY (actor_agency_id) REFERENCES agencies,
  CONSTRAINT key_actors_actor_department FOREIGN KEY (actor_agency_id, actor_department_id)
    REFERENCES departments (agency_id, department_id),
  CONSTRAINT key_actors_position_known CHECK (position IN ('UNSPECIFIED', 'INTERNAL', 'EXTERNAL')),
  CONSTRAINT key_actors_sector_known CHECK (sector IN (
    'SOCIAL', 'HOUSING', 'HEALTH', 'EDUCATION', 'EMPLOYMENT', 'JUSTICE', 'SECURITY', 'FINANCE',
    'CIVIL_SOCIETY', 'OTHER'))
);
CREATE INDEX key_actors_of_agency ON key_actors (agency_id, name, key_actor_id);

CREATE TABLE actor_competences (
  competence_id uuid   NOT NULL,
  key_actor_id  uuid   NOT NULL,
  need          text   NOT NULL,
  territories   text[] NOT NULL,
  task          text   NOT NULL,
  cases         text   NOT NULL,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT actor_competences_pkey PRIMARY KEY (competence_id),
  CONSTRAINT actor_competences_actor FOREIGN KEY (key_actor_id) REFERENCES key_actors,
  CONSTRAINT actor_competences_need_known CHECK (need IN (
    'HOUSING', 'DEBTS', 'INCOME', 'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'MENTAL_HEALTH', 'ADDICTION',
    'VIOLENCE', 'FAMILY', 'CHILD_PROTECTION', 'LEGAL', 'MATERIAL', 'CARE', 'CRISIS', 'LANGUAGE'))
);
CREATE INDEX actor_competences_of_actor ON actor_competences (key_actor_id);
CREATE INDEX actor_competences_by_need ON actor_competences (need);

CREATE TABLE actor_notes (
  note_id          uuid        NOT NULL,
  key_actor_id     uuid        NOT NULL,
  agency_id        uuid        NOT NULL,
  department_id    uuid,
  author_worker_id uuid        NOT NULL,
  text             text        NOT NULL,
  create_time      timestamptz,
  CONSTRAINT actor_notes_pkey PRIMARY KEY (note_id),
  CONSTRAINT actor_notes_actor FOREIGN KEY (key_actor_id) REFERENCES key_actors,
  CONSTRAINT actor_notes_author FOREIGN KEY (author_worker_id) REFERENCES workers
);
CREATE INDEX actor_notes_of_actor ON actor_notes (key_actor_id, note_id DESC);

CREATE TABLE cooperation_agreements (
  agreement_id  uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  scope         text        NOT NULL,
  document      text        NOT NULL,
  state         text        NOT NULL,
  valid_from    date,
  valid_to      date,
  end_reason    text,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT cooperation_agreements_pkey PRIMARY KEY (agreement_id),
  CONSTRAINT cooperation_agreements_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT cooperation_agreements_period CHECK (valid_from <= valid_to),
  CONSTRAINT cooperation_agreements_in_force CHECK (state <> 'IN_FORCE' OR valid_from IS NOT NULL),
  CONSTRAINT cooperation_agreements_state_known CHECK (state IN ('PROPOSED', 'IN_FORCE', 'ENDED'))
);
CREATE INDEX cooperation_agreements_of_agency
  ON cooperation_agreements (agency_id, create_time DESC, agreement_id DESC);

CREATE TABLE agreement_parties (
  party_id     uuid   NOT NULL,
  agreement_id uuid   NOT NULL,
  key_actor_id uuid   NOT NULL,
  signatory    text   NOT NULL,
  ordinal      bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT agreement_parties_pkey PRIMARY KEY (party_id),
  CONSTRAINT agreement_parties_agreement FOREIGN KEY (agreement_id) REFERENCES cooperation_agreements,
  CONSTRAINT agreement_parties_actor FOREIGN KEY (key_actor_id) REFERENCES key_actors,
  CONSTRAINT agreement_parties_once UNIQUE (agreement_id, key_actor_id)
);
CREATE INDEX agreement_parties_by_actor ON agreement_parties (key_actor_id);

-- REG-06: one contact person of a department on any day. The end is the day on which it is somebody else.
CREATE TABLE contact_persons (
  contact_person_id uuid        NOT NULL,
  agency_id         uuid        NOT NULL,
  department_id     uuid,
  worker_id         uuid        NOT NULL,
  deputy_worker_id  uuid,
  contact           text        NOT NULL,
  valid_from        date,
  valid_to          date,
  create_time       timestamptz,
  version           bigint      NOT NULL DEFAULT 1,
  CONSTRAINT contact_persons_pkey PRIMARY KEY (contact_person_id),
  CONSTRAINT contact_persons_department FOREIGN KEY (agency_id, department_id)
    REFERENCES departments (agency_id, department_id),
  CONSTRAINT contact_persons_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT contact_persons_deputy FOREIGN KEY (deputy_worker_id) REFERENCES workers,
  CONSTRAINT contact_persons_other CHECK (deputy_worker_id <> worker_id),
  CONSTRAINT contact_persons_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  CONSTRAINT contact_persons_one EXCLUDE USING gist (
    (coalesce(department_id, agency_id)) WITH =, daterange(valid_from, valid_to) WITH &&)
);

CREATE TABLE change_bearers (
  change_bearer_id  uuid    NOT NULL,
  agency_id         uuid    NOT NULL,
  department_id     uuid,
  worker_id         uuid    NOT NULL,
  managerial_skills boolean,
  interested        boolean,
  time_milli        integer,
  valid_from        date,
  valid_to          date,
  version           bigint  NOT NULL DEFAULT 1,
  CONSTRAINT change_bearers_pkey PRIMARY KEY (change_bearer_id),
  CONSTRAINT change_bearers_department FOREIGN KEY (agency_id, department_id)
    REFERENCES departments (agency_id, department_id),
  CONSTRAINT change_bearers_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT change_bearers_period CHECK (valid_from IS NOT NULL AND valid_from <= valid_to),
  CONSTRAINT change_bearers_once EXCLUDE USING gist (
    (coalesce(department_id, agency_id)) WITH =, worker_id WITH =,
    daterange(valid_from, valid_to, '[]') WITH &&)
);

CREATE TABLE approach_definitions (
  definition_id uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  target_groups text[]      NOT NULL,
  description   text        NOT NULL,
  valid_from    date,
  create_time   timestamptz,
  CONSTRAINT approach_definitions_pkey PRIMARY KEY (definition_id),
  CONSTRAINT approach_definitions_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT approach_definitions_dated CHECK (valid_from IS NOT NULL),
  CONSTRAINT approach_definitions_once UNIQUE (agency_id, valid_from)
);

CREATE TABLE matrix_rows (
  row_id                    uuid   NOT NULL,
  agency_id                 uuid   NOT NULL,
  department_id             uuid,
  programme_id              uuid,
  area                      text   NOT NULL,
  activity                  text   NOT NULL,
  responsible_agency_id     uuid   NOT NULL,
  responsible_department_id uuid,
  responsible_worker_id     uuid,
  responsible_role          text   NOT NULL,
  channel                   text   NOT NULL,
  version                   bigint NOT NULL DEFAULT 1,
  CONSTRAINT matrix_rows_pkey PRIMARY KEY (row_id),
  CONSTRAINT matrix_rows_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT matrix_rows_responsible FOREIGN KEY (responsible_agency_id) REFERENCES agencies,
  CONSTRAINT matrix_rows_worker FOREIGN KEY (responsible_worker_id) REFERENCES workers,
  CONSTRAINT matrix_rows_who CHECK ((responsible_worker_id IS NULL) = (responsible_role <> 'UNSPECIFIED')),
  CONSTRAINT matrix_rows_channel_known CHECK (channel IN ('DIRECT', 'VIA_WORKING_GROUP')),
  CONSTRAINT matrix_rows_responsible_role_known CHECK (responsible_role IN (
    'UNSPECIFIED', 'FIRST_CONTACT', 'TEAM_LEAD', 'SECOND_CONTACT', 'ASSISTANCE', 'ONLINE_EDITOR', 'EXPERT',
    'CASE_MANAGER', 'SUPPORT_COORDINATOR', 'KEY_WORKER', 'SOCIAL_WORKER', 'DEBT_COUNSELLOR',
    'HOUSING_OFFICER', 'PROPERTY_MANAGER', 'COLLECTIONS_OFFICER', 'COMPLAINT_OFFICER',
    'LANDLORD_LIAISON', 'CLERK', 'HEAD_OF_UNIT', 'SUPERVISOR', 'AGENCY_ADMIN', 'PLATFORM_ADMIN',
    'DATA_STEWARD', 'AUDITOR', 'PROGRAMME_COORDINATOR', 'FACILITATOR', 'HEALTH_PROFESSIONAL',
    'CHILD_PROTECTION_WORKER', 'POLICE_OFFICER', 'SYSTEM'))
);
CREATE UNIQUE INDEX matrix_rows_once ON matrix_rows (
  (coalesce(department_id, agency_id)), (coalesce(programme_id, agency_id)), (lower(area)), (lower(activity)));

CREATE TABLE representatives (
  representative_id  uuid   NOT NULL,
  agency_id          uuid   NOT NULL,
  department_id      uuid,
  unit_agency_id     uuid   NOT NULL,
  unit_department_id uuid,
  worker_id          uuid   NOT NULL,
  version            bigint NOT NULL DEFAULT 1,
  CONSTRAINT representatives_pkey PRIMARY KEY (representative_id),
  CONSTRAINT representatives_worker FOREIGN KEY (worker_id) REFERENCES workers
);
CREATE UNIQUE INDEX representatives_one ON representatives (
  (coalesce(department_id, agency_id)), (coalesce(unit_department_id, unit_agency_id)));

CREATE TABLE questions (
  question_id          uuid        NOT NULL,
  row_id               uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  department_id        uuid,
  worker_id            uuid        NOT NULL,
  channel              text        NOT NULL,
  addressee_worker_ids text[]      NOT NULL,
  text                 text        NOT NULL,
  state                text        NOT NULL,
  answer               text,
  answering_worker_id  uuid,
  create_time          timestamptz,
  answer_time          timestamptz,
  direct_reason        text,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT questions_pkey PRIMARY KEY (question_id),
  CONSTRAINT questions_worker FOREIGN KEY (worker_id) REFERENCES workers,
  CONSTRAINT questions_routed CHECK (cardinality(addressee_worker_ids) > 0),
  CONSTRAINT questions_answered CHECK ((state = 'ANSWERED') = (answer IS NOT NULL)),
  CONSTRAINT questions_channel_known CHECK (channel IN ('DIRECT', 'VIA_WORKING_GROUP')),
  CONSTRAINT questions_state_known CHECK (state IN ('OPEN', 'ANSWERED'))
);
CREATE INDEX questions_of_unit ON questions (agency_id, department_id, question_id DESC);
CREATE INDEX questions_to_worker ON questions USING gin (addressee_worker_ids);

CREATE TABLE projects (
  project_id           uuid        NOT NULL,
  agency_id            uuid        NOT NULL,
  registration_number  text        NOT NULL,
  name                 text        NOT NULL,
  financing            text        NOT NULL,
  budget_minor_units   bigint,
  budget_currency_code text,
  valid_from           date,
  valid_to             date,
  create_time          timestamptz,
  version              bigint      NOT NULL DEFAULT 1,
  CONSTRAINT projects_pkey PRIMARY KEY (project_id),
  CONSTRAINT projects_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT projects_number_once UNIQUE (registration_number),
  CONSTRAINT projects_budget CHECK (num_nonnulls(budget_minor_units, budget_currency_code) <> 1
    AND budget_minor_units >= 0),
  CONSTRAINT projects_period CHECK (valid_from IS NOT NULL AND valid_to IS NOT NULL
    AND valid_from <= valid_to)
);

CREATE TABLE project_participants (
  participant_id uuid   NOT NULL,
  project_id     uuid   NOT NULL,
  agency_id      uuid   NOT NULL,
  part           text   NOT NULL,
  ordinal        bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_participants_pkey PRIMARY KEY (participant_id),
  CONSTRAINT project_participants_project FOREIGN KEY (project_id) REFERENCES projects,
  CONSTRAINT project_participants_agency FOREIGN KEY (agency_id) REFERENCES agencies,
  CONSTRAINT project_participants_part_known CHECK (part IN ('REALISER', 'PARTNER', 'PARTICIPANT'))
);
CREATE INDEX project_participants_of_project ON project_participants (project_id);
CREATE INDEX project_participants_of_agency ON project_participants (agency_id);

CREATE TABLE project_targets (
  target_id  uuid    NOT NULL,
  project_id uuid    NOT NULL,
  service_id uuid,
  persons    integer NOT NULL,
  valid_from date,
  valid_to   date,
  ordinal    bigint  GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT project_targets_pkey PRIMARY KEY (target_id),
  CONSTRAINT project_targets_project FOREIGN KEY (project_id) REFERENCES projects,
  CONSTRAINT project_targets_service FOREIGN KEY (service_id) REFERENCES services,
  CONSTRAINT project_targets_some CHECK (persons > 0),
  CONSTRAINT project_targets_period CHECK (valid_from IS NOT NULL AND valid_to IS NOT NULL
    AND valid_from <= valid_to)
);
CREATE INDEX project_targets_of_project ON project_targets (project_id);

GRANT SELECT, INSERT, UPDATE ON key_actors, actor_competences, cooperation_agreements, agreement_parties,
  contact_persons, change_bearers, matrix_rows, representatives, questions, projects, project_participants,
  project_targets TO :service_app;
GRANT SELECT, INSERT ON actor_notes, approach_definitions TO :service_app;
GRANT DELETE ON actor_competences, matrix_rows, project_participants, project_targets TO :service_app;
