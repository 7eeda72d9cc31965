#include "services/case_conference/crises/disclosures.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/rule.h"
#include "opora/registry/v1/access.pb.h"

namespace opora::conference {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr char kDiscloseOnce[] = "opora.registry.v1.AccessService.DiscloseOnce";
constexpr char kRecordMade[] = "opora.registry.v1.AccessService.RecordDisclosureMade";

// The answer as the fields that overrides and filings have in common.
template <typename Record>
void Take(const absl::Status& status, const google::protobuf::Message& response, Record& record) {
  if (record.disclosure_state() == v1::DISCLOSURE_STATE_RECORDED) return;
  if (!status.ok()) {
    record.set_disclosure_state(v1::DISCLOSURE_STATE_REFUSED);
    record.set_disclosure_reason(rules::ReasonOf(status));
    return;
  }
  record.set_disclosure_state(v1::DISCLOSURE_STATE_RECORDED);
  record.set_disclosure_id(
      static_cast<const registry::v1::RecordDisclosureMadeResponse&>(response).disclosure_id());
  record.clear_disclosure_reason();
}

absl::Status SettleOverride(rpc::Call& call, const relay::Intent& intent,
                            const absl::Status& status, const google::protobuf::Message& response) {
  ASSIGN_OR_RETURN(v1::EmergencyOverride record,
                   db::Lock<v1::EmergencyOverride>(call.tx(), intent.record_id));
  Take(status, response, record);
  db::Update(call.tx(), record, {"disclosure_state", "disclosure_id", "disclosure_reason"});
  call.Emit("OverrideDisclosureEntered", record);
  return absl::OkStatus();
}

absl::Status SettleReport(rpc::Call& call, const relay::Intent& intent, const absl::Status& status,
                          const google::protobuf::Message& response) {
  registry::v1::RecordDisclosureMadeRequest request;
  request.ParseFromString(intent.request);
  ASSIGN_OR_RETURN(v1::MandatoryReport report,
                   db::Lock<v1::MandatoryReport>(call.tx(), intent.record_id));
  for (v1::ReportFiling& filing : *report.mutable_filings()) {
    if (filing.filing_id() == request.disclosure().source_ref()) Take(status, response, filing);
  }
  db::Update(call.tx(), report, {"filings"});
  call.Emit("ReportDisclosureEntered", report);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Entered> Disclosures::Tell(const rpc::Call& call,
                                          const registry::v1::OneOffDisclosure& disclosure) const {
  rpc::CallFacts facts = call.facts();
  facts.deadline = std::min(facts.deadline, absl::Now() + kPatience);
  registry::v1::DiscloseOnceRequest request;
  *request.mutable_disclosure() = disclosure;
  registry::v1::DiscloseOnceResponse response;
  const absl::Status status = registry_.CallAs(facts, kDiscloseOnce, request, response);
  if (relay::MayChange(status)) return Entered{};
  RETURN_IF_ERROR(status);
  return Entered{v1::DISCLOSURE_STATE_RECORDED, response.disclosure().disclosure_id()};
}

void TellLater(rpc::Call& call, std::string_view kind, const std::string& record_id,
               const registry::v1::OneOffDisclosure& disclosure) {
  registry::v1::RecordDisclosureMadeRequest request;
  *request.mutable_disclosure() = disclosure;
  relay::Promise(call.tx(), kind, kRecordMade, disclosure.client_id(), record_id, request);
}

std::vector<relay::Delivery> DisclosureDeliveries() {
  using Request = registry::v1::RecordDisclosureMadeRequest;
  using Response = registry::v1::RecordDisclosureMadeResponse;
  return {{kOfOverride, kRecordMade, &Request::default_instance(), &Response::default_instance(),
           SettleOverride},
          {kOfReport, kRecordMade, &Request::default_instance(), &Response::default_instance(),
           SettleReport}};
}

std::string IdForRequest(const rpc::Call& call, const std::string& request_id) {
  if (request_id.empty()) return ids::RandomId();
  const std::string text =
      absl::StrCat(call.method().full_name(), "\n", call.caller().worker_id, "\n", request_id);
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0f) | 0x40);
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3f) | 0x80);
  const std::string hex =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), 16));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

registry::v1::OneOffDisclosure DisclosureOf(const v1::EmergencyOverride& call) {
  registry::v1::OneOffDisclosure disclosure;
  disclosure.set_client_id(call.client_id());
  disclosure.set_agency_id(call.agency_id());
  if (call.has_department_id()) disclosure.set_department_id(call.department_id());
  disclosure.set_worker_id(call.worker_id());
  disclosure.set_basis(common::v1::BASIS_EMERGENCY);
  *disclosure.mutable_areas() = call.told_areas();
  disclosure.set_wording(call.wording());
  disclosure.set_outside_recipient(registry::v1::OUTSIDE_RECIPIENT_RESCUE_SERVICE);
  if (call.has_recipient_name()) disclosure.set_outside_recipient_name(call.recipient_name());
  *disclosure.mutable_occurred_at() = call.occurred_at();
  if (call.has_observed_facts()) disclosure.set_observed_facts(call.observed_facts());
  if (call.has_client_disagreement())
    disclosure.set_client_disagreement(call.client_disagreement());
  disclosure.set_source_ref(call.override_id());
  return disclosure;
}

registry::v1::OneOffDisclosure DisclosureOf(const v1::MandatoryReport& report,
                                            const v1::ReportFiling& filing) {
  registry::v1::OneOffDisclosure disclosure;
  disclosure.set_client_id(report.client_id());
  disclosure.set_agency_id(report.agency_id());
  if (report.has_department_id()) disclosure.set_department_id(report.department_id());
  disclosure.set_worker_id(filing.worker_id());
  disclosure.set_basis(common::v1::BASIS_MANDATORY_REPORT);
  disclosure.add_areas(common::v1::DATA_AREA_CHILD_PROTECTION);
  disclosure.set_wording(filing.wording());
  disclosure.set_outside_recipient(filing.recipient());
  disclosure.set_outside_recipient_name(filing.recipient_name());
  *disclosure.mutable_occurred_at() = filing.occurred_at();
  disclosure.set_statute(filing.statute());
  disclosure.set_reportable_situation(report.situation());
  if (report.has_client_disagreement())
    disclosure.set_client_disagreement(report.client_disagreement());
  disclosure.set_source_ref(filing.filing_id());
  return disclosure;
}

}  // namespace opora::conference
