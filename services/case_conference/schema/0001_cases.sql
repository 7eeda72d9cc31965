-- Cases: the case, its assessment, plan, monitoring and evaluation; demands and notes.

CREATE TABLE cases (
  case_id                uuid        NOT NULL,
  client_id              uuid        NOT NULL,
  agency_id              uuid        NOT NULL,
  department_id          uuid,
  type                   text        NOT NULL,
  case_manager_worker_id uuid,
  state                  text        NOT NULL,
  client_agreement       jsonb,
  create_time            timestamptz,
  version                bigint      NOT NULL DEFAULT 1,
  manager_mode           text        NOT NULL,
  organisation           text        NOT NULL,
  basis_row              text,
  cycle                  integer     NOT NULL,
  result                 text,
  close_reason           text,
  close_time             timestamptz,
  evaluation_owed        boolean     NOT NULL,
  CONSTRAINT cases_pkey PRIMARY KEY (case_id),
  -- CONF-10: a result at the end and only there.
  CONSTRAINT cases_result_at_end CHECK ((state = 'CLOSED') = (result IS NOT NULL)),
  -- XC-51: child protection rests on the law, everything else on the client's agreement.
  CONSTRAINT cases_ground CHECK (state IN ('PROPOSED', 'CLOSED') OR num_nonnulls(client_agreement, basis_row) > 0),
  CONSTRAINT cases_type_known CHECK (type IN (
    'INDIVIDUAL', 'TEAM', 'CHILD_PROTECTION')),
  CONSTRAINT cases_state_known CHECK (state IN (
    'PROPOSED', 'ASSESSING', 'PLANNED', 'IN_PROGRESS', 'EVALUATING', 'CLOSED')),
  CONSTRAINT cases_manager_mode_known CHECK (manager_mode IN (
    'UNSPECIFIED', 'ACTIVE_SUPPORT', 'COORDINATION_ONLY')),
  CONSTRAINT cases_organisation_known CHECK (organisation IN (
    'UNSPECIFIED', 'ONE_PERSON', 'COMMUNITY_TEAM', 'CONFERENCES')),
  CONSTRAINT cases_result_known CHECK (result IN (
    'FULFILLED', 'CLIENT_LEFT', 'UNREACHABLE', 'MOVED', 'DIED', 'TRANSFERRED', 'DECLINED'))
);
CREATE INDEX cases_of_client ON cases (client_id, create_time DESC, case_id DESC);
CREATE INDEX cases_of_unit ON cases (agency_id, department_id, create_time DESC, case_id DESC) WHERE state <> 'CLOSED';

CREATE TABLE case_members (
  member_id                 uuid        NOT NULL,
  case_id                   uuid        NOT NULL,
  agency_id                 uuid        NOT NULL,
  department_id             uuid,
  worker_id                 uuid,
  discipline                text        NOT NULL,
  client_agreement          jsonb,
  has_cooperation_agreement boolean,
  join_time                 timestamptz,
  ordinal                   bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT case_members_pkey PRIMARY KEY (member_id),
  CONSTRAINT case_members_case FOREIGN KEY (case_id) REFERENCES cases,
  CONSTRAINT case_members_discipline_known CHECK (discipline IN (
    'SOCIAL_WORK', 'PSYCHIATRY', 'NURSING', 'PSYCHOLOGY', 'EMPLOYMENT', 'BENEFITS', 'DEBTS',
    'HOUSING', 'LAW', 'EDUCATION', 'PEER', 'OTHER'))
);
CREATE INDEX case_members_of_case ON case_members (case_id);
CREATE UNIQUE INDEX case_members_once ON case_members (case_id, agency_id, department_id, discipline) NULLS NOT DISTINCT;
CREATE INDEX case_members_of_unit ON case_members (agency_id, department_id);

CREATE TABLE case_former_members (
  member_id          uuid        NOT NULL,
  case_id            uuid        NOT NULL,
  left_agency_id     uuid        NOT NULL,
  left_department_id uuid,
  join_time          timestamptz,
  leave_time         timestamptz,
  reason             text        NOT NULL,
  ordinal            bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT case_former_members_pkey PRIMARY KEY (member_id),
  CONSTRAINT case_former_members_case FOREIGN KEY (case_id) REFERENCES cases
);
CREATE INDEX case_former_members_of_case ON case_former_members (case_id);

