#include "services/case_conference/conferences/preparation_service.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/advice/judge.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/facilitator.h"
#include "services/case_conference/conferences/invitation.h"
#include "services/case_conference/conferences/readiness_rules.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/room.h"
#include "services/case_conference/plans/refusals.h"
#include "services/case_conference/rules.h"

namespace opora::conference {
namespace {

constexpr char kInterface[] = "opora.conference.v1.ConferenceService";

// Those who are to be invited now, with the basis of each. Asks the registry.
absl::StatusOr<std::map<std::string, v1::Participant>> InvitedNow(
    rpc::Call& call, const NeighbourFacts& neighbours, v1::Conference& conference,
    const v1::InviteParticipantsRequest& request) {
  std::set<std::string> wanted;
  for (int i = 0; i < request.invitations_size(); ++i) {
    const v1::Invitation& one = request.invitations(i);
    const std::string field = absl::StrCat("invitations[", i, "]");
    v1::Participant* participant = FindParticipant(conference, one.participant_id());
    if (participant == nullptr)
      return rules::Refuse(rule::kNotAParticipant, {.field = field + ".participant_id"});
    if (one.has_client_agreement())
      RETURN_IF_ERROR(TakeAgreement(call, one.client_agreement(), field, *participant));
    wanted.insert(one.participant_id());
  }
  std::map<std::string, v1::Participant> invited;
  // Whoever needs no telling first: nobody is told before it is clear that all can be invited.
  for (const bool agreed : {false, true}) {
    for (const v1::Participant& participant : conference.participants()) {
      const bool now = wanted.empty() ? !participant.has_invite_time()
                                      : wanted.contains(participant.participant_id());
      if (!now || participant.has_client_agreement() != agreed) continue;
      ASSIGN_OR_RETURN(invited[participant.participant_id()],
                       Invite(call, neighbours, conference, participant, "invitations"));
    }
  }
  return invited;
}

}  // namespace

void PreparationService::Register(rpc::Methods& methods) {
  using Self = PreparationService;
  rpc::Bind(methods, kInterface, "NameOrganiser", *this, &Self::NameOrganiser);
  rpc::Bind(methods, kInterface, "NameFacilitator", *this, &Self::NameFacilitator);
  rpc::Bind(methods, kInterface, "AddParticipants", *this, &Self::AddParticipants);
  rpc::Bind(methods, kInterface, "RemoveParticipant", *this, &Self::RemoveParticipant);
  rpc::Bind(methods, kInterface, "InviteParticipants", *this, &Self::InviteParticipants);
  rpc::Bind(methods, kInterface, "ArrangeMeeting", *this, &Self::ArrangeMeeting);
  rpc::Bind(methods, kInterface, "RecordAnswers", *this, &Self::RecordAnswers);
  rpc::Bind(methods, kInterface, "PrepareParticipants", *this, &Self::PrepareParticipants);
  rpc::Bind(methods, kInterface, "DeclareReady", *this, &Self::DeclareReady);
  rpc::Bind(methods, kInterface, "AdjournMeeting", *this, &Self::AdjournMeeting);
}

absl::StatusOr<v1::NameOrganiserResponse> PreparationService::NameOrganiser(
    rpc::Call& call, const v1::NameOrganiserRequest& request) {
  v1::Participant organiser = NewParticipant(request.organiser());
  organiser.clear_roles();
  organiser.add_roles(v1::CONFERENCE_ROLE_ORGANISER);
  if (request.is_administrator()) organiser.add_roles(v1::CONFERENCE_ROLE_ADMINISTRATOR);
  RETURN_IF_ERROR(CheckNewParticipant(organiser, "organiser"));
  if (request.organiser().has_client_agreement()) {
    RETURN_IF_ERROR(
        TakeAgreement(call, request.organiser().client_agreement(), "organiser", organiser));
  }
  ASSIGN_OR_RETURN(const Room before, Enter(call, request.conference_id(), "NameOrganiser"));
  ASSIGN_OR_RETURN(organiser, Invite(call, neighbours_, before.conference, std::move(organiser),
                                     "organiser.worker_id"));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "NameOrganiser"));
  if (AddRoles(room.conference, organiser) == nullptr)
    *room.conference.add_participants() = organiser;
  RETURN_IF_ERROR(CheckAloneFacilitator(room.conference));
  Keep(call, room, "NameOrganiser", "OrganiserNamed", {"participants"});
  v1::NameOrganiserResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::NameFacilitatorResponse> PreparationService::NameFacilitator(
    rpc::Call& call, const v1::NameFacilitatorRequest& request) {
  v1::Participant facilitator = NewParticipant(request.facilitator());
  if (!HasRole(facilitator, v1::CONFERENCE_ROLE_FACILITATOR))
    facilitator.add_roles(v1::CONFERENCE_ROLE_FACILITATOR);
  RETURN_IF_ERROR(CheckNewParticipant(facilitator, "facilitator"));
  if (facilitator.worker_id().empty()) {
    return rules::InvalidField("facilitator.worker_id", "WORKER_REQUIRED",
                               "is needed, so that independence can be checked");
  }
  ASSIGN_OR_RETURN(const Room before, Enter(call, request.conference_id(), "NameFacilitator"));
  ASSIGN_OR_RETURN(const bool independent,
                   IsIndependent(call, neighbours_, before.conference, facilitator.worker_id()));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "NameFacilitator"));
  if (InRole(room.conference, v1::CONFERENCE_ROLE_FACILITATOR) != nullptr)
    return rules::Refuse(rule::kFacilitatorExists);
  const auto takes_part = [&](const v1::Participant& one) {
    return one.worker_id() == facilitator.worker_id();
  };
  const auto& participants = room.conference.participants();
  if (!independent || std::any_of(participants.begin(), participants.end(), takes_part))
    return rules::Refuse(rule::kFacilitatorNotIndependent);
  facilitator.set_independence(v1::INDEPENDENCE_INDEPENDENT);
  *facilitator.mutable_independence_check_time() = rpc::ToTimestamp(call.now());
  *room.conference.add_participants() = std::move(facilitator);
  Keep(call, room, "NameFacilitator", "FacilitatorNamed", {"participants"});
  v1::NameFacilitatorResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::AddParticipantsResponse> PreparationService::AddParticipants(
    rpc::Call& call, const v1::AddParticipantsRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "AddParticipants"));
  for (int i = 0; i < request.participants_size(); ++i) {
    const v1::Participant& asked = request.participants(i);
    const std::string field = absl::StrCat("participants[", i, "]");
    RETURN_IF_ERROR(CheckNewParticipant(asked, field));
    if (HasRole(asked, v1::CONFERENCE_ROLE_FACILITATOR)) {
      return rules::InvalidField(field + ".roles", "FACILITATOR_BY_NAME_FACILITATOR",
                                 "a facilitator is named by NameFacilitator");
    }
    if (AddRoles(room.conference, asked) == nullptr)
      *room.conference.add_participants() = NewParticipant(asked);
  }
  RETURN_IF_ERROR(CheckAloneFacilitator(room.conference));
  Keep(call, room, "AddParticipants", "ParticipantsAdded", {"participants"});
  v1::AddParticipantsResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::RemoveParticipantResponse> PreparationService::RemoveParticipant(
    rpc::Call& call, const v1::RemoveParticipantRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "RemoveParticipant"));
  const v1::Participant* removed = FindParticipant(room.conference, request.participant_id());
  if (removed == nullptr) return rules::Refuse(rule::kNotAParticipant, {.field = "participant_id"});
  if (HasRole(*removed, v1::CONFERENCE_ROLE_CLIENT))
    return rules::Refuse(rule::kClientOnce, {.field = "participant_id"});
  auto& participants = *room.conference.mutable_participants();
  for (int i = 0; i < participants.size(); ++i) {
    if (participants[i].participant_id() != request.participant_id()) continue;
    participants.DeleteSubrange(i, 1);
    break;
  }
  Keep(call, room, "RemoveParticipant", "ParticipantRemoved", {"participants"});
  v1::RemoveParticipantResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::InviteParticipantsResponse> PreparationService::InviteParticipants(
    rpc::Call& call, const v1::InviteParticipantsRequest& request) {
  ASSIGN_OR_RETURN(Room before, Enter(call, request.conference_id(), "InviteParticipants"));
  ASSIGN_OR_RETURN(const auto invited, InvitedNow(call, neighbours_, before.conference, request));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "InviteParticipants"));
  for (v1::Participant& participant : *room.conference.mutable_participants()) {
    const auto now = invited.find(participant.participant_id());
    if (now == invited.end()) continue;
    *participant.mutable_invite_time() = now->second.invite_time();
    if (now->second.has_decision_id()) participant.set_decision_id(now->second.decision_id());
    if (now->second.has_client_agreement())
      *participant.mutable_client_agreement() = now->second.client_agreement();
  }
  Keep(call, room, "InviteParticipants", "ParticipantsInvited", {"participants"});
  v1::InviteParticipantsResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::ArrangeMeetingResponse> PreparationService::ArrangeMeeting(
    rpc::Call& call, const v1::ArrangeMeetingRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.answers_due_date(), "answers_due_date"));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "ArrangeMeeting"));
  v1::Conference& conference = room.conference;
  const bool changed = conference.place() != request.place() ||
                       conference.scheduled_time().seconds() != request.scheduled_time().seconds();
  conference.set_place(request.place());
  *conference.mutable_scheduled_time() = request.scheduled_time();
  *conference.mutable_answers_due_date() = request.answers_due_date();
  if (changed) ReopenAnswers(conference);
  Keep(call, room, "ArrangeMeeting", "MeetingArranged",
       {"place", "scheduled_time", "answers_due_date", "participants"});
  v1::ArrangeMeetingResponse response;
  *response.mutable_conference() = std::move(conference);
  return response;
}

