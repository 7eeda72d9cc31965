#include "services/client_registry/support_network/network_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/clients/held_record.h"
#include "services/client_registry/support_network/network_rules.h"
#include "services/client_registry/support_network/refusals.h"

namespace opora::registry {
namespace {

void Attest(const rpc::Call& call, v1::NetworkAgreement& agreement) {
  agreement.set_agreement_id(ids::RandomId());
  agreement.mutable_attestation()->set_attesting_worker_id(call.caller().worker_id);
  *agreement.mutable_create_time() = rpc::ToTimestamp(call.now());
}

}  // namespace

void NetworkService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "AddNetworkMember", *this, &NetworkService::AddNetworkMember);
  rpc::Bind(methods, kInterface, "RenewNetworkAgreement", *this,
            &NetworkService::RenewNetworkAgreement);
  rpc::Bind(methods, kInterface, "WithdrawNetworkAgreement", *this,
            &NetworkService::WithdrawNetworkAgreement);
  rpc::Bind(methods, kInterface, "ListNetworkMembers", *this, &NetworkService::ListNetworkMembers);
}

absl::StatusOr<v1::AddNetworkMemberResponse> NetworkService::AddNetworkMember(
    rpc::Call& call, const v1::AddNetworkMemberRequest& request) {
  v1::AddNetworkMemberResponse response;
  v1::NetworkMember& member = *response.mutable_member();
  member = request.member();
  RETURN_IF_ERROR(CheckMember(member, call.now()));
  if (member.has_works_for_agency_id()) {
    RETURN_IF_ERROR(ReadUnit(call.tx(), member.works_for_agency_id(),
                             member.works_for_department_id(), member.works_as_worker_id(),
                             {"member.works_for_agency_id", "member.works_for_department_id",
                              "member.works_as_worker_id"})
                        .status());
  }
  member.set_member_id(ids::RandomId());
  member.set_client_id(request.client_id());
  member.set_area(AreaOf(member.relation()));
  rpc::SetHolder(call.caller().unit, member);
  member.clear_withdraw_time();
  *member.mutable_create_time() = rpc::ToTimestamp(call.now());
  Attest(call, *member.mutable_agreements(0));
  db::Insert(call.tx(), member);
  call.Emit("NetworkMemberAdded", member);
  return response;
}

absl::StatusOr<v1::RenewNetworkAgreementResponse> NetworkService::RenewNetworkAgreement(
    rpc::Call& call, const v1::RenewNetworkAgreementRequest& request) {
  v1::RenewNetworkAgreementResponse response;
  ASSIGN_OR_RETURN(*response.mutable_member(),
                   LockHeld<v1::NetworkMember>(call, request.member_id()));
  v1::NetworkMember& member = *response.mutable_member();
  if (member.has_withdraw_time()) return rules::Refuse(rule::kContactWithdrawn);
  RETURN_IF_ERROR(CheckAgreement(member, request.agreement(), call.now()));
  v1::NetworkAgreement& agreement = *member.add_agreements();
  agreement = request.agreement();
  agreement.set_member_id(member.member_id());
  Attest(call, agreement);
  db::Insert(call.tx(), agreement);
  // The agreement is part of the person: a new one is a new version.
  db::Update(call.tx(), member, {});
  call.Emit("NetworkAgreementRenewed", member);
  return response;
}

absl::StatusOr<v1::WithdrawNetworkAgreementResponse> NetworkService::WithdrawNetworkAgreement(
    rpc::Call& call, const v1::WithdrawNetworkAgreementRequest& request) {
  v1::WithdrawNetworkAgreementResponse response;
  ASSIGN_OR_RETURN(*response.mutable_member(),
                   LockHeld<v1::NetworkMember>(call, request.member_id()));
  v1::NetworkMember& member = *response.mutable_member();
  // Twice is once.
  if (member.has_withdraw_time()) return response;
  *member.mutable_withdraw_time() = rpc::ToTimestamp(call.now());
  member.clear_person_name();
  member.clear_phone_number();
  member.clear_email();
  member.clear_could_help_with();
  db::Update(call.tx(), member,
             {"withdraw_time", "person_name", "phone_number", "email", "could_help_with"});
  call.Emit("NetworkAgreementWithdrawn", member);
  return response;
}

absl::StatusOr<v1::ListNetworkMembersResponse> NetworkService::ListNetworkMembers(
    rpc::Call& call, const v1::ListNetworkMembersRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  ASSIGN_OR_RETURN(const std::vector<std::string> open,
                   OpenHoldings(call, request.client_id(), "NetworkMember.person_name"));
  v1::ListNetworkMembersResponse response;
  db::SelectInto(
      call.tx(), v1::NetworkMember::default_instance(),
      absl::StrCat("WHERE r.client_id IN (SELECT * FROM records_of($1)) AND ", InHoldings(2),
                   " AND ($3::timestamptz IS NULL OR (r.create_time, r.member_id) > "
                   "($3::timestamptz, $4::uuid)) ORDER BY r.create_time, r.member_id LIMIT $5"),
      {request.client_id(), db::ArrayLiteral(open), page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_members(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_members()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText(last->create_time()), last->member_id()}));
  return response;
}

}  // namespace opora::registry