CREATE TABLE case_views (
  view_id     uuid        NOT NULL,
  case_id     uuid        NOT NULL,
  holder      text        NOT NULL,
  view        text        NOT NULL,
  occurred_at timestamptz,
  worker_id   uuid        NOT NULL,
  ordinal     bigint      GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT case_views_pkey PRIMARY KEY (view_id),
  CONSTRAINT case_views_case FOREIGN KEY (case_id) REFERENCES cases,
  CONSTRAINT case_views_holder_known CHECK (holder IN (
    'CLIENT', 'CHILD', 'PARENT', 'REPRESENTATIVE'))
);
CREATE INDEX case_views_of_case ON case_views (case_id);

CREATE TABLE coordinator_tasks (
  task_id         uuid        NOT NULL,
  actor_agency_id uuid        NOT NULL,
  agency_id       uuid        NOT NULL,
  create_time     timestamptz,
  close_time      timestamptz,
  outcome         text,
  version         bigint      NOT NULL DEFAULT 1,
  CONSTRAINT coordinator_tasks_pkey PRIMARY KEY (task_id)
);
CREATE UNIQUE INDEX coordinator_tasks_once ON coordinator_tasks (actor_agency_id, agency_id) WHERE close_time IS NULL;

CREATE TABLE assessments (
  assessment_id           uuid        NOT NULL,
  case_id                 uuid        NOT NULL,
  client_id               uuid        NOT NULL,
  agency_id               uuid        NOT NULL,
  department_id           uuid,
  cycle                   integer     NOT NULL,
  strengths               text[]      NOT NULL,
  strengths_not_yet_known text,
  worker_id               uuid        NOT NULL,
  occurred_at             timestamptz,
  create_time             timestamptz,
  CONSTRAINT assessments_pkey PRIMARY KEY (assessment_id),
  CONSTRAINT assessments_case FOREIGN KEY (case_id) REFERENCES cases,
  -- CONF-11
  CONSTRAINT assessments_strengths CHECK (cardinality(strengths) > 0 OR strengths_not_yet_known IS NOT NULL)
);
CREATE INDEX assessments_of_case ON assessments (case_id, create_time DESC, assessment_id DESC);
-- CONF-11: that no strength is known yet is accepted once.
CREATE UNIQUE INDEX assessments_unknown_once ON assessments (case_id) WHERE strengths_not_yet_known IS NOT NULL;

CREATE TABLE case_needs (
  need_id       uuid   NOT NULL,
  assessment_id uuid   NOT NULL,
  area          text   NOT NULL,
  need          text   NOT NULL,
  client_view   text,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT case_needs_pkey PRIMARY KEY (need_id),
  CONSTRAINT case_needs_assessment FOREIGN KEY (assessment_id) REFERENCES assessments,
  CONSTRAINT case_needs_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION',
    'REPORTER', 'LEGAL', 'SUPPORT_PLAN', 'CRISIS'))
);
CREATE INDEX case_needs_of_assessment ON case_needs (assessment_id);

CREATE TABLE support_plans (
  plan_id                   uuid        NOT NULL,
  case_id                   uuid        NOT NULL,
  client_id                 uuid        NOT NULL,
  agency_id                 uuid        NOT NULL,
  department_id             uuid,
  cycle                     integer     NOT NULL,
  assessment_id             uuid        NOT NULL,
  goal                      text        NOT NULL,
  state                     text        NOT NULL,
  client_approval           jsonb,
  unapproved_reason         text,
  evaluation_interval_weeks integer,
  next_evaluation_date      date,
  approve_time              timestamptz,
  create_time               timestamptz,
  version                   bigint      NOT NULL DEFAULT 1,
  CONSTRAINT support_plans_pkey PRIMARY KEY (plan_id),
  CONSTRAINT support_plans_case FOREIGN KEY (case_id) REFERENCES cases,
  CONSTRAINT support_plans_assessment FOREIGN KEY (assessment_id) REFERENCES assessments,
  -- CONF-16: one plan in a cycle.
  CONSTRAINT support_plans_cycle UNIQUE (case_id, cycle),
  -- XC-40: approved, or decided without the client for a reason.
  CONSTRAINT support_plans_approval CHECK (state <> 'APPROVED' OR num_nonnulls(client_approval, unapproved_reason) = 1),
  CONSTRAINT support_plans_state_known CHECK (state IN (
    'DRAFTED', 'APPROVED', 'ENDED'))
);
CREATE INDEX support_plans_of_case ON support_plans (case_id, create_time DESC, plan_id DESC);