absl::StatusOr<v1::RecordAnswersResponse> PreparationService::RecordAnswers(
    rpc::Call& call, const v1::RecordAnswersRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "RecordAnswers"));
  for (int i = 0; i < request.answers_size(); ++i) {
    v1::ParticipantAnswer answer = request.answers(i);
    RETURN_IF_ERROR(TakeWord(room.conference, call.caller().worker_id, call.now(),
                             absl::StrCat("answers[", i, "]"), answer));
    v1::Participant& participant = *FindParticipant(room.conference, answer.participant_id());
    participant.set_topic_answer(answer.topic());
    participant.set_participants_answer(answer.participants());
    participant.set_place_answer(answer.place());
    participant.clear_answer_remark();
    if (!answer.remark().empty()) participant.set_answer_remark(answer.remark());
    participant.clear_answer_attestation();
    if (answer.has_attestation()) *participant.mutable_answer_attestation() = answer.attestation();
    *participant.mutable_answer_time() = rpc::ToTimestamp(call.now());
  }
  Keep(call, room, "RecordAnswers", "AnswersRecorded", {"participants"});
  v1::RecordAnswersResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::PrepareParticipantsResponse> PreparationService::PrepareParticipants(
    rpc::Call& call, const v1::PrepareParticipantsRequest& request) {
  RETURN_IF_ERROR(
      rules::CheckOccurrence(rpc::FromTimestamp(request.occurred_at()), call.now(), "occurred_at"));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "PrepareParticipants"));
  for (const std::string& id : request.participant_ids()) {
    if (FindParticipant(room.conference, id) == nullptr)
      return rules::Refuse(rule::kNotAParticipant, {.field = "participant_ids"});
  }
  for (v1::Participant& participant : *room.conference.mutable_participants()) {
    const auto& ids = request.participant_ids();
    if (!ids.empty() &&
        std::find(ids.begin(), ids.end(), participant.participant_id()) == ids.end())
      continue;
    *participant.mutable_prepared_time() = request.occurred_at();
    if (request.briefed()) *participant.mutable_briefed_time() = request.occurred_at();
    if (request.silence_ground() != v1::SILENCE_GROUND_UNSPECIFIED)
      participant.set_silence_ground(request.silence_ground());
  }
  Keep(call, room, "PrepareParticipants", "ParticipantsPrepared", {"participants"});
  v1::PrepareParticipantsResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::DeclareReadyResponse> PreparationService::DeclareReady(
    rpc::Call& call, const v1::DeclareReadyRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "DeclareReady"));
  advice::Judge judge(call, rule::Recommendations());
  RETURN_IF_ERROR(judge.Settle(
      ReadyRefusals(room.conference, dates::DayAt(call.now()), request.go_on_reason())));
  if (!MissingAnswers(room.conference).empty())
    room.conference.set_go_on_reason(request.go_on_reason());
  v1::DeclareReadyResponse response;
  judge.WarnIn(response);
  for (auto& warning : ReadyWarnings(room.conference, call.language()))
    *response.add_warnings() = std::move(warning);
  Keep(call, room, "DeclareReady", "ConferenceReady", {"go_on_reason"});
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::AdjournMeetingResponse> PreparationService::AdjournMeeting(
    rpc::Call& call, const v1::AdjournMeetingRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "AdjournMeeting"));
  v1::Conference& conference = room.conference;
  conference.set_end_reason(request.reason());
  conference.set_phase(v1::PHASE_UNSPECIFIED);
  conference.set_interrupted(false);
  for (v1::Participant& participant : *conference.mutable_participants())
    participant.clear_attendance();
  Keep(call, room, "AdjournMeeting", "MeetingAdjourned",
       {"end_reason", "phase", "interrupted", "participants"});
  v1::AdjournMeetingResponse response;
  *response.mutable_conference() = std::move(conference);
  return response;
}

}  // namespace opora::conference
