#include "services/case_conference/work/sources.h"

namespace opora::conference {
namespace {

using work::Source;
using work::Whose;
using namespace common::v1;  // NOLINT(google-build-using-namespace): kinds and groups.

// A conference holds its own records: rows of it name it as the holder, and its decider opens them
// to its participants only.
constexpr Source kSources[] = {
    {WORK_KIND_PLAN_ITEM,
     {"A milestone of an action plan is yours.", "Máte milník akčního plánu."},
     "opora.conference.v1.ActionPlanService.ListMyTasks",
     Whose::kInvited,
     "'{SUPPORT_PLAN}'::text[]",
     "SELECT m.milestone_id AS record_id, i.client_id, i.conference_id AS agency_id, NULL::uuid AS "
     "department_id, p.agency_id AS unit_agency_id, p.department_id AS unit_department_id, "
     "p.worker_id, m.due_date, i.create_time AS since FROM action_items i JOIN milestones m USING "
     "(item_id) JOIN participants p ON p.conference_id = i.conference_id AND "
     "p.participant_id::text = ANY(m.participant_ids) WHERE i.state IN ('OPEN', 'PLAN_B_ACTIVE') "
     "AND m.done_time IS NULL AND p.worker_id IS NOT NULL AND p.invite_time IS NOT NULL AND "
     "p.silence_ground IS NOT NULL"},
    {WORK_KIND_INVITATION,
     {"You are invited to a conference and have not answered.",
      "Jste pozváni na případovou konferenci a zatím jste neodpověděli."},
     "opora.conference.v1.ConferenceService.GetConference",
     Whose::kInvited,
     "'{IDENTITY}'::text[]",
     "SELECT c.conference_id AS record_id, c.client_id, c.conference_id AS agency_id, NULL::uuid "
     "AS department_id, p.agency_id AS unit_agency_id, p.department_id AS unit_department_id, "
     "p.worker_id, c.answers_due_date AS due_date, p.invite_time AS since FROM participants p JOIN "
     "conferences c USING (conference_id) WHERE p.worker_id IS NOT NULL AND p.invite_time IS NOT "
     "NULL AND p.answer_time IS NULL AND c.state IN ('CONTRACTED', 'ORGANISING')"},
    {WORK_KIND_PLAN_ITEM,
     {"An item of a support plan is yours.", "Máte krok plánu podpory."},
     "opora.conference.v1.SupportPlanService.ListSupportPlans",
     Whose::kForeign,
     "ARRAY[s.area]",
     "SELECT i.item_id AS record_id, p.client_id, p.agency_id, p.department_id, i.owner_agency_id "
     "AS unit_agency_id, i.owner_department_id AS unit_department_id, i.owner_worker_id AS "
     "worker_id, i.to_date AS due_date, p.create_time AS since, i.area FROM plan_items i JOIN "
     "support_plans p USING (plan_id) WHERE i.state = 'OPEN' AND i.owner_worker_id IS NOT NULL"},
    {WORK_KIND_EVALUATION,
     {"The evaluation of a support plan is due.", "Plán podpory má být vyhodnocen."},
     "opora.conference.v1.SupportPlanService.ListDueEvaluations",
     Whose::kOwn,
     "'{SUPPORT_PLAN}'::text[]",
     "SELECT p.plan_id AS record_id, p.client_id, p.agency_id, p.department_id, "
     "c.case_manager_worker_id AS worker_id, p.next_evaluation_date AS due_date, "
     "(p.next_evaluation_date - 14)::timestamptz AS since FROM support_plans p JOIN cases c USING "
     "(case_id) WHERE c.state IN ('PLANNED', 'IN_PROGRESS', 'EVALUATING') AND p.cycle = c.cycle "
     "AND p.next_evaluation_date <= $1::date + 14"},
    {WORK_KIND_CRISIS,
     {"A task after a crisis is yours.", "Máte úkol po krizové situaci."},
     "opora.conference.v1.CrisisService.GetCrisis",
     Whose::kOwn,
     "'{CRISIS}'::text[]",
     "SELECT task_id AS record_id, client_id, agency_id, department_id, worker_id, NULL::date AS "
     "due_date, create_time AS since FROM crisis_tasks WHERE done_time IS NULL"},
};

}  // namespace

std::span<const Source> WorkSources() { return kSources; }

}  // namespace opora::conference
