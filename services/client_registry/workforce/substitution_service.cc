#include "services/client_registry/workforce/substitution_service.h"

#include <algorithm>

#include "common/advice/judge.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/time/proto_date.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/workforce/refusals.h"
#include "services/client_registry/workforce/substitution_store.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

struct Pair {
  v1::Worker absent;
  v1::Worker deputy;
};

// Both workers, locked in the order of their ids: whoever assigns one of them waits.
absl::StatusOr<Pair> LockBoth(rpc::Call& call, const v1::Substitution& wanted) {
  std::vector<std::pair<std::string, const char*>> ids = {
      {wanted.absent_worker_id(), "substitution.absent_worker_id"},
      {wanted.deputy_worker_id(), "substitution.deputy_worker_id"}};
  std::sort(ids.begin(), ids.end());
  Pair pair;
  for (const auto& [id, field] : ids) {
    auto worker = db::Lock<v1::Worker>(call.tx(), id);
    if (!worker.ok()) return rules::InvalidField(field, "WORKER_UNKNOWN", "is no worker");
    if (id == wanted.absent_worker_id()) pair.absent = *worker;
    if (id == wanted.deputy_worker_id()) pair.deputy = *worker;
  }
  return pair;
}

absl::Status CheckDeputy(rpc::Call& call, const v1::Substitution& wanted, advice::Judge& judge) {
  const absl::CivilDay today = dates::DayAt(call.now());
  if (MayMergeRoles(call.tx(), wanted.deputy_worker_id(), today)) return absl::OkStatus();
  std::set<common::v1::ActingRole> roles;
  for (int role : wanted.roles()) roles.insert(static_cast<common::v1::ActingRole>(role));
  auto lent = AssignmentsByPerson(call.tx(), wanted.absent_worker_id());
  std::erase_if(lent, [&](const v1::ClientAssignment& one) { return !roles.contains(one.role()); });
  return judge.Settle(
      SeparationRefusals(lent, roles, HeldBy(call.tx(), wanted.deputy_worker_id(), today)));
}

rpc::Unit UnitOf(const v1::Substitution& substitution) {
  return {substitution.agency_id(), substitution.department_id()};
}

bool MayEnd(const rpc::Caller& caller, const v1::Substitution& substitution) {
  return caller.worker_id == substitution.absent_worker_id() ||
         caller.worker_id == substitution.deputy_worker_id() ||
         caller.role == common::v1::ACTING_ROLE_HEAD_OF_UNIT;
}

}  // namespace

void SubstitutionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  rpc::Bind(methods, kInterface, "CreateSubstitution", *this,
            &SubstitutionService::CreateSubstitution);
  rpc::Bind(methods, kInterface, "EndSubstitution", *this, &SubstitutionService::EndSubstitution);
  rpc::Bind(methods, kInterface, "ListSubstitutions", *this,
            &SubstitutionService::ListSubstitutions);
}

absl::StatusOr<v1::CreateSubstitutionResponse> SubstitutionService::CreateSubstitution(
    rpc::Call& call, const v1::CreateSubstitutionRequest& request) {
  v1::CreateSubstitutionResponse response;
  v1::Substitution& substitution = *response.mutable_substitution();
  substitution = request.substitution();
  ASSIGN_OR_RETURN(const Pair pair, LockBoth(call, substitution));
  RETURN_IF_ERROR(CheckMayEnter(call.caller(), pair.absent));
  RETURN_IF_ERROR(CheckSubstitution(substitution, pair.absent, pair.deputy, call.now()));
  RETURN_IF_ERROR(CheckActive(call.tx(), pair.deputy, call.now()));
  if (HasLeft(call.tx(), pair.absent.worker_id(), call.now()))
    return rules::Refuse(rule::kWorkerNotActive);
  ASSIGN_OR_RETURN(const auto roles,
                   RolesLent(substitution, RolesHeld(call.tx(), pair.absent.worker_id(),
                                                     dates::DayAt(call.now()))));
  substitution.clear_roles();
  for (common::v1::ActingRole role : roles) substitution.add_roles(role);
  advice::Judge judge(call, rule::Recommendations());
  RETURN_IF_ERROR(CheckDeputy(call, substitution, judge));
  judge.WarnIn(response);
  substitution.set_substitution_id(ids::RandomId());
  rpc::SetHolder(opora::registry::UnitOf(pair.absent), substitution);
  substitution.set_entered_by_worker_id(call.caller().worker_id);
  substitution.clear_ended_time();
  *substitution.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), substitution);
  call.Emit("SubstitutionEntered", substitution);
  return response;
}

absl::StatusOr<v1::EndSubstitutionResponse> SubstitutionService::EndSubstitution(
    rpc::Call& call, const v1::EndSubstitutionRequest& request) {
  v1::EndSubstitutionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_substitution(),
                   db::Lock<v1::Substitution>(call.tx(), request.substitution_id()));
  v1::Substitution& substitution = *response.mutable_substitution();
  if (UnitOf(substitution) != call.caller().unit) return rules::NotFound();
  if (!MayEnd(call.caller(), substitution)) return rules::Refuse(rule::kNotYoursToSubstitute);
  if (substitution.has_ended_time() || rpc::FromTimestamp(substitution.end_time()) <= call.now())
    return response;
  *substitution.mutable_ended_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), substitution, {"ended_time"});
  call.Emit("SubstitutionEnded", substitution);
  return response;
}

absl::StatusOr<v1::ListSubstitutionsResponse> SubstitutionService::ListSubstitutions(
    rpc::Call& call, const v1::ListSubstitutionsRequest& request) {
  v1::ListSubstitutionsResponse response;
  RETURN_IF_ERROR(
      rpc::ListNewest(call, request,
                      "r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid AND "
                      "($3::uuid IS NULL OR $3::uuid IN (r.absent_worker_id, r.deputy_worker_id)) "
                      "AND ($4 OR (r.ended_time IS NULL AND r.end_time > $5))",
                      {call.caller().unit.agency_id, db::OrNull(call.caller().unit.department_id),
                       db::OrNull(request.worker_id()), request.include_past() ? "t" : "f",
                       db::TimestampText(rpc::ToTimestamp(call.now()))},
                      *response.mutable_substitutions(), response));
  return response;
}

}  // namespace opora::registry
