#include "services/client_registry/access/made_disclosure_service.h"

#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "services/client_registry/access/one_off_rules.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

// What the service has to say, since no caller says it.
absl::Status CheckComplete(rpc::Call& call, const v1::OneOffDisclosure& disclosure) {
  if (disclosure.basis() == common::v1::BASIS_CLIENT_PRESENT || disclosure.source_ref().empty() ||
      !disclosure.has_occurred_at() || !ids::IsUuid(disclosure.agency_id()) ||
      !ids::IsUuid(disclosure.worker_id())) {
    return rules::InvalidField("disclosure", "DISCLOSURE_INCOMPLETE",
                               "lacks who told, when, on which basis or for which act");
  }
  const auto worker = call.tx().Run("SELECT 1 FROM workers WHERE worker_id = $1 AND agency_id = $2",
                                    {disclosure.worker_id(), disclosure.agency_id()});
  if (!worker.empty()) return absl::OkStatus();
  return rules::InvalidField("disclosure.worker_id", "WORKER_UNKNOWN",
                             "is no worker of the agency");
}

absl::Status CheckTold(const v1::OneOffDisclosure& disclosure, absl::Time now) {
  access::Teller teller;
  teller.unit = rpc::HolderOf(disclosure);
  teller.worker_id = disclosure.worker_id();
  teller.support_role = true;
  RETURN_IF_ERROR(access::CheckOneOff(disclosure, teller, now));
  for (int area : disclosure.areas()) {
    if (area == common::v1::DATA_AREA_REPORTER) return rules::Refuse(rule::kReporterClosed);
  }
  return access::CheckCompetent(disclosure.basis(),
                                access::OutsideParty(disclosure.outside_recipient()));
}

std::vector<v1::OneOffDisclosure> ToldBefore(rpc::Call& call, const v1::OneOffDisclosure& asked) {
  return db::Select<v1::OneOffDisclosure>(
      call.tx(),
      "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND r.source_ref = $3 "
      "FOR UPDATE",
      {asked.agency_id(), asked.department_id(), asked.source_ref()});
}

// The disclosure in the client's list, as of the worker who made it.
void Audit(rpc::Call& call, const v1::OneOffDisclosure& disclosure) {
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(disclosure.client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_DISCLOSED);
  *entry.mutable_areas() = disclosure.areas();
  entry.set_basis(disclosure.basis());
  entry.set_caller(common::v1::CALLER_PERSON);
  entry.set_worker_id(disclosure.worker_id());
  entry.set_agency_id(disclosure.agency_id());
  entry.set_department_id(disclosure.department_id());
  entry.set_outside_recipient(db::Stored(disclosure.outside_recipient()));
}

}  // namespace

void MadeDisclosureService::Register(rpc::Methods& methods) {
  rpc::Bind(methods, "opora.registry.v1.AccessService", "RecordDisclosureMade", *this,
            &MadeDisclosureService::RecordDisclosureMade);
}

absl::StatusOr<v1::RecordDisclosureMadeResponse> MadeDisclosureService::RecordDisclosureMade(
    rpc::Call& call, const v1::RecordDisclosureMadeRequest& request) {
  v1::RecordDisclosureMadeResponse response;
  v1::OneOffDisclosure disclosure = request.disclosure();
  RETURN_IF_ERROR(CheckComplete(call, disclosure));
  if (!access::FactsOf(call, disclosure.client_id()).exists) return rules::NotFound();
  RETURN_IF_ERROR(CheckTold(disclosure, call.now()));
  auto told = ToldBefore(call, disclosure);
  if (!told.empty()) {
    v1::OneOffDisclosure& stored = told.front();
    if (!access::IsSameOneOff(stored, disclosure)) {
      return rules::InvalidField("disclosure.source_ref", "SOURCE_REF_REUSED",
                                 "names another disclosure");
    }
    response.set_disclosure_id(stored.disclosure_id());
    if (stored.has_observed_facts() || !disclosure.has_observed_facts()) return response;
    stored.set_observed_facts(disclosure.observed_facts());
    db::Update(call.tx(), stored, {"observed_facts"});
    const v1::OneOffFact fact = FactOf(stored);
    call.Emit("OneOffFactsRecorded", stored, &fact);
    return response;
  }
  disclosure.set_disclosure_id(ids::RandomId());
  access::FillOneOff(rpc::HolderOf(disclosure), disclosure.worker_id(), call.now(), disclosure);
  db::Insert(call.tx(), disclosure);
  const v1::OneOffFact fact = FactOf(disclosure);
  call.Emit("OneOffDisclosed", disclosure, &fact);
  Audit(call, disclosure);
  response.set_disclosure_id(disclosure.disclosure_id());
  return response;
}

}  // namespace opora::registry
