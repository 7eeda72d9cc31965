#include "services/client_registry/referrals/referral_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/referrals/betrayed_areas.h"
#include "services/client_registry/referrals/referral_preview.h"
#include "services/client_registry/referrals/referral_rules.h"
#include "services/client_registry/referrals/referral_store.h"

namespace opora::registry {
namespace {

// What the caller says of a referral, with the areas that it betrays; nothing that the server sets.
absl::StatusOr<v1::Referral> AsAsked(rpc::Call& call, v1::Referral asked) {
  RETURN_IF_ERROR(CheckReferral(asked, call.now()));
  if (rpc::AddresseeOf(asked) == call.caller().unit) {
    return rules::InvalidField("referral.recipient_agency_id", "RECIPIENT_IS_SENDER",
                               "is the caller's own unit");
  }
  RETURN_IF_ERROR(ReadUnit(call.tx(), asked.recipient_agency_id(), asked.recipient_department_id(),
                           "",
                           {"referral.recipient_agency_id", "referral.recipient_department_id", ""})
                      .status());
  ASSIGN_OR_RETURN(
      const Provider recipient,
      ReadProvider(call.tx(), asked.recipient_agency_id(), asked.recipient_department_id(),
                   asked.service_id(), "referral.service_id"));
  v1::Referral referral;
  referral.set_client_id(asked.client_id());
  referral.set_recipient_agency_id(asked.recipient_agency_id());
  if (asked.has_recipient_department_id())
    referral.set_recipient_department_id(asked.recipient_department_id());
  *referral.mutable_passed_areas() = asked.passed_areas();
  referral.set_need(asked.need());
  referral.set_urgency(asked.urgency());
  *referral.mutable_answer_by_date() = asked.answer_by_date();
  if (asked.has_agreement()) {
    *referral.mutable_agreement() = asked.agreement();
    referral.mutable_agreement()->set_attesting_worker_id(call.caller().worker_id);
  }
  if (asked.has_service_id()) referral.set_service_id(asked.service_id());
  referral.set_form(asked.form());
  SetBetrayed(AreasBetrayed(asked.area(), AreaOf(recipient, asked.area())), referral);
  rpc::SetHolder(call.caller().unit, referral);
  referral.set_worker_id(call.caller().worker_id);
  *referral.mutable_create_time() = rpc::ToTimestamp(call.now());
  return referral;
}

void Send(const rpc::Call& call, const v1::DisclosureDecision& decision, v1::Referral& referral) {
  referral.set_state(v1::REFERRAL_STATE_SENT);
  const v1::AreaDecision& first = decision.areas(0);
  referral.set_basis(first.basis());
  referral.set_basis_reference(first.law_row().empty() ? first.consent_id() : first.law_row());
  *referral.mutable_sent_time() = rpc::ToTimestamp(call.now());
}

}  // namespace

void ReferralService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ReferralService";
  rpc::Bind(methods, kInterface, "SendReferral", *this, &ReferralService::SendReferral);
  rpc::Bind(methods, kInterface, "PreviewReferral", *this, &ReferralService::PreviewReferral);
  rpc::Bind(methods, kInterface, "DraftReferral", *this, &ReferralService::DraftReferral);
  rpc::Bind(methods, kInterface, "SendDraft", *this, &ReferralService::SendDraft);
  rpc::Bind(methods, kInterface, "GetReferral", *this, &ReferralService::GetReferral);
  rpc::Bind(methods, kInterface, "ListReferrals", *this, &ReferralService::ListReferrals);
}

absl::StatusOr<v1::SendReferralResponse> ReferralService::SendReferral(
    rpc::Call& call, const v1::SendReferralRequest& request) {
  ASSIGN_OR_RETURN(v1::Referral referral, AsAsked(call, request.referral()));
  v1::SendReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_preview(), PreviewOf(call, referral));
  if (call.dry_run()) return response;
  RETURN_IF_ERROR(access::RefusalOf(response.preview().decision()));
  referral.set_referral_id(ids::RandomId());
  Send(call, response.preview().decision(), referral);
  db::Insert(call.tx(), referral);
  EmitReferral(call, "ReferralSent", referral);
  *response.mutable_referral() = std::move(referral);
  return response;
}

absl::StatusOr<v1::PreviewReferralResponse> ReferralService::PreviewReferral(
    rpc::Call& call, const v1::PreviewReferralRequest& request) {
  ASSIGN_OR_RETURN(const v1::Referral referral, AsAsked(call, request.referral()));
  v1::PreviewReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_preview(), PreviewOf(call, referral));
  AddContent(call, referral, *response.mutable_preview());
  // Nobody was told anything.
  for (common::v1::AuditEntry& entry : call.audit()) {
    if (entry.effect() == common::v1::AUDIT_EFFECT_DISCLOSED)
      entry.set_effect(common::v1::AUDIT_EFFECT_UNCHANGED);
  }
  return response;
}

