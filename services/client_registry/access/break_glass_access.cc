#include "services/client_registry/access/break_glass_access.h"

#include <algorithm>

#include "common/db/record.h"
#include "common/rpc/policy.h"

namespace opora::registry::access {

Reviewer ReviewerOf(const rpc::Call& call) {
  Reviewer reviewer;
  reviewer.worker_id = call.caller().worker_id;
  reviewer.substituted_worker_id = call.caller().substituted_worker_id;
  reviewer.unit = call.caller().unit;
  const common::v1::ActingRole role = call.caller().role;
  reviewer.leads = rpc::IsInGroup(role, common::v1::ROLE_GROUP_LEADERSHIP) ||
                   rpc::IsInGroup(role, common::v1::ROLE_GROUP_AUDIT);
  return reviewer;
}

void Show(rpc::Call& call, const v1::BreakGlass& glass, bool own_side) {
  rpc::Grants grants;
  grants.own = own_side;
  // Covers no area of the record, so that what the worker wrote stays on the worker's side.
  if (!own_side)
    grants.areas[common::v1::DATA_AREA_UNSPECIFIED].basis = common::v1::BASIS_OWN_RECORD;
  call.Hold({glass.client_id(), rpc::HolderOf(glass)}, std::move(grants));
}

absl::StatusOr<v1::BreakGlass> LockOnOwnSide(rpc::Call& call, const std::string& break_glass_id) {
  ASSIGN_OR_RETURN(v1::BreakGlass glass, db::Lock<v1::BreakGlass>(call.tx(), break_glass_id));
  call.SetClient(glass.client_id());
  if (!IsOnOwnSide(glass, ReviewerOf(call)))
    return call.HiddenRefusal("XC-26", "FOREIGN_BREAK_GLASS");
  Show(call, glass, true);
  return glass;
}

}  // namespace opora::registry::access
