#include "services/case_conference/conferences/facilitator.h"

#include "common/time/proto_date.h"
#include "services/case_conference/conferences/participants.h"

namespace opora::conference {
namespace {

constexpr int kIndependentYears = 2;

// Whatever names a worker in cases, crises and conferences of the client; a new table that does
// belongs here. Facilitating and recording another conference of the client is no involvement. Days
// are those of Prague.
constexpr char kInvolvedHere[] =
    "WITH since AS (SELECT $3::date AS day, $3::date::timestamp AT TIME ZONE 'Europe/Prague' AS "
    "instant) SELECT 1 FROM ("
    "SELECT p.worker_id FROM conferences c JOIN participants p USING (conference_id), since "
    "  WHERE c.client_id IN (SELECT records_of($1)) AND coalesce(c.held_on, c.create_time::date) "
    ">= day "
    "  AND NOT (p.roles <@ ARRAY['FACILITATOR', 'RECORDER']) "
    "UNION ALL SELECT unnest(ARRAY[c.case_manager_worker_id, m.worker_id, i.owner_worker_id]) "
    "  FROM cases c LEFT JOIN case_members m USING (case_id) LEFT JOIN support_plans s USING "
    "  (case_id) LEFT JOIN plan_items i ON i.plan_id = s.plan_id, since "
    "  WHERE c.client_id IN (SELECT records_of($1)) AND (c.state <> 'CLOSED' OR c.close_time >= "
    "instant) "
    "UNION ALL SELECT key_worker_id FROM crises, since "
    "  WHERE client_id IN (SELECT records_of($1)) AND coalesce(close_time, 'infinity') >= instant "
    "UNION ALL SELECT worker_id FROM crisis_reflections, since "
    "  WHERE client_id IN (SELECT records_of($1)) AND coalesce(close_time, 'infinity') >= instant "
    "UNION ALL SELECT worker_id FROM crisis_tasks, since "
    "  WHERE client_id IN (SELECT records_of($1)) AND coalesce(done_time, 'infinity') >= instant "
    "UNION ALL SELECT evaluator_worker_id FROM plan_evaluations, since "
    "  WHERE client_id IN (SELECT records_of($1)) AND occurred_at >= instant "
    "UNION ALL SELECT worker_id FROM (SELECT client_id, worker_id, occurred_at FROM assessments "
    "  UNION ALL SELECT client_id, worker_id, occurred_at FROM plan_monitorings "
    "  UNION ALL SELECT client_id, worker_id, create_time FROM case_demands "
    "  UNION ALL SELECT client_id, worker_id, create_time FROM case_notes "
    "  UNION ALL SELECT client_id, worker_id, create_time FROM crisis_plans "
    "  UNION ALL SELECT client_id, worker_id, occurred_at FROM emergency_overrides "
    "  UNION ALL SELECT client_id, worker_id, occurred_at FROM mandatory_reports "
    "  UNION ALL SELECT client_id, worker_id, occurred_at FROM police_contacts "
    "  UNION ALL SELECT client_id, worker_id, occurred_at FROM flat_entries) done, since "
    "  WHERE client_id IN (SELECT records_of($1)) AND occurred_at >= instant) found WHERE "
    "worker_id = $2 LIMIT 1";

absl::CivilDay WindowStart(const v1::Conference& conference, absl::Time now) {
  const absl::CivilDay day =
      conference.has_held_on() ? dates::FromDate(conference.held_on()) : dates::DayAt(now);
  return absl::CivilDay(day.year() - kIndependentYears, day.month(), day.day());
}

}  // namespace

absl::StatusOr<bool> IsIndependent(rpc::Call& call, const NeighbourFacts& neighbours,
                                   const v1::Conference& conference, const std::string& worker_id) {
  const absl::CivilDay since = WindowStart(conference, call.now());
  if (!call.tx()
           .Run(kInvolvedHere, {conference.client_id(), worker_id, dates::DateText(since)})
           .empty()) {
    return false;
  }
  ASSIGN_OR_RETURN(const bool involved,
                   neighbours.IsInvolved(call, worker_id, conference.client_id(), since));
  return !involved;
}

absl::StatusOr<bool> FacilitatorStillIndependent(rpc::Call& call, const NeighbourFacts& neighbours,
                                                 const v1::Conference& conference) {
  const v1::Participant* facilitator = InRole(conference, v1::CONFERENCE_ROLE_FACILITATOR);
  if (facilitator == nullptr) return true;
  return IsIndependent(call, neighbours, conference, facilitator->worker_id());
}

}  // namespace opora::conference
