#include "services/client_registry/referrals/referral_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/referrals/referral_rules.h"

namespace opora::registry {
namespace {

using access::DataArea;

// What sending discloses: that there is a need in this area, and the areas passed with it.
access::Intent IntentOf(const v1::Referral& referral) {
  access::Intent intent;
  intent.recipient_field = "referral.recipient_";
  intent.client_id = referral.client_id();
  intent.recipient.set_agency_id(referral.recipient_agency_id());
  intent.recipient.set_department_id(referral.recipient_department_id());
  intent.areas.push_back(referral.area());
  for (int area : referral.passed_areas()) {
    if (area != referral.area()) intent.areas.push_back(static_cast<DataArea>(area));
  }
  return intent;
}

v1::ReferralPreview PreviewOf(const v1::DisclosureDecision& decision) {
  v1::ReferralPreview preview;
  *preview.mutable_decision() = decision;
  std::set<std::string> fields;
  for (const v1::AreaDecision& area : decision.areas())
    fields.insert(area.fields().begin(), area.fields().end());
  for (const std::string& field : fields) preview.add_fields(field);
  return preview;
}

void Fill(const rpc::Call& call, const v1::DisclosureDecision& decision, v1::Referral& referral) {
  referral.set_referral_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, referral);
  referral.set_worker_id(call.caller().worker_id);
  referral.set_state(v1::REFERRAL_STATE_SENT);
  referral.clear_decline_reason();
  referral.clear_outcome();
  const v1::AreaDecision& first = decision.areas(0);
  referral.set_basis(first.basis());
  referral.set_basis_reference(first.law_row().empty() ? first.consent_id() : first.law_row());
  *referral.mutable_create_time() = rpc::ToTimestamp(call.now());
  referral.clear_answer_time();
}

void EmitReferral(rpc::Call& call, std::string_view type, const v1::Referral& referral) {
  const v1::ReferralFact fact = FactOf(referral);
  call.Emit(type, referral, &fact);
}

// The referral for its recipient, locked; for everybody else there is none.
absl::StatusOr<v1::Referral> LockReceived(rpc::Call& call, const std::string& referral_id) {
  ASSIGN_OR_RETURN(v1::Referral referral, db::Lock<v1::Referral>(call.tx(), referral_id));
  call.SetClient(referral.client_id());
  if (rpc::AddresseeOf(referral) != call.caller().unit)
    return call.HiddenRefusal("REG-113", "FOREIGN_REFERRAL");
  return referral;
}

}  // namespace

void ReferralService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ReferralService";
  rpc::Bind(methods, kInterface, "SendReferral", *this, &ReferralService::SendReferral);
  rpc::Bind(methods, kInterface, "AcceptReferral", *this, &ReferralService::AcceptReferral);
  rpc::Bind(methods, kInterface, "DeclineReferral", *this, &ReferralService::DeclineReferral);
  rpc::Bind(methods, kInterface, "GetReferral", *this, &ReferralService::GetReferral);
  rpc::Bind(methods, kInterface, "ListReferrals", *this, &ReferralService::ListReferrals);
}

absl::StatusOr<v1::SendReferralResponse> ReferralService::SendReferral(
    rpc::Call& call, const v1::SendReferralRequest& request) {
  v1::Referral referral = request.referral();
  RETURN_IF_ERROR(CheckReferral(referral, call.now()));
  const rpc::Unit recipient{referral.recipient_agency_id(), referral.recipient_department_id()};
  if (recipient == call.caller().unit) {
    return rules::InvalidField("referral.recipient_agency_id", "RECIPIENT_IS_SENDER",
                               "is the caller's own unit");
  }
  v1::SendReferralResponse response;
  ASSIGN_OR_RETURN(const v1::DisclosureDecision decision,
                   access::DecideDisclosure(call, IntentOf(referral)));
  *response.mutable_preview() = PreviewOf(decision);
  if (call.dry_run()) return response;
  RETURN_IF_ERROR(access::RefusalOf(decision));
  if (referral.has_agreement())
    referral.mutable_agreement()->set_attesting_worker_id(call.caller().worker_id);
  Fill(call, decision, referral);
  db::Insert(call.tx(), referral);
  EmitReferral(call, "ReferralSent", referral);
  *response.mutable_referral() = std::move(referral);
  return response;
}

