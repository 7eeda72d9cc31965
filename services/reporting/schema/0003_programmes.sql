-- Localities with dated figures, advisory programmes with goals.

CREATE TABLE localities (
  locality_id        uuid        NOT NULL,
  name               text        NOT NULL,
  level              text        NOT NULL,
  parent_locality_id uuid,
  create_time        timestamptz,
  version            bigint      NOT NULL DEFAULT 1,
  CONSTRAINT localities_pkey PRIMARY KEY (locality_id),
  CONSTRAINT localities_name UNIQUE (level, name),
  CONSTRAINT localities_parent FOREIGN KEY (parent_locality_id) REFERENCES localities,
  CONSTRAINT localities_level_known CHECK (level IN (
    'MUNICIPALITY', 'REGION', 'STATE'))
);
CREATE INDEX localities_children ON localities (parent_locality_id);

ALTER TABLE assessments ADD CONSTRAINT assessments_locality FOREIGN KEY (locality_id) REFERENCES localities;

-- Nothing is ever updated: a later value is a later row (REP-47).
CREATE TABLE observations (
  observation_id uuid        NOT NULL,
  locality_id    uuid        NOT NULL,
  figure         text        NOT NULL,
  value          bigint      NOT NULL,
  decimals       integer     NOT NULL,
  as_of          text,
  source         text        NOT NULL,
  source_name    text        NOT NULL,
  create_time    timestamptz,
  CONSTRAINT observations_pkey PRIMARY KEY (observation_id),
  CONSTRAINT observations_locality FOREIGN KEY (locality_id) REFERENCES localities,
  -- REP-48: what a municipality is owed says nothing of total indebtedness.
  CONSTRAINT observations_municipal CHECK ((source = 'MUNICIPAL_CLAIMS')
    <= (figure IN ('DEBTORS_OF_MUNICIPALITY', 'CLAIMS_OF_MUNICIPALITY'))),
  CONSTRAINT observations_figure_known CHECK (figure IN (
    'INHABITANTS_15_PLUS', 'PERSONS_IN_ENFORCEMENT', 'SHARE_IN_ENFORCEMENT', 'ENFORCEMENTS_PER_PERSON',
    'PERSONS_IN_DEBT_RELIEF', 'DEBTORS_OF_MUNICIPALITY', 'CLAIMS_OF_MUNICIPALITY')),
  CONSTRAINT observations_source_known CHECK (source IN (
    'NATIONAL_MAP', 'MUNICIPAL_CLAIMS', 'PROVIDERS'))
);
CREATE INDEX observations_of_locality ON observations (locality_id, figure, as_of DESC);

CREATE TABLE advisory_programmes (
  programme_id   uuid        NOT NULL,
  locality_id    uuid        NOT NULL,
  code           text        NOT NULL,
  name           text        NOT NULL,
  period_from    text,
  period_to      text,
  project_number text,
  state          text        NOT NULL,
  state_reason   text,
  ended_on       date,
  create_time    timestamptz,
  version        bigint      NOT NULL DEFAULT 1,
  CONSTRAINT advisory_programmes_pkey PRIMARY KEY (programme_id),
  CONSTRAINT advisory_programmes_locality FOREIGN KEY (locality_id) REFERENCES localities,
  CONSTRAINT advisory_programmes_once UNIQUE (locality_id, code, period_from),
  CONSTRAINT advisory_programmes_state_known CHECK (state IN (
    'PREPARED', 'RUNNING', 'SUSPENDED', 'ENDED_EARLY', 'COMPLETED'))
);

CREATE TABLE programme_goals (
  goal_id      uuid   NOT NULL,
  programme_id uuid   NOT NULL,
  number       text   NOT NULL,
  wording      text   NOT NULL,
  deadline     text,
  obligations  text[] NOT NULL,
  state        text   NOT NULL,
  fulfilled    text[] NOT NULL,
  comment      text,
  ordinal      bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT programme_goals_pkey PRIMARY KEY (goal_id),
  CONSTRAINT programme_goals_programme FOREIGN KEY (programme_id) REFERENCES advisory_programmes,
  CONSTRAINT programme_goals_number UNIQUE (programme_id, number) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT programme_goals_state_known CHECK (state IN (
    'OPEN', 'MET', 'PARTLY', 'NOT_MET', 'NOT_EVALUATED'))
);

-- REP-03, whatever the service believes: the wording of an approved goal stays as it is.
CREATE FUNCTION keep_baseline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM advisory_programmes WHERE programme_id = OLD.programme_id) <> 'PREPARED'
     AND (TG_OP = 'DELETE'
          OR (OLD.number, OLD.wording, OLD.deadline, OLD.obligations)
             IS DISTINCT FROM (NEW.number, NEW.wording, NEW.deadline, NEW.obligations)) THEN
    RAISE EXCEPTION 'row violates check constraint "programme_goals_baseline"' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'programme_goals_baseline', TABLE = 'programme_goals';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programme_goals_baseline BEFORE UPDATE OR DELETE ON programme_goals
  FOR EACH ROW EXECUTE FUNCTION keep_baseline();

GRANT SELECT, INSERT ON localities, observations TO :service_app;
GRANT SELECT, INSERT, UPDATE ON advisory_programmes TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON programme_goals TO :service_app;
