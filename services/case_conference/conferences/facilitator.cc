#include "services/case_conference/conferences/facilitator.h"

#include "common/time/proto_date.h"
#include "services/case_conference/conferences/participants.h"

namespace opora::conference {
namespace {

constexpr int kIndependentYears = 2;

// Facilitating and recording another conference of the client is no involvement.
constexpr char kInvolvedHere[] =
    "SELECT 1 FROM conferences c JOIN participants p USING (conference_id) WHERE c.client_id = $1 "
    "AND p.worker_id = $2 AND coalesce(c.held_on, c.create_time::date) >= $3::date AND NOT "
    "(p.roles "
    "<@ ARRAY['FACILITATOR', 'RECORDER']) UNION ALL SELECT 1 FROM cases WHERE client_id = $1 AND "
    "case_manager_worker_id = $2 AND (state <> 'CLOSED' OR create_time >= $3::date) LIMIT 1";

absl::CivilDay WindowStart(const v1::Conference& conference, absl::Time now) {
  const absl::CivilDay day =
      conference.has_held_on() ? dates::FromDate(conference.held_on()) : dates::DayAt(now);
  return absl::CivilDay(day.year() - kIndependentYears, day.month(), day.day());
}

}  // namespace

absl::StatusOr<bool> IsIndependent(rpc::Call& call, const RegistryFacts& registry,
                                   const v1::Conference& conference, const std::string& worker_id) {
  const absl::CivilDay since = WindowStart(conference, call.now());
  if (!call.tx()
           .Run(kInvolvedHere, {conference.client_id(), worker_id, dates::DateText(since)})
           .empty()) {
    return false;
  }
  ASSIGN_OR_RETURN(const bool involved,
                   registry.IsInvolved(call, worker_id, conference.client_id(), since));
  return !involved;
}

absl::StatusOr<bool> FacilitatorStillIndependent(rpc::Call& call, const RegistryFacts& registry,
                                                 const v1::Conference& conference) {
  const v1::Participant* facilitator = InRole(conference, v1::CONFERENCE_ROLE_FACILITATOR);
  if (facilitator == nullptr) return true;
  return IsIndependent(call, registry, conference, facilitator->worker_id());
}

}  // namespace opora::conference
