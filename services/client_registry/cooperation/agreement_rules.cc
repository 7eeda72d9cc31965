#include "services/client_registry/cooperation/agreement_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/time/proto_date.h"
#include "services/client_registry/cooperation/refusals.h"

namespace opora::registry {

const std::vector<AgreementStep>& AgreementSteps() {
  static const auto* steps = new std::vector<AgreementStep>{
      {v1::AGREEMENT_STATE_PROPOSED, "PutAgreementInForce", v1::AGREEMENT_STATE_IN_FORCE},
      {v1::AGREEMENT_STATE_PROPOSED, "EndAgreement", v1::AGREEMENT_STATE_ENDED},
      {v1::AGREEMENT_STATE_IN_FORCE, "EndAgreement", v1::AGREEMENT_STATE_ENDED},
  };
  return *steps;
}

v1::AgreementState StateOn(const v1::CooperationAgreement& agreement, absl::CivilDay day) {
  if (!agreement.has_valid_from()) {
    return agreement.state() == v1::AGREEMENT_STATE_ENDED ? v1::AGREEMENT_STATE_ENDED
                                                          : v1::AGREEMENT_STATE_PROPOSED;
  }
  if (day < dates::FromDate(agreement.valid_from())) return v1::AGREEMENT_STATE_PROPOSED;
  if (agreement.has_valid_to() && dates::FromDate(agreement.valid_to()) < day)
    return v1::AGREEMENT_STATE_ENDED;
  return v1::AGREEMENT_STATE_IN_FORCE;
}

absl::Status CheckVerb(v1::AgreementState state, std::string_view verb) {
  for (const AgreementStep& step : AgreementSteps()) {
    if (step.from == state && step.verb == verb) return absl::OkStatus();
  }
  return rules::Refuse(rule::kAgreementStateRefuses,
                       {.metadata = {{"state", v1::AgreementState_Name(state)}}});
}

absl::Status CheckParties(const v1::CooperationAgreement& agreement) {
  std::set<std::string> seen;
  for (int i = 0; i < agreement.parties_size(); ++i) {
    if (seen.insert(agreement.parties(i).key_actor_id()).second) continue;
    return rules::InvalidField(absl::StrCat("agreement.parties[", i, "].key_actor_id"),
                               "PARTY_TWICE", "is named twice");
  }
  return absl::OkStatus();
}

void End(absl::CivilDay last, v1::CooperationAgreement& agreement) {
  agreement.set_state(v1::AGREEMENT_STATE_ENDED);
  if (agreement.has_valid_from() && dates::FromDate(agreement.valid_from()) <= last) {
    *agreement.mutable_valid_to() = dates::ToDate(last);
    return;
  }
  agreement.clear_valid_from();
  agreement.clear_valid_to();
}

std::vector<common::v1::Action> AgreementActions(v1::AgreementState state, bool keeps,
                                                 common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  for (const char* verb : {"PutAgreementInForce", "EndAgreement"}) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(verb);
    const rules::Rule& refusing = keeps ? rule::kAgreementStateRefuses : rule::kNetworkNotKept;
    action.set_allowed(keeps && CheckVerb(state, verb).ok());
    if (action.allowed()) continue;
    action.set_rule(std::string(refusing.id));
    action.set_remedy(std::string(refusing.remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
