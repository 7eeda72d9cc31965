#include "services/case_conference/conferences/invitation.h"

#include "absl/strings/str_cat.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/refusals.h"

namespace opora::conference {
namespace {

using registry::v1::AreaDecision;
using registry::v1::DisclosureDecision;

absl::Status RefusalOf(const DisclosureDecision& decision, const v1::Participant& participant) {
  rules::Details details;
  details.metadata = {{"participant_id", participant.participant_id()}};
  details.remedy = decision.remedy();
  const rules::Rule* rule = &rule::kInvitationNeedsBasis;
  for (const AreaDecision& area : decision.areas()) {
    if (area.allowed()) continue;
    details.metadata.emplace_back("basis_rule", area.rule());
    if (area.reason() == "EXCLUDED_TOPIC") rule = &rule::kExcludedFromConference;
    break;
  }
  if (!decision.smallest_consent().printable().empty()) {
    details.remedy =
        absl::StrCat(decision.remedy(), "\n\n", decision.smallest_consent().printable());
  }
  return rules::Refuse(*rule, std::move(details));
}

registry::v1::DiscloseOnceRequest OnceFor(const v1::Conference& conference,
                                          const v1::Participant& participant) {
  registry::v1::DiscloseOnceRequest request;
  registry::v1::OneOffDisclosure& disclosure = *request.mutable_disclosure();
  disclosure.set_client_id(conference.client_id());
  disclosure.set_basis(common::v1::BASIS_CLIENT_PRESENT);
  *disclosure.mutable_areas() = conference.areas();
  disclosure.set_wording(conference.topic());
  disclosure.set_recipient_agency_id(participant.agency_id());
  if (participant.has_department_id())
    disclosure.set_recipient_department_id(participant.department_id());
  if (participant.has_worker_id()) disclosure.set_recipient_worker_id(participant.worker_id());
  *disclosure.mutable_attestation() = participant.client_agreement();
  disclosure.set_source_ref(absl::StrCat("conference-invitation/", participant.participant_id()));
  return request;
}

// The registry names fields of its own request; here they are those of the participant.
absl::Status OfParticipant(const absl::Status& status, const std::string& field) {
  if (!absl::IsInvalidArgument(status)) return status;
  return rules::InvalidField(field, "UNIT_UNKNOWN",
                             "is no unit known here, or the worker is not of it");
}

registry::v1::CheckDisclosureRequest QuestionFor(const v1::Conference& conference,
                                                 const v1::Participant& participant) {
  registry::v1::CheckDisclosureRequest question;
  question.set_client_id(conference.client_id());
  question.mutable_recipient()->set_agency_id(participant.agency_id());
  question.mutable_recipient()->set_department_id(participant.department_id());
  question.mutable_recipient()->set_worker_id(participant.worker_id());
  *question.mutable_areas() = conference.areas();
  return question;
}

// The own unit needs no basis, but that the worker is of it is for the registry to say.
absl::StatusOr<std::string> BasisForUnit(rpc::Call& call, const NeighbourFacts& neighbours,
                                         const v1::Conference& conference,
                                         const v1::Participant& participant,
                                         const std::string& field) {
  const bool own =
      rpc::Unit{participant.agency_id(), participant.department_id()} == call.caller().unit;
  if (!own && participant.has_client_agreement()) {
    const auto told = neighbours.DiscloseOnce(call, OnceFor(conference, participant));
    return told.ok() ? told : OfParticipant(told.status(), field);
  }
  const auto decision = neighbours.Decide(call, QuestionFor(conference, participant));
  if (!decision.ok()) return OfParticipant(decision.status(), field);
  if (own) return std::string();
  if (!decision->allowed()) return RefusalOf(*decision, participant);
  return decision->decision_id();
}

}  // namespace

absl::Status TakeAgreement(const rpc::Call& call, const common::v1::Attestation& agreement,
                           const std::string& field, v1::Participant& participant) {
  *participant.mutable_client_agreement() = agreement;
  participant.mutable_client_agreement()->set_attesting_worker_id(call.caller().worker_id);
  return rules::CheckOccurrence(rpc::FromTimestamp(agreement.occurred_at()), call.now(),
                                absl::StrCat(field, ".client_agreement.occurred_at"));
}

absl::StatusOr<std::string> BasisOfInvitation(rpc::Call& call, const NeighbourFacts& neighbours,
                                              const v1::Conference& conference,
                                              const v1::Participant& participant,
                                              const std::string& field) {
  if (HasRole(participant, v1::CONFERENCE_ROLE_CLIENT)) return std::string();
  const bool agreed = participant.has_client_agreement();
  if (HasRole(participant, v1::CONFERENCE_ROLE_SUPPORT_PERSON) && !agreed) {
    return rules::Refuse(rule::kSupportPersonNotConfirmed,
                         {.metadata = {{"participant_id", participant.participant_id()}}});
  }
  if (!participant.agency_id().empty())
    return BasisForUnit(call, neighbours, conference, participant, field);
  if (agreed) return std::string();
  return rules::Refuse(rule::kPersonNotAgreed,
                       {.metadata = {{"participant_id", participant.participant_id()}}});
}

absl::StatusOr<v1::Participant> Invite(rpc::Call& call, const NeighbourFacts& neighbours,
                                       const v1::Conference& conference,
                                       v1::Participant participant, const std::string& field) {
  ASSIGN_OR_RETURN(const std::string basis,
                   BasisOfInvitation(call, neighbours, conference, participant, field));
  if (!basis.empty()) participant.set_decision_id(basis);
  *participant.mutable_invite_time() = rpc::ToTimestamp(call.now());
  return participant;
}

}  // namespace opora::conference
