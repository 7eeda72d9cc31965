#include "services/client_registry/workforce/contact_record_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/workforce/contact_rules.h"
#include "services/client_registry/workforce/contact_store.h"

namespace opora::registry {

void ContactRecordService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  rpc::Bind(methods, kInterface, "RecordContact", *this, &ContactRecordService::RecordContact);
  rpc::Bind(methods, kInterface, "ListContacts", *this, &ContactRecordService::ListContacts);
  rpc::Bind(methods, kInterface, "GetSeparationSummary", *this,
            &ContactRecordService::GetSeparationSummary);
}

absl::StatusOr<v1::RecordContactResponse> ContactRecordService::RecordContact(
    rpc::Call& call, const v1::RecordContactRequest& request) {
  const rpc::Caller& caller = call.caller();
  v1::RecordContactResponse response;
  v1::ContactRecord& contact = *response.mutable_contact();
  contact = request.contact();
  contact.set_acting_role(caller.role);
  RETURN_IF_ERROR(CheckContact(contact, call.now()));
  contact.set_contact_id(ids::TimeOrderedId(call.now()));
  rpc::SetHolder(caller.unit, contact);
  contact.set_worker_id(caller.worker_id);
  contact.clear_substituted_worker_id();
  if (!caller.substituted_worker_id.empty())
    contact.set_substituted_worker_id(caller.substituted_worker_id);
  contact.set_is_merged_role(
      ActsInMergedRoles(call.tx(), caller.worker_id, contact.client_id(),
                        dates::DayAt(rpc::FromTimestamp(contact.occurred_at()))));
  FillContact(contact);
  *contact.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), contact);
  call.Emit("ContactRecorded", contact);
  for (auto& warning : ContactWarnings(contact, call.now(), call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::ListContactsResponse> ContactRecordService::ListContacts(
    rpc::Call& call, const v1::ListContactsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const bool controls = call.caller().stance == common::v1::STANCE_CONTROL;
  v1::ListContactsResponse response;
  db::SelectInto(call.tx(), v1::ContactRecord::default_instance(),
                 "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND (NOT $2 OR r.stance = "
                 "'CONTROL') AND ($3::uuid IS NULL OR r.contact_id < $3::uuid) ORDER BY "
                 "r.contact_id DESC LIMIT $4",
                 {request.client_id(), controls ? "t" : "f", page.Key(0), page.Limit()},
                 [&] { return response.add_contacts(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_contacts()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->contact_id()}));
  return response;
}

absl::StatusOr<v1::GetSeparationSummaryResponse> ContactRecordService::GetSeparationSummary(
    rpc::Call& call, const v1::GetSeparationSummaryRequest& request) {
  if (call.caller().kind == common::v1::CALLER_PERSON)
    RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), request.agency_id()));
  ASSIGN_OR_RETURN(const SummaryPeriod period,
                   ReadSummaryPeriod(request.from_date(), request.to_date()));
  v1::GetSeparationSummaryResponse response;
  response.set_waiver_count(CountWaivers(call.tx(), request.agency_id(), period));
  for (const auto& [rule, count] : CountControlAttempts(call.tx(), request.agency_id(), period)) {
    auto& refused = *response.add_refused_attempts();
    refused.set_rule(rule);
    refused.set_count(count);
  }
  const auto contacts = CountMergedContacts(call.tx(), request.agency_id(), period);
  const auto count = [&](const char* told) {
    const auto found = contacts.find(told);
    return found == contacts.end() ? 0 : found->second;
  };
  response.set_role_not_disclosed_count(count("NO"));
  response.set_role_disclosure_unknown_count(count("UNKNOWN"));
  return response;
}

}  // namespace opora::registry
