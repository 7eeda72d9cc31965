#include "services/client_registry/debts/debt_access.h"

#include "common/rpc/hold_own.h"
#include "common/rules/rule.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/agencies/unit_store.h"

namespace opora::registry {
namespace {

bool IsService(const rpc::Call& call) { return call.caller().kind == common::v1::CALLER_SERVICE; }

bool OpenedByCaller(rpc::Call& call, const std::string& debt_id) {
  return IsService(call) && !call.tx()
                                 .Run("SELECT 1 FROM debts WHERE debt_id = $1 AND x_service = $2",
                                      {debt_id, call.caller().service})
                                 .empty();
}

absl::StatusOr<rpc::Unit> UnitNamed(rpc::Call& call, const v1::Debt& debt) {
  if (!access::FactsOf(call, debt.client_id()).exists)
    return call.HiddenRefusal("XC-13", "NO_SUCH_CLIENT");
  if (!debt.has_source_ref()) {
    return rules::InvalidField("debt.source_ref", "SOURCE_REF_REQUIRED",
                               "is needed from a service, so that it opens the debt once");
  }
  RETURN_IF_ERROR(ReadUnit(call.tx(), debt.agency_id(), debt.department_id(), "",
                           {"debt.agency_id", "debt.department_id", "", /*or_closed=*/true})
                      .status());
  return rpc::Unit{debt.agency_id(), debt.department_id()};
}

}  // namespace

absl::StatusOr<rpc::Unit> HolderOfNew(rpc::Call& call, const v1::Debt& debt) {
  if (IsService(call)) return UnitNamed(call, debt);
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({debt.client_id(), {}}));
  if (!grants->own) return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  return call.caller().unit;
}

absl::Status CheckHolds(rpc::Call& call, const v1::Debt& debt) {
  call.SetClient(debt.client_id());
  if (IsService(call) ? OpenedByCaller(call, debt.debt_id())
                      : rpc::HolderOf(debt) == call.caller().unit) {
    return absl::OkStatus();
  }
  return call.HiddenRefusal("XC-13", "FOREIGN_DEBT");
}

absl::Status CheckHoldsOrClaims(rpc::Call& call, const v1::Debt& debt) {
  if (IsService(call) || rpc::HolderOf(debt) == call.caller().unit) return CheckHolds(call, debt);
  call.SetClient(debt.client_id());
  ASSIGN_OR_RETURN(const rpc::Grants* grants,
                   call.GrantsFor({debt.client_id(), rpc::HolderOf(debt)}));
  const bool claims = debt.creditor_agency_id() == call.caller().unit.agency_id;
  if (claims && grants->Covers(common::v1::DATA_AREA_DEBTS)) return absl::OkStatus();
  return call.HiddenRefusal("XC-13", "FOREIGN_DEBT");
}

void HoldForAnswer(rpc::Call& call, const v1::Debt& debt) {
  if (!IsService(call)) return;
  rpc::HoldOwn(call, debt);
}

void MarkOpenedBy(rpc::Call& call, const v1::Debt& debt) {
  if (call.caller().service.empty()) return;
  call.tx().Run("UPDATE debts SET x_service = $2 WHERE debt_id = $1",
                {debt.debt_id(), call.caller().service});
}

}  // namespace opora::registry
