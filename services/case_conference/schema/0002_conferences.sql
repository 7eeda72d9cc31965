-- Conferences, their plans and minutes. Everything here is held by the conference itself.

CREATE TABLE conferences (
  conference_id       uuid NOT NULL,
  client_id           uuid NOT NULL,
  case_id             uuid,
  state               text NOT NULL,
  phase               text NOT NULL,
  kind                text NOT NULL,
  topic               text NOT NULL,
  areas               text[] NOT NULL,
  lifted_areas        text[] NOT NULL,
  lift                jsonb,
  triggers            text[] NOT NULL,
  change_kind         text,
  urgent              boolean NOT NULL,
  client_is_child     boolean NOT NULL,
  place               text,
  scheduled_time      timestamptz,
  answers_due_date    date,
  go_on_reason        text,
  contract_goal       text,
  contract_topic      text,
  contract_date       date,
  held_on             date,
  meeting_rules       text,
  interrupted         boolean NOT NULL,
  without_plan_reason text,
  evaluation_date     date,
  end_reason          text,
  client_view         text,
  client_view_text    text,
  evaluator_worker_id uuid,
  create_time         timestamptz,
  version             bigint      NOT NULL DEFAULT 1,
  CONSTRAINT conferences_pkey PRIMARY KEY (conference_id),
  CONSTRAINT conferences_state_known CHECK (state IN (
    'PROPOSED', 'CONTRACTED', 'ORGANISING', 'READY', 'IN_SESSION', 'CLOSED', 'MINUTES_APPROVED',
    'EVALUATED', 'DECLINED', 'CANCELLED')),
  CONSTRAINT conferences_phase_known CHECK (phase IN (
    'UNSPECIFIED', 'WELCOME', 'MAPPING', 'PRIORITIES', 'SOLUTIONS', 'PLAN', 'CONCLUSION')),
  CONSTRAINT conferences_kind_known CHECK (kind IN (
    'CONFERENCE', 'PROFESSIONALS')),
  CONSTRAINT conferences_change_kind_known CHECK (change_kind IN (
    'TO_STANDARD_HOUSING', 'DIVORCE_OF_PARENTS', 'RETURN_OF_CHILD', 'THREAT_OF_REMOVAL',
    'NEXT_SCHOOL_LEVEL', 'OTHER')),
  CONSTRAINT conferences_client_view_known CHECK (client_view IN (
    'TOLD', 'DECLINED', 'UNREACHABLE')),
  CONSTRAINT conferences_triggered CHECK (cardinality(triggers) > 0)
);

CREATE TABLE participants (
  participant_id          uuid NOT NULL,
  conference_id           uuid NOT NULL,
  roles                   text[] NOT NULL,
  worker_id               uuid,
  agency_id               uuid,
  department_id           uuid,
  person                  text,
  participation_basis     text,
  client_agreement        jsonb,
  invite_time             timestamptz,
  decision_id             uuid,
  topic_answer            text,
  participants_answer     text,
  place_answer            text,
  answer_remark           text,
  answer_attestation      jsonb,
  answer_time             timestamptz,
  briefed_time            timestamptz,
  prepared_time           timestamptz,
  silence_ground          text,
  attendance              text,
  view                    text,
  did_not_wish_to_speak   boolean NOT NULL,
  independence            text,
  independence_check_time timestamptz,
  ordinal                 bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT participants_pkey PRIMARY KEY (participant_id),
  CONSTRAINT participants_conference FOREIGN KEY (conference_id) REFERENCES conferences,
  CONSTRAINT participants_topic_answer_known CHECK (topic_answer IN (
    'YES', 'NO')),
  CONSTRAINT participants_participants_answer_known CHECK (participants_answer IN (
    'YES', 'NO')),
  CONSTRAINT participants_place_answer_known CHECK (place_answer IN (
    'YES', 'NO')),
  CONSTRAINT participants_silence_ground_known CHECK (silence_ground IN (
    'PROFESSION', 'CONTRACT', 'SIGNED_STATEMENT', 'AGREED_AT_MEETING')),
  CONSTRAINT participants_attendance_known CHECK (attendance IN (
    'PRESENT', 'REMOTE', 'ABSENT', 'LEFT')),
  CONSTRAINT participants_independence_known CHECK (independence IN (
    'INDEPENDENT', 'NOT_INDEPENDENT')),
  CONSTRAINT participants_worker_once UNIQUE (conference_id, worker_id),
  CONSTRAINT participants_somebody CHECK (num_nonnulls(worker_id, person) = 1)
);