absl::StatusOr<v1::AcceptReferralResponse> ReferralService::AcceptReferral(
    rpc::Call& call, const v1::AcceptReferralRequest& request) {
  v1::AcceptReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(), LockReceived(call, request.referral_id()));
  v1::Referral& referral = *response.mutable_referral();
  ASSIGN_OR_RETURN(const v1::ReferralState next, NextState(referral.state(), "AcceptReferral"));
  referral.set_state(next);
  *referral.mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "answer_time"});
  // From now on the unit works with the client and keeps records of its own.
  const rpc::Unit& unit = call.caller().unit;
  call.tx().Run(
      "INSERT INTO client_units (client_id, agency_id, department_id) VALUES ($1, $2, $3) ON "
      "CONFLICT DO NOTHING",
      {referral.client_id(), unit.agency_id,
       unit.department_id.empty() ? std::nullopt : std::optional<std::string>(unit.department_id)});
  EmitReferral(call, "ReferralAccepted", referral);
  return response;
}

absl::StatusOr<v1::DeclineReferralResponse> ReferralService::DeclineReferral(
    rpc::Call& call, const v1::DeclineReferralRequest& request) {
  v1::DeclineReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(), LockReceived(call, request.referral_id()));
  v1::Referral& referral = *response.mutable_referral();
  ASSIGN_OR_RETURN(const v1::ReferralState next, NextState(referral.state(), "DeclineReferral"));
  referral.set_state(next);
  referral.set_decline_reason(request.reason());
  *referral.mutable_answer_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), referral, {"state", "decline_reason", "answer_time"});
  EmitReferral(call, "ReferralDeclined", referral);
  return response;
}

absl::StatusOr<v1::GetReferralResponse> ReferralService::GetReferral(
    rpc::Call& call, const v1::GetReferralRequest& request) {
  v1::GetReferralResponse response;
  ASSIGN_OR_RETURN(*response.mutable_referral(),
                   db::Get<v1::Referral>(call.tx(), request.referral_id()));
  const v1::Referral& referral = response.referral();
  call.SetClient(referral.client_id());
  const bool sender = rpc::HolderOf(referral) == call.caller().unit;
  if (!sender && rpc::AddresseeOf(referral) != call.caller().unit) {
    return call.HiddenRefusal("REG-113", "FOREIGN_REFERRAL");
  }
  const auto side = sender ? ReferralSide::kSender : ReferralSide::kRecipient;
  for (auto& action : ReferralActions(referral, side, call.language()))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListReferralsResponse> ReferralService::ListReferrals(
    rpc::Call& call, const v1::ListReferralsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const bool first = page.after.empty();
  const char* side = request.sent()
                         ? "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 "
                         : "WHERE r.recipient_agency_id = $1 AND "
                           "coalesce(r.recipient_department_id::text, '') = $2 ";
  v1::ListReferralsResponse response;
  db::SelectInto(
      call.tx(), v1::Referral::default_instance(),
      absl::StrCat(side,
                   "AND r.state IN ('SENT', 'SEEN') AND ($3::date IS NULL OR (r.answer_by_date, "
                   "r.referral_id) > ($3::date, $4::uuid)) ORDER BY r.answer_by_date, "
                   "r.referral_id LIMIT $5"),
      {call.caller().unit.agency_id, call.caller().unit.department_id,
       first ? std::nullopt : std::optional<std::string>(page.after[0]),
       first ? std::nullopt : std::optional<std::string>(page.after[1]),
       std::to_string(page.size + 1)},
      [&] { return response.add_referrals(); });
  if (response.referrals_size() > page.size) {
    response.mutable_referrals()->RemoveLast();
    const v1::Referral& last = *response.referrals().rbegin();
    response.set_next_page_token(rpc::NextPageToken(
        call, request,
        {dates::DateText(dates::FromDate(last.answer_by_date())), last.referral_id()}));
  }
  return response;
}

}  // namespace opora::registry