CREATE TABLE plan_items (
  item_id               uuid   NOT NULL,
  plan_id               uuid   NOT NULL,
  need_id               uuid   NOT NULL,
  area                  text   NOT NULL,
  kind                  text   NOT NULL,
  what                  text   NOT NULL,
  owner_agency_id       uuid   NOT NULL,
  owner_department_id   uuid,
  owner_worker_id       uuid,
  intensity_hours_milli bigint,
  intensity_period      text,
  from_date             date,
  to_date               date,
  state                 text   NOT NULL,
  cancel_reason         text,
  ordinal               bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT plan_items_pkey PRIMARY KEY (item_id),
  CONSTRAINT plan_items_plan FOREIGN KEY (plan_id) REFERENCES support_plans,
  -- CONF-12: every item serves an assessed need.
  CONSTRAINT plan_items_need FOREIGN KEY (need_id) REFERENCES case_needs,
  CONSTRAINT plan_items_days CHECK (to_date >= from_date),
  CONSTRAINT plan_items_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS',
    'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION',
    'REPORTER', 'LEGAL', 'SUPPORT_PLAN', 'CRISIS')),
  CONSTRAINT plan_items_kind_known CHECK (kind IN (
    'ACCOMPANIMENT', 'COUNSELLING', 'DEBT_COUNSELLING', 'HOUSING_SUPPORT', 'BENEFITS',
    'EMPLOYMENT', 'HEALTH_CARE', 'THERAPY', 'FAMILY_SUPPORT', 'MATERIAL_HELP', 'OTHER')),
  CONSTRAINT plan_items_intensity_period_known CHECK (intensity_period IN (
    'WEEK', 'MONTH')),
  CONSTRAINT plan_items_state_known CHECK (state IN (
    'OPEN', 'DONE', 'CANCELLED'))
);
CREATE INDEX plan_items_of_plan ON plan_items (plan_id);

CREATE TABLE plan_duplicates (
  duplicate_id  uuid   NOT NULL,
  plan_id       uuid   NOT NULL,
  item_id       uuid   NOT NULL,
  other_item_id uuid   NOT NULL,
  decision      text   NOT NULL,
  reason        text,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT plan_duplicates_pkey PRIMARY KEY (duplicate_id),
  CONSTRAINT plan_duplicates_plan FOREIGN KEY (plan_id) REFERENCES support_plans,
  CONSTRAINT plan_duplicates_item FOREIGN KEY (item_id) REFERENCES plan_items,
  CONSTRAINT plan_duplicates_other_item FOREIGN KEY (other_item_id) REFERENCES plan_items,
  CONSTRAINT plan_duplicates_decision_known CHECK (decision IN (
    'OPEN', 'KEEP_ONE', 'JUSTIFIED'))
);
CREATE INDEX plan_duplicates_of_plan ON plan_duplicates (plan_id);

CREATE TABLE plan_monitorings (
  monitoring_id uuid        NOT NULL,
  case_id       uuid        NOT NULL,
  plan_id       uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  worker_id     uuid        NOT NULL,
  item_id       uuid,
  item_state    text,
  note          text        NOT NULL,
  occurred_at   timestamptz,
  create_time   timestamptz,
  CONSTRAINT plan_monitorings_pkey PRIMARY KEY (monitoring_id),
  CONSTRAINT plan_monitorings_case FOREIGN KEY (case_id) REFERENCES cases,
  CONSTRAINT plan_monitorings_plan FOREIGN KEY (plan_id) REFERENCES support_plans,
  CONSTRAINT plan_monitorings_item_state_known CHECK (item_state IN (
    'OPEN', 'DONE', 'CANCELLED'))
);
CREATE INDEX plan_monitorings_of_case ON plan_monitorings (case_id, create_time DESC, monitoring_id DESC);

CREATE TABLE plan_evaluations (
  evaluation_id       uuid        NOT NULL,
  case_id             uuid        NOT NULL,
  client_id           uuid        NOT NULL,
  agency_id           uuid        NOT NULL,
  department_id       uuid,
  cycle               integer     NOT NULL,
  evaluator_worker_id uuid,
  findings            text        NOT NULL,
  client_view         text,
  plan_fulfilled      boolean     NOT NULL,
  conference_id       uuid,
  occurred_at         timestamptz,
  create_time         timestamptz,
  CONSTRAINT plan_evaluations_pkey PRIMARY KEY (evaluation_id),
  CONSTRAINT plan_evaluations_case FOREIGN KEY (case_id) REFERENCES cases
);
CREATE INDEX plan_evaluations_of_case ON plan_evaluations (case_id, create_time DESC, evaluation_id DESC);

