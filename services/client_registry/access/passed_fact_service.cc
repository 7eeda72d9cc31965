#include "services/client_registry/access/passed_fact_service.h"

#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/listing.h"
#include "common/rpc/page.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/access/one_off_rules.h"
#include "services/client_registry/access/passed_fact_rules.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/deaths/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

using access::DataArea;
access::Intent IntentOf(const v1::PassOnFactRequest& request) {
  const v1::PassedFact& fact = request.fact();
  access::Intent intent;
  intent.client_id = fact.client_id();
  intent.recipient.set_agency_id(fact.recipient_agency_id());
  intent.recipient.set_department_id(fact.recipient_department_id());
  intent.recipient.set_worker_id(fact.recipient_worker_id());
  intent.one_off = common::v1::BASIS_CLIENT_PRESENT;
  intent.passed_on = true;
  intent.recipient_field = "fact.recipient_";
  for (int area : fact.areas()) intent.areas.push_back(static_cast<DataArea>(area));
  for (int topic : request.topics()) intent.topics.insert(static_cast<DataArea>(topic));
  return intent;
}

// The note that the fact comes from is the own unit's, about the same person.
absl::Status CheckSource(rpc::Call& call, const v1::PassedFact& fact) {
  if (!fact.has_support_record_id()) return absl::OkStatus();
  const rpc::Unit& unit = call.caller().unit;
  const auto found = call.tx().Run(
      "SELECT 1 FROM support_records WHERE support_record_id = $1 AND client_id IN (SELECT * FROM "
      "records_of($2)) AND agency_id = $3 AND coalesce(department_id::text, '') = $4",
      {fact.support_record_id(), fact.client_id(), unit.agency_id, unit.department_id});
  if (!found.empty()) return absl::OkStatus();
  return rules::InvalidField("fact.support_record_id", "SUPPORT_RECORD_UNKNOWN",
                             "is no record of support of this client by the caller's unit");
}

// Of the two who may read a fact, the recipient's reading is a disclosure; it says so for itself.
absl::Status Admit(rpc::Call& call, const v1::PassedFact& fact) {
  const rpc::Caller& caller = call.caller();
  if (rpc::HolderOf(fact) == caller.unit) {
    rpc::HoldOwn(call, fact);
    return absl::OkStatus();
  }
  if (!access::IsRecipient(fact, caller.unit, caller.worker_id, caller.substituted_worker_id))
    return call.HiddenRefusal("XC-36", "FOREIGN_PASSED_FACT");
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(fact.client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_READ);
  entry.set_basis(common::v1::BASIS_CLIENT_PRESENT);
  *entry.mutable_areas() = fact.areas();
  return absl::OkStatus();
}

v1::Override OverrideOf(const v1::OneOffDisclosure& disclosure, absl::Time now) {
  v1::Override told;
  *told.mutable_disclosure() = disclosure;
  const std::optional<absl::Time> due = access::FactsDue(disclosure);
  if (!due.has_value()) return told;
  *told.mutable_facts_due_time() = rpc::ToTimestamp(*due);
  told.set_overdue(*due < now);
  return told;
}

}  // namespace

void PassedFactService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AccessService";
  rpc::Bind(methods, kInterface, "PassOnFact", *this, &PassedFactService::PassOnFact);
  rpc::Bind(methods, kInterface, "GetPassedFact", *this, &PassedFactService::GetPassedFact);
  rpc::Bind(methods, kInterface, "ListPassedFacts", *this, &PassedFactService::ListPassedFacts);
  rpc::Bind(methods, kInterface, "ListOverrides", *this, &PassedFactService::ListOverrides);
}

