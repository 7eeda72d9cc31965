#include "services/case_conference/conference_decider.h"

#include "services/case_conference/conferences/room.h"

namespace opora::conference {
namespace {

// One row when the holder is a conference: whether the worker was invited, and bound to silence.
constexpr char kMembership[] =
    "SELECT p.worker_id IS NOT NULL, coalesce(p.silence_ground IS NOT NULL, false) FROM "
    "conferences c LEFT JOIN participants p ON p.conference_id = c.conference_id AND "
    "p.invite_time IS NOT NULL AND p.worker_id = ANY($2::uuid[]) WHERE c.conference_id = $1 "
    "ORDER BY 2 DESC LIMIT 1";

}  // namespace

std::optional<rpc::Grants> ConferenceDecider::DecideHere(rpc::Call& call,
                                                         const rpc::Subject& subject) {
  if (!subject.holder.department_id.empty() || subject.holder.agency_id.empty())
    return RemoteDecider::DecideHere(call, subject);
  const pqxx::result rows = call.tx().Run(
      kMembership, {subject.holder.agency_id, db::ArrayLiteral(SelfAndSubstituted(call.caller()))});
  if (rows.empty()) return RemoteDecider::DecideHere(call, subject);
  rpc::Grants grants;
  if (!rows[0][0].as<bool>()) {
    grants.denied_rule = "CONF-45";
    grants.denied_reason = "NOT_A_PARTICIPANT";
  } else if (rows[0][1].as<bool>()) {
    grants.own = true;
  } else {
    grants.areas[common::v1::DATA_AREA_IDENTITY].basis = common::v1::BASIS_OWN_RECORD;
  }
  return grants;
}

}  // namespace opora::conference