CREATE TABLE case_demands (
  demand_id     uuid        NOT NULL,
  case_id       uuid        NOT NULL,
  client_id     uuid        NOT NULL,
  agency_id     uuid        NOT NULL,
  department_id uuid,
  institution   text        NOT NULL,
  demand        text        NOT NULL,
  start_time    timestamptz,
  end_time      timestamptz,
  worker_id     uuid        NOT NULL,
  settle_time   timestamptz,
  create_time   timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT case_demands_pkey PRIMARY KEY (demand_id),
  CONSTRAINT case_demands_case FOREIGN KEY (case_id) REFERENCES cases,
  CONSTRAINT case_demands_times CHECK (end_time > start_time)
);
CREATE INDEX case_demands_of_case ON case_demands (case_id, create_time DESC, demand_id DESC);

CREATE TABLE case_demand_readers (
  reader_id     uuid   NOT NULL,
  demand_id     uuid   NOT NULL,
  agency_id     uuid   NOT NULL,
  department_id uuid,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT case_demand_readers_pkey PRIMARY KEY (reader_id),
  CONSTRAINT case_demand_readers_demand FOREIGN KEY (demand_id) REFERENCES case_demands
);
CREATE INDEX case_demand_readers_of_demand ON case_demand_readers (demand_id);

CREATE TABLE case_conflicts (
  conflict_id     uuid        NOT NULL,
  case_id         uuid        NOT NULL,
  client_id       uuid        NOT NULL,
  agency_id       uuid        NOT NULL,
  department_id   uuid,
  demand_id       uuid        NOT NULL,
  other_demand_id uuid        NOT NULL,
  reason          text        NOT NULL,
  found_by_time   boolean     NOT NULL,
  resolution      text,
  resolve_time    timestamptz,
  create_time     timestamptz,
  version         bigint      NOT NULL DEFAULT 1,
  CONSTRAINT case_conflicts_pkey PRIMARY KEY (conflict_id),
  CONSTRAINT case_conflicts_case FOREIGN KEY (case_id) REFERENCES cases,
  CONSTRAINT case_conflicts_demand FOREIGN KEY (demand_id) REFERENCES case_demands,
  CONSTRAINT case_conflicts_other_demand FOREIGN KEY (other_demand_id) REFERENCES case_demands,
  -- CONF-21: a pair is flagged once, the smaller id first.
  CONSTRAINT case_conflicts_once UNIQUE (demand_id, other_demand_id),
  CONSTRAINT case_conflicts_order CHECK (demand_id < other_demand_id)
);
CREATE INDEX case_conflicts_of_case ON case_conflicts (case_id, create_time DESC, conflict_id DESC);

CREATE TABLE case_notes (
  note_id           uuid        NOT NULL,
  case_id           uuid        NOT NULL,
  client_id         uuid        NOT NULL,
  agency_id         uuid        NOT NULL,
  department_id     uuid,
  kind              text        NOT NULL,
  note              text        NOT NULL,
  anonymous_wording text,
  worker_id         uuid        NOT NULL,
  create_time       timestamptz,
  CONSTRAINT case_notes_pkey PRIMARY KEY (note_id),
  CONSTRAINT case_notes_case FOREIGN KEY (case_id) REFERENCES cases,
  CONSTRAINT case_notes_kind_known CHECK (kind IN (
    'OUTCOME', 'ECONOMY', 'GOOD_PRACTICE', 'BAD_PRACTICE'))
);
CREATE INDEX case_notes_of_case ON case_notes (case_id, create_time DESC, note_id DESC);

GRANT SELECT, INSERT, UPDATE ON cases, case_members, case_former_members, case_views,
  coordinator_tasks, assessments, case_needs, support_plans, plan_items, plan_duplicates,
  plan_monitorings, plan_evaluations, case_demands, case_demand_readers, case_conflicts, case_notes
  TO :service_app;
GRANT DELETE ON case_members, case_former_members, case_views, case_needs, plan_items,
  plan_duplicates, case_demand_readers TO :service_app;
