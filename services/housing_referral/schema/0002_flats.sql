-- Houses, flats, readiness, defects.

CREATE TABLE houses (
  house_id              uuid   NOT NULL,
  programme_id          uuid   NOT NULL,
  agency_id             uuid   NOT NULL,
  department_id         uuid,
  address               text   NOT NULL,
  published_contacts    text,
  contacts_published_on date,
  version               bigint NOT NULL DEFAULT 1,
  CONSTRAINT houses_pkey PRIMARY KEY (house_id),
  CONSTRAINT houses_programme FOREIGN KEY (programme_id) REFERENCES programmes
);

CREATE TABLE house_problems (
  house_problem_id uuid   NOT NULL,
  house_id         uuid   NOT NULL,
  description      text   NOT NULL,
  since            text,
  ordinal          bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT house_problems_pkey PRIMARY KEY (house_problem_id),
  CONSTRAINT house_problems_parent FOREIGN KEY (house_id) REFERENCES houses ON DELETE CASCADE
);
CREATE INDEX house_problems_of_parent ON house_problems (house_id);

CREATE TABLE flats (
  flat_id           uuid    NOT NULL,
  house_id          uuid    NOT NULL,
  programme_id      uuid    NOT NULL,
  agency_id         uuid    NOT NULL,
  department_id     uuid,
  label             text    NOT NULL,
  rooms             integer NOT NULL,
  area_dm2          integer,
  largest_household integer NOT NULL,
  barrier_free      boolean NOT NULL,
  energy_state      text    NOT NULL,
  surroundings      text,
  version           bigint  NOT NULL DEFAULT 1,
  CONSTRAINT flats_pkey PRIMARY KEY (flat_id),
  CONSTRAINT flats_programme FOREIGN KEY (programme_id) REFERENCES programmes,
  CONSTRAINT flats_house FOREIGN KEY (house_id) REFERENCES houses,
  CONSTRAINT flats_label UNIQUE (house_id, label),
  CONSTRAINT flats_energy_state_known CHECK (energy_state IN (
    'UNSPECIFIED', 'NO_CONTRACT', 'REQUESTED', 'CONNECTED'))
);
CREATE INDEX flats_of_programme ON flats (programme_id, label, flat_id);

CREATE TABLE readiness_checks (
  readiness_check_id         uuid        NOT NULL,
  flat_id                    uuid        NOT NULL,
  agency_id                  uuid        NOT NULL,
  department_id              uuid,
  result                     text        NOT NULL,
  checked_on                 date,
  property_manager_worker_id uuid        NOT NULL,
  team_worker_id             uuid        NOT NULL,
  remarks                    text,
  create_time                timestamptz,
  CONSTRAINT readiness_checks_pkey PRIMARY KEY (readiness_check_id),
  CONSTRAINT readiness_checks_flat FOREIGN KEY (flat_id) REFERENCES flats,
  CONSTRAINT readiness_checks_result_known CHECK (result IN (
    'READY', 'NOT_READY'))
);
CREATE INDEX readiness_checks_of_flat ON readiness_checks (flat_id, checked_on DESC, create_time DESC);

CREATE TABLE defects (
  defect_id        uuid        NOT NULL,
  house_id         uuid        NOT NULL,
  flat_id          uuid,
  agency_id        uuid        NOT NULL,
  department_id    uuid,
  reporter         text        NOT NULL,
  mediation_reason text,
  mediation_until  date,
  description      text        NOT NULL,
  reported_on      date,
  answer_by_date   date,
  state            text        NOT NULL,
  rejection_reason text,
  update_time      timestamptz,
  version          bigint      NOT NULL DEFAULT 1,
  CONSTRAINT defects_pkey PRIMARY KEY (defect_id),
  CONSTRAINT defects_house FOREIGN KEY (house_id) REFERENCES houses,
  CONSTRAINT defects_flat FOREIGN KEY (flat_id) REFERENCES flats,
  CONSTRAINT defects_rejected_why CHECK ((state = 'REJECTED') = (rejection_reason IS NOT NULL)),
  CONSTRAINT defects_reporter_known CHECK (reporter IN (
    'TENANT', 'KEY_WORKER', 'NEIGHBOUR', 'LANDLORD', 'COMPLAINT')),
  CONSTRAINT defects_state_known CHECK (state IN (
    'REPORTED', 'ACCEPTED', 'IN_REPAIR', 'REPAIRED', 'REJECTED'))
);
CREATE INDEX defects_of_house ON defects (house_id, answer_by_date, defect_id);

GRANT SELECT, INSERT, UPDATE ON houses TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON house_problems TO :service_app;
GRANT SELECT, INSERT, UPDATE ON flats TO :service_app;
GRANT SELECT, INSERT, UPDATE ON readiness_checks TO :service_app;
GRANT SELECT, INSERT, UPDATE ON defects TO :service_app;
