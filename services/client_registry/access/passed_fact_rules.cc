#include "services/client_registry/access/passed_fact_rules.h"

#include "common/rpc/call.h"
#include "common/rpc/holder.h"
#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/consents/refusals.h"

namespace opora::registry::access {
namespace {

rpc::Unit RecipientUnit(const v1::PassedFact& fact) {
  return {fact.recipient_agency_id(), fact.recipient_department_id()};
}

}  // namespace

absl::Status CheckPassedFact(const v1::PassedFact& fact, const rpc::Unit& unit,
                             const std::string& worker_id, absl::Time now) {
  if (RecipientUnit(fact) == unit || fact.recipient_worker_id() == worker_id)
    return rules::Refuse(rule::kAttestationOfProfiteer);
  if (!fact.has_shown_time() || !fact.has_attestation())
    return rules::Refuse(rule::kWordingNotShown);
  const absl::Time agreed = rpc::FromTimestamp(fact.attestation().occurred_at());
  RETURN_IF_ERROR(rules::CheckOccurrence(agreed, now, "fact.attestation.occurred_at"));
  RETURN_IF_ERROR(
      rules::CheckOccurrence(rpc::FromTimestamp(fact.shown_time()), now, "fact.shown_time"));
  if (agreed < rpc::FromTimestamp(fact.shown_time())) return rules::Refuse(rule::kWordingNotShown);
  return absl::OkStatus();
}

void FillPassedFact(const rpc::Unit& unit, const std::string& worker_id, absl::Time now,
                    v1::PassedFact& fact) {
  rpc::SetHolder(unit, fact);
  fact.set_worker_id(worker_id);
  fact.mutable_attestation()->set_attesting_worker_id(worker_id);
  *fact.mutable_create_time() = rpc::ToTimestamp(now);
}

v1::OneOffDisclosure DisclosureOf(const v1::PassedFact& fact) {
  v1::OneOffDisclosure disclosure;
  disclosure.set_disclosure_id(fact.passed_fact_id());
  disclosure.set_client_id(fact.client_id());
  rpc::SetHolder(rpc::HolderOf(fact), disclosure);
  disclosure.set_worker_id(fact.worker_id());
  disclosure.set_basis(common::v1::BASIS_CLIENT_PRESENT);
  *disclosure.mutable_areas() = fact.areas();
  disclosure.set_wording(fact.wording());
  disclosure.set_recipient_agency_id(fact.recipient_agency_id());
  if (fact.has_recipient_department_id())
    disclosure.set_recipient_department_id(fact.recipient_department_id());
  if (fact.has_recipient_worker_id())
    disclosure.set_recipient_worker_id(fact.recipient_worker_id());
  *disclosure.mutable_occurred_at() = fact.create_time();
  *disclosure.mutable_attestation() = fact.attestation();
  *disclosure.mutable_create_time() = fact.create_time();
  return disclosure;
}

bool IsRecipient(const v1::PassedFact& fact, const rpc::Unit& unit, const std::string& worker_id,
                 const std::string& substituted_worker_id) {
  if (RecipientUnit(fact) != unit) return false;
  return !fact.has_recipient_worker_id() || fact.recipient_worker_id() == worker_id ||
         fact.recipient_worker_id() == substituted_worker_id;
}

}  // namespace opora::registry::access
