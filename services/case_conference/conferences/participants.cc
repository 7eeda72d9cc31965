#include "services/case_conference/conferences/participants.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/plans/refusals.h"

namespace opora::conference {
namespace {

absl::Status CheckAlone(const v1::Participant& participant) {
  if (!HasRole(participant, v1::CONFERENCE_ROLE_FACILITATOR)) return absl::OkStatus();
  for (int role : participant.roles()) {
    if (role != v1::CONFERENCE_ROLE_FACILITATOR && role != v1::CONFERENCE_ROLE_RECORDER)
      return rules::Refuse(rule::kFacilitatorAlone);
  }
  return absl::OkStatus();
}

}  // namespace

bool HasRole(const v1::Participant& participant, v1::ConferenceRole role) {
  return std::find(participant.roles().begin(), participant.roles().end(), role) !=
         participant.roles().end();
}

bool IsPresent(const v1::Participant& participant) {
  return participant.attendance() == v1::ATTENDANCE_PRESENT ||
         participant.attendance() == v1::ATTENDANCE_REMOTE;
}

bool TookPart(const v1::Participant& participant) {
  return IsPresent(participant) || participant.attendance() == v1::ATTENDANCE_LEFT;
}

const v1::Participant* FindParticipant(const v1::Conference& conference, std::string_view id) {
  for (const v1::Participant& participant : conference.participants()) {
    if (participant.participant_id() == id) return &participant;
  }
  return nullptr;
}

v1::Participant* FindParticipant(v1::Conference& conference, std::string_view id) {
  return const_cast<v1::Participant*>(
      FindParticipant(static_cast<const v1::Conference&>(conference), id));
}

const v1::Participant* InRole(const v1::Conference& conference, v1::ConferenceRole role) {
  for (const v1::Participant& participant : conference.participants()) {
    if (HasRole(participant, role)) return &participant;
  }
  return nullptr;
}

std::vector<std::string> Ids(const v1::Conference& conference,
                             const std::function<bool(const v1::Participant&)>& predicate) {
  std::vector<std::string> ids;
  for (const v1::Participant& participant : conference.participants()) {
    if (predicate(participant)) ids.push_back(participant.participant_id());
  }
  return ids;
}

v1::Participant NewParticipant(const v1::Participant& asked) {
  v1::Participant participant;
  participant.set_participant_id(ids::RandomId());
  *participant.mutable_roles() = asked.roles();
  if (asked.has_worker_id()) participant.set_worker_id(asked.worker_id());
  if (asked.has_agency_id()) participant.set_agency_id(asked.agency_id());
  if (asked.has_department_id()) participant.set_department_id(asked.department_id());
  if (asked.has_person()) participant.set_person(asked.person());
  if (asked.has_participation_basis())
    participant.set_participation_basis(asked.participation_basis());
  if (asked.has_silence_ground()) participant.set_silence_ground(asked.silence_ground());
  return participant;
}

v1::Participant* AddRoles(v1::Conference& conference, const v1::Participant& asked) {
  if (asked.worker_id().empty()) return nullptr;
  for (v1::Participant& participant : *conference.mutable_participants()) {
    if (participant.worker_id() != asked.worker_id()) continue;
    for (int role : asked.roles()) {
      if (!HasRole(participant, static_cast<v1::ConferenceRole>(role)))
        participant.add_roles(static_cast<v1::ConferenceRole>(role));
    }
    if (asked.has_invite_time() && !participant.has_invite_time()) {
      *participant.mutable_invite_time() = asked.invite_time();
      if (asked.has_decision_id()) participant.set_decision_id(asked.decision_id());
    }
    return &participant;
  }
  return nullptr;
}

absl::Status CheckAloneFacilitator(const v1::Conference& conference) {
  for (const v1::Participant& participant : conference.participants())
    RETURN_IF_ERROR(CheckAlone(participant));
  return absl::OkStatus();
}

absl::Status CheckSomebody(const v1::Participant& participant, const std::string& field) {
  const bool is_worker = !participant.worker_id().empty();
  if (is_worker == !participant.person().empty()) {
    return rules::InvalidField(absl::StrCat(field, ".person"), "PARTICIPANT_UNCLEAR",
                               "is given for people without an account, worker_id for workers");
  }
  if (is_worker && participant.agency_id().empty()) {
    return rules::InvalidField(absl::StrCat(field, ".agency_id"), "UNIT_REQUIRED",
                               "is needed for a worker");
  }
  if (HasRole(participant, v1::CONFERENCE_ROLE_CLIENT))
    return rules::Refuse(rule::kClientOnce, {.field = absl::StrCat(field, ".roles")});
  return absl::OkStatus();
}

absl::Status CheckNewParticipant(const v1::Participant& participant, const std::string& field) {
  RETURN_IF_ERROR(CheckSomebody(participant, field));
  return CheckAlone(participant);
}

bool IsOwnWord(const v1::Conference& conference, const std::string& participant_id,
               const std::string& caller_worker_id) {
  const v1::Participant* participant = FindParticipant(conference, participant_id);
  return participant != nullptr && !caller_worker_id.empty() &&
         participant->worker_id() == caller_worker_id;
}

absl::Status CheckWord(const v1::Conference& conference, const std::string& participant_id,
                       const std::string& caller_worker_id, absl::Time now,
                       const std::string& field, common::v1::Attestation* attestation) {
  if (FindParticipant(conference, participant_id) == nullptr)
    return rules::Refuse(rule::kNotAParticipant, {.field = field + ".participant_id"});
  if (IsOwnWord(conference, participant_id, caller_worker_id)) return absl::OkStatus();
  if (attestation == nullptr)
    return rules::Refuse(rule::kSpeaksForOther, {.field = field + ".attestation"});
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(attestation->occurred_at()), now,
                                         field + ".attestation.occurred_at"));
  attestation->set_attesting_worker_id(caller_worker_id);
  return absl::OkStatus();
}

}  // namespace opora::conference
