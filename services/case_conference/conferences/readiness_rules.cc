#include "services/case_conference/conferences/readiness_rules.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/session_refusals.h"

namespace opora::conference {
namespace {

using Metadata = std::vector<std::pair<std::string, std::string>>;

Metadata Who(const std::vector<std::string>& ids) {
  return {{"participant_ids", absl::StrJoin(ids, " ")}};
}

absl::Status RequireNobody(const std::vector<std::string>& ids, const rules::Rule& rule) {
  return ids.empty() ? absl::OkStatus() : rules::Refuse(rule, {.metadata = Who(ids)});
}

bool Answered(const v1::Participant& participant) {
  return participant.has_topic_answer() && participant.has_participants_answer() &&
         participant.has_place_answer();
}

bool SaysNo(const v1::Participant& participant) {
  return participant.topic_answer() == v1::ANSWER_NO ||
         participant.participants_answer() == v1::ANSWER_NO ||
         participant.place_answer() == v1::ANSWER_NO;
}

bool IsClient(const v1::Participant& participant) {
  return HasRole(participant, v1::CONFERENCE_ROLE_CLIENT);
}

bool AnswerCounts(const v1::Conference& conference, const v1::Participant& participant) {
  return !conference.urgent() || IsClient(participant) ||
         HasRole(participant, v1::CONFERENCE_ROLE_CONVENER);
}

absl::Status CheckRoles(const v1::Conference& conference) {
  std::vector<std::string> missing;
  for (auto role : {v1::CONFERENCE_ROLE_CONVENER, v1::CONFERENCE_ROLE_FACILITATOR,
                    v1::CONFERENCE_ROLE_CLIENT, v1::CONFERENCE_ROLE_PROFESSIONAL}) {
    if (InRole(conference, role) == nullptr) missing.push_back(v1::ConferenceRole_Name(role));
  }
  if (missing.empty()) return absl::OkStatus();
  return rules::Refuse(rule::kRolesMissing, {.metadata = {{"roles", absl::StrJoin(missing, " ")}}});
}

absl::Status CheckNoes(const v1::Conference& conference) {
  return RequireNobody(Ids(conference,
                           [&](const v1::Participant& participant) {
                             return AnswerCounts(conference, participant) && SaysNo(participant);
                           }),
                       rule::kAnswerIsNo);
}

absl::Status CheckAnswers(const v1::Conference& conference, absl::CivilDay today,
                          const std::string& go_on_reason) {
  const bool due = dates::FromDate(conference.answers_due_date()) < today;
  if (due && !go_on_reason.empty()) return absl::OkStatus();
  return RequireNobody(MissingAnswers(conference), rule::kAnswersMissing);
}

absl::Status RefuseWhen(bool lacking, const rules::Rule& rule) {
  return lacking ? rules::Refuse(rule) : absl::OkStatus();
}

bool IsNotInvited(const v1::Participant& participant) { return !participant.has_invite_time(); }

std::vector<absl::Status> Refusals(std::vector<absl::Status> checks) {
  std::erase_if(checks, [](const absl::Status& status) { return status.ok(); });
  return checks;
}

}  // namespace

std::vector<std::string> MissingAnswers(const v1::Conference& conference) {
  return Ids(conference, [&](const v1::Participant& participant) {
    return AnswerCounts(conference, participant) && !Answered(participant);
  });
}

absl::Status CheckProposal(const v1::Conference& conference) {
  const bool changes = std::find(conference.triggers().begin(), conference.triggers().end(),
                                 v1::TRIGGER_UPCOMING_CHANGE) != conference.triggers().end();
  if (!changes || conference.has_change_kind()) return absl::OkStatus();
  return rules::Refuse(rule::kChangeKindMissing, {.field = "conference.change_kind"});
}

std::vector<absl::Status> ReadyRefusals(const v1::Conference& conference, absl::CivilDay today,
                                        const std::string& go_on_reason) {
  const bool arranged = conference.has_place() && conference.has_scheduled_time();
  const v1::Participant* client = InRole(conference, v1::CONFERENCE_ROLE_CLIENT);
  const bool prepared = client != nullptr && client->has_prepared_time();
  return Refusals({CheckRoles(conference), RefuseWhen(!arranged, rule::kArrangementMissing),
                   RequireNobody(Ids(conference, IsNotInvited), rule::kNotInvited),
                   CheckNoes(conference), CheckAnswers(conference, today, go_on_reason),
                   RefuseWhen(!prepared, rule::kClientNotPrepared)});
}

std::vector<common::v1::Warning> ReadyWarnings(const v1::Conference& conference,
                                               common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  if (InRole(conference, v1::CONFERENCE_ROLE_ORGANISER) == nullptr ||
      InRole(conference, v1::CONFERENCE_ROLE_RECORDER) == nullptr) {
    warnings.push_back(rules::Warn(rule::kRolesRecommended, language));
  }
  const auto unprepared = [](const v1::Participant& participant) {
    return !participant.has_prepared_time();
  };
  if (std::any_of(conference.participants().begin(), conference.participants().end(), unprepared))
    warnings.push_back(rules::Warn(rule::kParticipantNotPrepared, language));
  return warnings;
}

bool LacksClosePerson(const v1::Conference& conference) {
  return conference.client_is_child() &&
         std::none_of(conference.participants().begin(), conference.participants().end(),
                      [](const v1::Participant& participant) {
                        return HasRole(participant, v1::CONFERENCE_ROLE_SUPPORT_PERSON) &&
                               participant.attendance() == v1::ATTENDANCE_PRESENT;
                      });
}

std::vector<absl::Status> StartRefusals(const v1::Conference& conference) {
  const v1::Participant* facilitator = InRole(conference, v1::CONFERENCE_ROLE_FACILITATOR);
  const bool led = facilitator != nullptr && IsPresent(*facilitator);
  const v1::Participant* client = InRole(conference, v1::CONFERENCE_ROLE_CLIENT);
  const bool with_client = conference.kind() != v1::MEETING_KIND_PROFESSIONALS;
  const bool there = client != nullptr && IsPresent(*client);
  const bool briefed = client != nullptr && client->has_briefed_time();
  return Refusals(
      {RefuseWhen(!led, rule::kFacilitatorAbsent),
       RefuseWhen(with_client && !there, rule::kClientAbsent),
       RefuseWhen(with_client && LacksClosePerson(conference), rule::kClosePersonAbsent),
       RefuseWhen(with_client && !briefed, rule::kClientNotBriefed)});
}

std::vector<common::v1::Warning> StartWarnings(const v1::Conference& conference,
                                               common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  const auto& participants = conference.participants();
  const auto anybody_there = [&](auto lacks) {
    return std::any_of(participants.begin(), participants.end(),
                       [&](const v1::Participant& one) { return IsPresent(one) && lacks(one); });
  };
  if (anybody_there([](const v1::Participant& one) { return !one.has_silence_ground(); }))
    warnings.push_back(rules::Warn(rule::kSilenceMissing, language));
  if (anybody_there([](const v1::Participant& one) { return !one.has_briefed_time(); }))
    warnings.push_back(rules::Warn(rule::kNotBriefed, language));
  return warnings;
}

void ReopenAnswers(v1::Conference& conference) {
  for (v1::Participant& participant : *conference.mutable_participants()) {
    participant.clear_topic_answer();
    participant.clear_participants_answer();
    participant.clear_place_answer();
    participant.clear_answer_remark();
    participant.clear_answer_attestation();
    participant.clear_answer_time();
  }
}

}  // namespace opora::conference
