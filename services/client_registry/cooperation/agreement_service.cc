#include "services/client_registry/cooperation/agreement_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/rules/period.h"
#include "common/time/proto_date.h"
#include "services/client_registry/cooperation/agreement_rules.h"
#include "services/client_registry/cooperation/cooperation_access.h"
#include "services/client_registry/cooperation/cooperation_store.h"
#include "services/client_registry/social_services/reach_rules.h"

namespace opora::registry {
namespace {

// The other parties are actors of the same social department.
absl::Status CheckActors(rpc::Call& call, const v1::CooperationAgreement& agreement) {
  for (int i = 0; i < agreement.parties_size(); ++i) {
    const auto actor = db::Get<v1::KeyActor>(call.tx(), agreement.parties(i).key_actor_id());
    if (actor.ok() && rpc::HolderOf(*actor) == rpc::HolderOf(agreement)) continue;
    return rules::InvalidField(absl::StrCat("agreement.parties[", i, "].key_actor_id"),
                               "KEY_ACTOR_UNKNOWN", "is no key actor of the department");
  }
  return absl::OkStatus();
}

// An agreement of the caller's network on which the verb is tried, locked.
absl::StatusOr<v1::CooperationAgreement> LockFor(rpc::Call& call, const std::string& agreement_id) {
  ASSIGN_OR_RETURN(v1::CooperationAgreement agreement,
                   db::Lock<v1::CooperationAgreement>(call.tx(), agreement_id));
  RETURN_IF_ERROR(CheckKept(call, rpc::HolderOf(agreement)));
  RETURN_IF_ERROR(CheckVerb(StateOn(agreement, dates::DayAt(call.now())), call.method().name()));
  return agreement;
}

void ShowOn(absl::CivilDay day, v1::CooperationAgreement& agreement) {
  agreement.set_state(StateOn(agreement, day));
}

}  // namespace

void AgreementService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.CooperationService";
  rpc::Bind(methods, kInterface, "ProposeAgreement", *this, &AgreementService::ProposeAgreement);
  rpc::Bind(methods, kInterface, "PutAgreementInForce", *this,
            &AgreementService::PutAgreementInForce);
  rpc::Bind(methods, kInterface, "EndAgreement", *this, &AgreementService::EndAgreement);
  rpc::Bind(methods, kInterface, "GetAgreement", *this, &AgreementService::GetAgreement);
  rpc::Bind(methods, kInterface, "ListAgreements", *this, &AgreementService::ListAgreements);
}

absl::StatusOr<v1::ProposeAgreementResponse> AgreementService::ProposeAgreement(
    rpc::Call& call, const v1::ProposeAgreementRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit keeper, KeptCooperation(call));
  v1::ProposeAgreementResponse response;
  v1::CooperationAgreement& agreement = *response.mutable_agreement();
  agreement = request.agreement();
  rpc::SetHolder(keeper, agreement);
  RETURN_IF_ERROR(CheckParties(agreement));
  RETURN_IF_ERROR(CheckActors(call, agreement));
  agreement.set_agreement_id(ids::RandomId());
  for (auto& party : *agreement.mutable_parties()) party.set_party_id(ids::RandomId());
  agreement.set_state(v1::AGREEMENT_STATE_PROPOSED);
  agreement.clear_valid_from();
  agreement.clear_valid_to();
  agreement.clear_end_reason();
  *agreement.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), agreement);
  call.Emit("AgreementProposed", agreement);
  return response;
}

absl::StatusOr<v1::PutAgreementInForceResponse> AgreementService::PutAgreementInForce(
    rpc::Call& call, const v1::PutAgreementInForceRequest& request) {
  v1::PutAgreementInForceResponse response;
  v1::CooperationAgreement& agreement = *response.mutable_agreement();
  ASSIGN_OR_RETURN(agreement, LockFor(call, request.agreement_id()));
  const absl::CivilDay today = dates::DayAt(call.now());
  *agreement.mutable_valid_from() =
      request.has_valid_from() ? request.valid_from() : dates::ToDate(today);
  agreement.clear_valid_to();
  if (request.has_valid_to()) *agreement.mutable_valid_to() = request.valid_to();
  RETURN_IF_ERROR(rules::CheckPeriod(agreement, ""));
  agreement.set_state(v1::AGREEMENT_STATE_IN_FORCE);
  if (!request.document().empty()) agreement.set_document(request.document());
  db::Update(call.tx(), agreement, {"state", "valid_from", "valid_to", "document"});
  call.Emit("AgreementInForce", agreement);
  ShowOn(today, agreement);
  return response;
}

absl::StatusOr<v1::EndAgreementResponse> AgreementService::EndAgreement(
    rpc::Call& call, const v1::EndAgreementRequest& request) {
  if (request.has_valid_to()) RETURN_IF_ERROR(dates::CheckDate(request.valid_to(), "valid_to"));
  v1::EndAgreementResponse response;
  v1::CooperationAgreement& agreement = *response.mutable_agreement();
  ASSIGN_OR_RETURN(agreement, LockFor(call, request.agreement_id()));
  const absl::CivilDay today = dates::DayAt(call.now());
  End(request.has_valid_to() ? dates::FromDate(request.valid_to()) : today, agreement);
  agreement.set_end_reason(request.reason());
  db::Update(call.tx(), agreement, {"state", "valid_from", "valid_to", "end_reason"});
  call.Emit("AgreementEnded", agreement);
  ShowOn(today, agreement);
  return response;
}

absl::StatusOr<v1::GetAgreementResponse> AgreementService::GetAgreement(
    rpc::Call& call, const v1::GetAgreementRequest& request) {
  v1::GetAgreementResponse response;
  ASSIGN_OR_RETURN(*response.mutable_agreement(),
                   db::Get<v1::CooperationAgreement>(call.tx(), request.agreement_id()));
  ShowOn(dates::DayAt(call.now()), *response.mutable_agreement());
  const bool keeps = CheckKept(call, rpc::HolderOf(response.agreement())).ok();
  for (auto& action : AgreementActions(response.agreement().state(), keeps, call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ListAgreementsResponse> AgreementService::ListAgreements(
    rpc::Call& call, const v1::ListAgreementsRequest& request) {
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::FromDate(request.as_of_date());
  }
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListAgreementsResponse response;
  FindAgreements(call.tx(), request, day, page, [&] { return response.add_agreements(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_agreements()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*last)));
  for (auto& agreement : *response.mutable_agreements()) ShowOn(day, agreement);
  return response;
}

}  // namespace opora::registry