absl::StatusOr<v1::DraftReferralResponse> ReferralService::DraftReferral(
    rpc::Call& call, const v1::DraftReferralRequest& request) {
  ASSIGN_OR_RETURN(v1::Referral draft, AsAsked(call, request.referral()));
  draft.set_state(v1::REFERRAL_STATE_DRAFT);
  const std::string& former = request.referral().referral_id();
  if (former.empty()) {
    draft.set_referral_id(ids::RandomId());
    db::Insert(call.tx(), draft);
  } else {
    ASSIGN_OR_RETURN(const ReferralOfSide found,
                     LockReferral(call, former, request.referral().etag()));
    RETURN_IF_ERROR(NextState(found.referral.state(), "DraftReferral", found.side).status());
    if (found.referral.client_id() != draft.client_id())
      return call.HiddenRefusal("REG-113", "FOREIGN_REFERRAL");
    draft.set_referral_id(former);
    db::Update(call.tx(), draft,
               {"recipient_agency_id", "recipient_department_id", "area", "passed_areas", "need",
                "urgency", "answer_by_date", "agreement", "betrayed_areas", "service_id", "form"});
    *draft.mutable_create_time() = found.referral.create_time();
    draft.set_worker_id(found.referral.worker_id());
  }
  EmitReferral(call, "ReferralDrafted", draft);
  v1::DraftReferralResponse response;
  *response.mutable_referral() = std::move(draft);
  return response;
}

absl::StatusOr<v1::SendDraftResponse> ReferralService::SendDraft(
    rpc::Call& call, const v1::SendDraftRequest& request) {
  ASSIGN_OR_RETURN(ReferralOfSide found, LockReferral(call, request.referral_id()));
  v1::Referral& referral = found.referral;
  RETURN_IF_ERROR(NextState(referral.state(), "SendDraft", found.side).status());
  RETURN_IF_ERROR(CheckReferral(referral, call.now()));
  // What the recipient betrays may have changed since the draft was written.
  ASSIGN_OR_RETURN(
      const Provider recipient,
      ReadProvider(call.tx(), referral.recipient_agency_id(), referral.recipient_department_id(),
                   referral.service_id(), "referral.service_id"));
  const auto asked = static_cast<common::v1::DataArea>(*referral.betrayed_areas().rbegin());
  SetBetrayed(AreasBetrayed(asked, AreaOf(recipient, asked)), referral);
  v1::SendDraftResponse response;
  ASSIGN_OR_RETURN(*response.mutable_preview(), PreviewOf(call, referral));
  RETURN_IF_ERROR(access::RefusalOf(response.preview().decision()));
  Send(call, response.preview().decision(), referral);
  db::Update(call.tx(), referral,
             {"state", "basis", "basis_reference", "sent_time", "area", "betrayed_areas"});
  EmitReferral(call, "ReferralSent", referral);
  *response.mutable_referral() = std::move(referral);
  return response;
}

absl::StatusOr<v1::GetReferralResponse> ReferralService::GetReferral(
    rpc::Call& call, const v1::GetReferralRequest& request) {
  v1::GetReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   db::Get<v1::Referral>(call.tx(), request.referral_id()));
  const v1::Referral& referral = response.referral();
  call.SetClient(referral.client_id());
  ReferralSide side = ReferralSide::kSender;
  if (!SideOf(call, referral, side)) {
    // Others see what a basis opens to them; of what was not sent there is nothing to see.
    if (!referral.has_sent_time() || rpc::AddresseeOf(referral) == call.caller().unit)
      return call.HiddenRefusal("REG-113", "FOREIGN_REFERRAL");
    return response;
  }
  for (auto& action : ReferralActions(referral, side, call.language()))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListReferralsResponse> ReferralService::ListReferrals(
    rpc::Call& call, const v1::ListReferralsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListReferralsResponse response;
  v1::ListReferralsResponse found;
  FindReferrals(call, request, page, [&] { return found.add_referrals(); });
  if (const auto* last = rpc::CutToPage(page, *found.mutable_referrals()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request,
        {dates::DateText(dates::FromDate(last->answer_by_date())), last->referral_id()}));
  for (v1::Referral& referral : *found.mutable_referrals()) {
    if (request.sent() || IsOpenToRecipient(call, referral))
      *response.add_referrals() = std::move(referral);
  }
  return response;
}

}  // namespace opora::registry