CREATE TABLE topics (
  topic_id                uuid NOT NULL,
  conference_id           uuid NOT NULL,
  title                   text NOT NULL,
  area                    text NOT NULL,
  proposer_participant_id uuid NOT NULL,
  is_priority             boolean NOT NULL,
  ordinal                 bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT topics_pkey PRIMARY KEY (topic_id),
  CONSTRAINT topics_conference FOREIGN KEY (conference_id) REFERENCES conferences,
  CONSTRAINT topics_area_known CHECK (area IN (
    'IDENTITY', 'CONTACT', 'ADDRESS', 'FAMILY', 'HOUSING', 'DEBTS', 'INCOME_BENEFITS', 'EMPLOYMENT',
    'EDUCATION', 'HEALTH', 'ADDICTION', 'VIOLENCE', 'CHILD_PROTECTION', 'REPORTER', 'LEGAL',
    'SUPPORT_PLAN', 'CRISIS'))
);

CREATE TABLE solutions (
  solution_id             uuid NOT NULL,
  conference_id           uuid NOT NULL,
  topic_id                uuid NOT NULL,
  text                    text NOT NULL,
  proposer_participant_id uuid NOT NULL,
  client_choice           text,
  ordinal                 bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT solutions_pkey PRIMARY KEY (solution_id),
  CONSTRAINT solutions_conference FOREIGN KEY (conference_id) REFERENCES conferences,
  CONSTRAINT solutions_client_choice_known CHECK (client_choice IN (
    'WANTED', 'NOT_WANTED'))
);

CREATE TABLE phase_moves (
  phase_move_id uuid NOT NULL,
  conference_id uuid NOT NULL,
  phase         text NOT NULL,
  create_time   timestamptz,
  reason        text,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT phase_moves_pkey PRIMARY KEY (phase_move_id),
  CONSTRAINT phase_moves_conference FOREIGN KEY (conference_id) REFERENCES conferences,
  CONSTRAINT phase_moves_phase_known CHECK (phase IN (
    'UNSPECIFIED', 'WELCOME', 'MAPPING', 'PRIORITIES', 'SOLUTIONS', 'PLAN', 'CONCLUSION'))
);

CREATE TABLE conference_deviations (
  deviation_id  uuid NOT NULL,
  conference_id uuid NOT NULL,
  rule          text NOT NULL,
  reason        text NOT NULL,
  ordinal       bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT conference_deviations_pkey PRIMARY KEY (deviation_id),
  CONSTRAINT conference_deviations_conference FOREIGN KEY (conference_id) REFERENCES conferences
);

CREATE TABLE action_plans (
  conference_id uuid NOT NULL,
  client_id     uuid NOT NULL,
  plan_version  integer NOT NULL,
  state         text NOT NULL,
  approve_time  timestamptz,
  version       bigint      NOT NULL DEFAULT 1,
  CONSTRAINT action_plans_pkey PRIMARY KEY (conference_id),
  CONSTRAINT action_plans_state_known CHECK (state IN (
    'DRAFT', 'APPROVED', 'CHANGED')),
  CONSTRAINT action_plans_conference FOREIGN KEY (conference_id) REFERENCES conferences
);

CREATE TABLE plan_approvals (
  approval_id      uuid NOT NULL,
  conference_id    uuid NOT NULL,
  plan_version     integer NOT NULL,
  participant_id   uuid NOT NULL,
  approved         boolean NOT NULL,
  refused_item_ids text[] NOT NULL,
  attestation      jsonb,
  create_time      timestamptz,
  ordinal          bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT plan_approvals_pkey PRIMARY KEY (approval_id),
  CONSTRAINT plan_approvals_plan FOREIGN KEY (conference_id) REFERENCES action_plans,
  CONSTRAINT plan_approvals_once UNIQUE (conference_id, plan_version, participant_id)
);

CREATE TABLE action_items (
  item_id                 uuid NOT NULL,
  conference_id           uuid NOT NULL,
  client_id               uuid NOT NULL,
  plan_version            integer NOT NULL,
  state                   text NOT NULL,
  topic_id                uuid NOT NULL,
  solution_id             uuid,
  participant_ids         text[] NOT NULL,
  to_be_asked             text,
  what                    text NOT NULL,
  inform_participant_id   uuid,
  plan_b_trigger_position integer,
  plan_b_participant_id   uuid,
  plan_b_what             text,
  plan_b_wording          text,
  plan_b_weeks_after      integer,
  plan_b_from             date,
  plan_b_to               date,
  no_plan_b_reason        text,
  cancel_reason           text,
  replaces_item_id        uuid,
  create_time             timestamptz,
  version                 bigint      NOT NULL DEFAULT 1,
  CONSTRAINT action_items_pkey PRIMARY KEY (item_id),
  CONSTRAINT action_items_state_known CHECK (state IN (
    'PROPOSED', 'OPEN', 'PLAN_B_ACTIVE', 'DONE', 'CANCELLED', 'SUPERSEDED')),
  CONSTRAINT action_items_conference FOREIGN KEY (conference_id) REFERENCES conferences,
  -- CONF-65: somebody does it; CONF-66: a Plan B or a reason for none.
  CONSTRAINT action_items_who CHECK (cardinality(participant_ids) > 0),
  CONSTRAINT action_items_plan_b CHECK ((no_plan_b_reason IS NULL) = (num_nonnulls(
    plan_b_trigger_position, plan_b_participant_id, plan_b_what, plan_b_from, plan_b_to) = 5))
);

