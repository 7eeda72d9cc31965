#include "services/client_registry/workforce/separation.h"

#include "common/advice/judge.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/workforce/refusals.h"
#include "services/client_registry/workforce/substitution_store.h"

namespace opora::registry {

absl::Status CheckBesidePerson(rpc::Call& call, const v1::ClientAssignment& wanted,
                               std::vector<v1::ClientAssignment> open,
                               std::vector<common::v1::Warning>& warnings) {
  for (auto& shared : SharedByDeputies(call.tx(), wanted, open, call.now()))
    open.push_back(std::move(shared));
  const absl::Status status = CheckBesideOpen(wanted, open);
  if (rules::ReasonOf(status) != rule::kStanceConflict.reason) return status;
  if (MayMergeRoles(call.tx(), wanted.worker_id(), dates::DayAt(call.now()))) {
    warnings.push_back(rules::Warn(rule::kRolesMerged, call.language()));
  } else {
    advice::Judge judge(call, rule::Recommendations());
    RETURN_IF_ERROR(judge.Settle(status));
    warnings.insert(warnings.end(), judge.warnings().begin(), judge.warnings().end());
  }
  std::erase_if(open, [&](const v1::ClientAssignment& other) {
    return other.worker_id() == wanted.worker_id();
  });
  return CheckBesideOpen(wanted, open);
}

}  // namespace opora::registry