absl::StatusOr<v1::PassOnFactResponse> PassedFactService::PassOnFact(
    rpc::Call& call, const v1::PassOnFactRequest& request) {
  const rpc::Caller& caller = call.caller();
  v1::PassOnFactResponse response;
  v1::PassedFact& fact = *response.mutable_fact();
  fact = request.fact();
  const access::Facts& facts = access::FactsOf(call, fact.client_id());
  if (!facts.exists) return call.HiddenRefusal("XC-13", "NO_SUCH_CLIENT");
  if (!facts.units.contains(caller.unit)) return call.HiddenRefusal("XC-13", "NO_OWN_RECORD");
  RETURN_IF_ERROR(access::CheckPassedFact(fact, caller.unit, caller.worker_id, call.now()));
  if (ReadRepresented(call.tx(), fact.client_id()).IsDead())
    return rules::Refuse(rule::kClientDied);
  RETURN_IF_ERROR(CheckSource(call, fact));
  ASSIGN_OR_RETURN(const v1::DisclosureDecision decision,
                   access::DecideDisclosure(call, IntentOf(request)));
  RETURN_IF_ERROR(access::RefusalOf(decision));
  fact.set_passed_fact_id(ids::RandomId());
  access::FillPassedFact(caller.unit, caller.worker_id, call.now(), fact);
  v1::OneOffDisclosure disclosure = access::DisclosureOf(fact);
  db::Insert(call.tx(), disclosure);
  db::Insert(call.tx(), fact);
  const v1::OneOffFact told = FactOf(disclosure);
  call.Emit("OneOffDisclosed", disclosure, &told);
  call.Emit("FactPassedOn", fact);
  rpc::HoldOwn(call, fact);
  return response;
}

absl::StatusOr<v1::GetPassedFactResponse> PassedFactService::GetPassedFact(
    rpc::Call& call, const v1::GetPassedFactRequest& request) {
  v1::GetPassedFactResponse response;
  ASSIGN_OR_RETURN(*response.mutable_fact(),
                   db::Get<v1::PassedFact>(call.tx(), request.passed_fact_id()));
  call.SetClient(response.fact().client_id());
  RETURN_IF_ERROR(Admit(call, response.fact()));
  return response;
}

absl::StatusOr<v1::ListPassedFactsResponse> PassedFactService::ListPassedFacts(
    rpc::Call& call, const v1::ListPassedFactsRequest& request) {
  const rpc::Caller& caller = call.caller();
  v1::ListPassedFactsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "($1::uuid IS NULL OR r.client_id IN (SELECT * FROM records_of($1::uuid))) AND (r.agency_id "
      "= $2 AND coalesce(r.department_id::text, '') = $3 OR r.recipient_agency_id = $2 AND "
      "coalesce(r.recipient_department_id::text, '') = $3 AND (r.recipient_worker_id IS NULL OR "
      "r.recipient_worker_id = $4::uuid OR r.recipient_worker_id = $5::uuid))",
      {db::OrNull(request.client_id()), caller.unit.agency_id, caller.unit.department_id,
       caller.worker_id, db::OrNull(caller.substituted_worker_id)},
      *response.mutable_facts(), response));
  for (const v1::PassedFact& fact : response.facts()) RETURN_IF_ERROR(Admit(call, fact));
  return response;
}

absl::StatusOr<v1::ListOverridesResponse> PassedFactService::ListOverrides(
    rpc::Call& call, const v1::ListOverridesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  auto disclosures = db::Select<v1::OneOffDisclosure>(
      call.tx(),
      "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND r.basis IN "
      "('EMERGENCY', 'MANDATORY_REPORT') AND (NOT $3::boolean OR r.basis = 'EMERGENCY' AND "
      "r.observed_facts IS NULL AND r.occurred_at < $4::timestamptz) AND ($5::timestamptz IS NULL "
      "OR (r.create_time, r.disclosure_id) < ($5::timestamptz, $6::uuid)) ORDER BY r.create_time "
      "DESC, r.disclosure_id DESC LIMIT $7",
      {call.caller().unit.agency_id, call.caller().unit.department_id,
       request.overdue_only() ? "t" : "f",
       db::TimestampText(rpc::ToTimestamp(call.now() - access::kTimeForFacts)), page.Key(0),
       page.Key(1), page.Limit()});
  v1::ListOverridesResponse response;
  if (const auto* last = rpc::CutToPage(page, disclosures))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText(last->create_time()), last->disclosure_id()}));
  for (const v1::OneOffDisclosure& disclosure : disclosures) {
    rpc::HoldOwn(call, disclosure);
    *response.add_overrides() = OverrideOf(disclosure, call.now());
  }
  return response;
}

}  // namespace opora::registry