CREATE TABLE milestones (
  milestone_id           uuid NOT NULL,
  item_id                uuid NOT NULL,
  position               integer NOT NULL,
  what                   text NOT NULL,
  participant_ids        text[] NOT NULL,
  due_wording            text,
  due_days_after         integer,
  due_weeks_after        integer,
  due_date               date,
  done_time              timestamptz,
  done_by_participant_id uuid,
  miss_time              timestamptz,
  debt_ids               text[] NOT NULL,
  schedule_ids           text[] NOT NULL,
  note                   text,
  ordinal                bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT milestones_pkey PRIMARY KEY (milestone_id),
  CONSTRAINT milestones_item FOREIGN KEY (item_id) REFERENCES action_items,
  CONSTRAINT milestones_position UNIQUE (item_id, position),
  CONSTRAINT milestones_due CHECK (due_date IS NOT NULL)
);

CREATE TABLE minutes (
  conference_id    uuid NOT NULL,
  client_id        uuid NOT NULL,
  state            text NOT NULL,
  text             text NOT NULL,
  edition          integer NOT NULL,
  answers_due_date date,
  approve_time     timestamptz,
  version          bigint      NOT NULL DEFAULT 1,
  CONSTRAINT minutes_pkey PRIMARY KEY (conference_id),
  CONSTRAINT minutes_state_known CHECK (state IN (
    'DRAFT', 'CIRCULATED', 'APPROVED', 'APPROVED_WITH_OBJECTIONS')),
  CONSTRAINT minutes_conference FOREIGN KEY (conference_id) REFERENCES conferences
);

CREATE TABLE minutes_agreements (
  agreement_id        uuid NOT NULL,
  conference_id       uuid NOT NULL,
  edition             integer NOT NULL,
  participant_id      uuid NOT NULL,
  agreed              boolean NOT NULL,
  objection           text,
  is_incomprehensible boolean NOT NULL,
  attestation         jsonb,
  create_time         timestamptz,
  ordinal             bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT minutes_agreements_pkey PRIMARY KEY (agreement_id),
  CONSTRAINT minutes_agreements_minutes FOREIGN KEY (conference_id) REFERENCES minutes,
  CONSTRAINT minutes_agreements_once UNIQUE (conference_id, edition, participant_id)
);

CREATE TABLE content_shares (
  share_id                uuid NOT NULL,
  conference_id           uuid NOT NULL,
  client_id               uuid NOT NULL,
  recipient_agency_id     uuid NOT NULL,
  recipient_department_id uuid,
  parts                   text[] NOT NULL,
  create_time             timestamptz,
  CONSTRAINT content_shares_pkey PRIMARY KEY (share_id),
  CONSTRAINT content_shares_conference FOREIGN KEY (conference_id) REFERENCES conferences
);

CREATE TABLE share_agreements (
  agreement_id   uuid NOT NULL,
  share_id       uuid NOT NULL,
  participant_id uuid NOT NULL,
  agreed         boolean NOT NULL,
  attestation    jsonb,
  ordinal        bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT share_agreements_pkey PRIMARY KEY (agreement_id),
  CONSTRAINT share_agreements_share FOREIGN KEY (share_id) REFERENCES content_shares
);

CREATE INDEX conferences_of_client ON conferences (client_id, create_time DESC, conference_id DESC);
CREATE INDEX participants_of_worker ON participants (worker_id, conference_id);
CREATE INDEX topics_of_conference ON topics (conference_id);
CREATE INDEX solutions_of_conference ON solutions (conference_id);
CREATE INDEX phase_moves_of_conference ON phase_moves (conference_id);
CREATE INDEX conference_deviations_of_conference ON conference_deviations (conference_id);
CREATE INDEX action_items_of_conference ON action_items (conference_id, create_time, item_id);
CREATE INDEX milestones_due_open ON milestones (due_date, item_id) WHERE done_time IS NULL AND miss_time IS NULL;
CREATE INDEX content_shares_of_conference ON content_shares (conference_id);
CREATE INDEX share_agreements_of_share ON share_agreements (share_id);

GRANT SELECT, INSERT, UPDATE ON conferences, action_plans, action_items, minutes, content_shares TO :service_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON participants, topics, solutions, phase_moves, conference_deviations,
  plan_approvals, milestones, minutes_agreements, share_agreements TO :service_app;
