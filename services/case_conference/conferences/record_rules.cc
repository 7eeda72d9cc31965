#include "services/case_conference/conferences/record_rules.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/readiness_rules.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/session_refusals.h"
#include "services/case_conference/conferences/session_rules.h"
#include "services/case_conference/plans/plan_rules.h"
#include "services/case_conference/plans/refusals.h"

namespace opora::conference {
namespace {

using Names = std::map<std::string, std::string>;  // Given id: id of the server.

// Puts the server's id wherever the message has a given one.
void Rename(const Names& names, google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  const auto renamed = [&](const std::string& given) {
    const auto found = names.find(given);
    return found == names.end() ? given : found->second;
  };
  for (const auto* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        Rename(names, field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                           : *reflection.MutableMessage(&message, field));
      } else if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
        continue;
      } else if (field->is_repeated()) {
        reflection.SetRepeatedString(&message, field, i,
                                     renamed(reflection.GetRepeatedString(message, field, i)));
      } else {
        reflection.SetString(&message, field, renamed(reflection.GetString(message, field)));
      }
    }
  }
}

// The id that something goes by, given one when it has none.
template <typename Record, typename Id>
absl::Status Number(google::protobuf::RepeatedPtrField<Record>& records, Id id,
                    const std::string& field, Names& names) {
  for (int i = 0; i < records.size(); ++i) {
    std::string& given = *(records[i].*id)();
    if (given.empty()) given = ids::RandomId();
    if (!names.emplace(given, ids::RandomId()).second)
      return rules::InvalidField(absl::StrCat(field, "[", i, "]"), "ID_TWICE", "has an id twice");
  }
  return absl::OkStatus();
}

// What the paper tells of somebody.
v1::Participant PaperParticipant(const v1::Participant& asked) {
  v1::Participant participant = asked;
  participant.clear_invite_time();
  participant.clear_decision_id();
  participant.clear_independence();
  participant.clear_independence_check_time();
  // Whom the client's word would open it to is invited on a basis of today, or not at all.
  if (participant.has_agency_id()) participant.clear_client_agreement();
  return participant;
}

absl::Status CheckDay(bool given, const common::v1::Date& date, const std::string& field) {
  return given ? dates::CheckDate(date, field) : absl::OkStatus();
}

absl::Status CheckDays(const v1::Conference& conference, absl::Time now) {
  RETURN_IF_ERROR(dates::CheckDate(conference.held_on(), "conference.held_on"));
  if (dates::FromDate(conference.held_on()) > dates::DayAt(now))
    return rules::Refuse(rules::kNotInFuture, {.field = "conference.held_on"});
  RETURN_IF_ERROR(CheckDay(conference.has_contract_date(), conference.contract_date(),
                           "conference.contract_date"));
  RETURN_IF_ERROR(CheckDay(conference.has_answers_due_date(), conference.answers_due_date(),
                           "conference.answers_due_date"));
  return CheckDay(conference.has_evaluation_date(), conference.evaluation_date(),
                  "conference.evaluation_date");
}

absl::Status CheckTime(bool given, const google::protobuf::Timestamp& time, absl::Time now,
                       const std::string& field) {
  return given ? rules::CheckOccurrence(rpc::FromTimestamp(time), now, field) : absl::OkStatus();
}

absl::Status CheckPeople(const v1::Conference& conference, absl::Time now) {
  int clients = 0;
  for (int i = 0; i < conference.participants_size(); ++i) {
    const v1::Participant& one = conference.participants(i);
    const std::string field = absl::StrCat("conference.participants[", i, "]");
    if (HasRole(one, v1::CONFERENCE_ROLE_CLIENT)) {
      if (++clients > 1 || one.has_worker_id() || !one.has_person())
        return rules::Refuse(rule::kClientOnce, {.field = field + ".roles"});
    } else {
      RETURN_IF_ERROR(CheckSomebody(one, field));
    }
    RETURN_IF_ERROR(
        CheckTime(one.has_briefed_time(), one.briefed_time(), now, field + ".briefed_time"));
    RETURN_IF_ERROR(
        CheckTime(one.has_prepared_time(), one.prepared_time(), now, field + ".prepared_time"));
    RETURN_IF_ERROR(CheckTime(one.has_client_agreement(), one.client_agreement().occurred_at(), now,
                              field + ".client_agreement.occurred_at"));
  }
  return absl::OkStatus();
}

absl::Status CheckAgenda(const v1::Conference& conference) {
  for (int i = 0; i < conference.topics_size(); ++i) {
    if (FindParticipant(conference, conference.topics(i).proposer_participant_id()) == nullptr) {
      return rules::Refuse(
          rule::kNotAParticipant,
          {.field = absl::StrCat("conference.topics[", i, "].proposer_participant_id")});
    }
  }
  for (int i = 0; i < conference.solutions_size(); ++i) {
    const v1::Solution& solution = conference.solutions(i);
    const std::string field = absl::StrCat("conference.solutions[", i, "]");
    if (FindTopic(conference, solution.topic_id()) == nullptr)
      return rules::InvalidField(field + ".topic_id", "TOPIC_UNKNOWN", "is no topic of it");
    if (FindParticipant(conference, solution.proposer_participant_id()) == nullptr)
      return rules::Refuse(rule::kNotAParticipant, {.field = field + ".proposer_participant_id"});
  }
  return absl::OkStatus();
}

// At most as long as a reason for no Plan B may be, and no character cut in two.
std::string Shortened(const std::string& reason) {
  std::size_t end = std::min<std::size_t>(reason.size(), 500);
  while (end < reason.size() && (reason[end] & 0xC0) == 0x80) --end;
  return reason.substr(0, end);
}

// Refusals of the way through the phases as they were.
std::vector<absl::Status> PhaseRefusals(v1::Conference conference, v1::PlanState plan,
                                        const v1::RecordConferenceRequest& request) {
  std::vector<absl::Status> refusals;
  const auto move = [&](v1::Phase to) {
    refusals.push_back(CheckMove(
        conference, plan, {to, request.deviation_reason(), conference.without_plan_reason()}));
    conference.set_phase(to);
  };
  conference.set_phase(v1::PHASE_UNSPECIFIED);
  for (int phase : request.phases()) move(static_cast<v1::Phase>(phase));
  if (conference.phase() == v1::PHASE_CONCLUSION) return refusals;
  refusals.push_back(rules::Refuse(rule::kPhaseOrder));
  conference.set_phase(v1::PHASE_PLAN);
  move(v1::PHASE_CONCLUSION);
  return refusals;
}

}  // namespace

absl::Status Renumber(v1::RecordConferenceRequest& request) {
  v1::Conference& conference = *request.mutable_conference();
  Names names;
  RETURN_IF_ERROR(Number(*conference.mutable_participants(),
                         &v1::Participant::mutable_participant_id, "conference.participants",
                         names));
  RETURN_IF_ERROR(Number(*conference.mutable_topics(), &v1::Topic::mutable_topic_id,
                         "conference.topics", names));
  RETURN_IF_ERROR(Number(*conference.mutable_solutions(), &v1::Solution::mutable_solution_id,
                         "conference.solutions", names));
  RETURN_IF_ERROR(
      Number(*request.mutable_items(), &v1::ActionItem::mutable_item_id, "items", names));
  const std::string client_id = conference.client_id();
  Rename(names, request);
  conference.set_client_id(client_id);
  return absl::OkStatus();
}

v1::Conference PaperConference(const v1::Conference& asked, absl::Time now) {
  v1::Conference conference = asked;
  conference.set_conference_id(ids::RandomId());
  conference.set_state(v1::CONFERENCE_STATE_CLOSED);
  if (conference.kind() == v1::MEETING_KIND_UNSPECIFIED)
    conference.set_kind(v1::MEETING_KIND_CONFERENCE);
  conference.clear_case_id();
  conference.clear_phase();
  conference.clear_interrupted();
  conference.clear_lifted_areas();
  conference.clear_lift();
  conference.clear_end_reason();
  conference.clear_client_view();
  conference.clear_client_view_text();
  conference.clear_evaluator_worker_id();
  conference.clear_phase_moves();
  conference.clear_deviations();
  conference.clear_etag();
  conference.clear_actions();
  *conference.mutable_create_time() = rpc::ToTimestamp(now);
  for (v1::Participant& one : *conference.mutable_participants()) one = PaperParticipant(one);
  if (InRole(conference, v1::CONFERENCE_ROLE_CLIENT) != nullptr) return conference;
  v1::Participant& client = *conference.add_participants();
  client.set_participant_id(ids::RandomId());
  client.set_person("client");
  client.add_roles(v1::CONFERENCE_ROLE_CLIENT);
  client.set_attendance(v1::ATTENDANCE_ABSENT);
  return conference;
}

absl::Status CheckPaper(const v1::Conference& conference, absl::Time now) {
  RETURN_IF_ERROR(CheckProposal(conference));
  RETURN_IF_ERROR(CheckDays(conference, now));
  RETURN_IF_ERROR(CheckPeople(conference, now));
  return CheckAgenda(conference);
}

bool LacksPlanB(const v1::ActionItem& item) {
  return !item.has_no_plan_b_reason() && !item.has_plan_b_trigger_position() &&
         !item.has_plan_b_participant_id() && !item.has_plan_b_what() && !item.has_plan_b_from() &&
         !item.has_plan_b_to() && !item.has_plan_b_weeks_after();
}

absl::Status ReadItem(const v1::Conference& conference, const std::string& reason,
                      v1::ActionItem& item) {
  if (FindTopic(conference, item.topic_id()) == nullptr)
    return rules::InvalidField("item.topic_id", "TOPIC_UNKNOWN", "is no topic of it");
  if (LacksPlanB(item)) item.set_no_plan_b_reason(Shortened(reason));
  RETURN_IF_ERROR(ResolveDeadlines(item, dates::FromDate(conference.held_on())));
  for (const absl::Status& refusal : ItemRefusals(conference, item)) {
    if (absl::IsInvalidArgument(refusal)) return refusal;
  }
  return absl::OkStatus();
}

std::vector<absl::Status> RefusalsOf(const v1::Conference& conference, v1::PlanState plan,
                                     const v1::RecordConferenceRequest& request) {
  std::vector<absl::Status> all;
  const auto add = [&](const std::vector<absl::Status>& some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  const bool contracted = conference.has_contract_goal() && conference.has_contract_topic() &&
                          conference.has_contract_date();
  if (!contracted) all.push_back(rules::Refuse(rule::kContractMissing));
  all.push_back(CheckAloneFacilitator(conference));
  add(ReadyRefusals(conference, dates::FromDate(conference.held_on()), conference.go_on_reason()));
  add(StartRefusals(conference));
  for (const v1::Solution& solution : conference.solutions())
    all.push_back(CheckPriority(conference, solution.topic_id()));
  add(PhaseRefusals(conference, plan, request));
  return all;
}

void Deviate(const std::vector<absl::Status>& refusals, const std::string& reason,
             v1::Conference& conference) {
  for (const absl::Status& refusal : refusals) {
    const std::string rule = rules::RuleOf(refusal);
    const auto& known = conference.deviations();
    const bool told = std::any_of(known.begin(), known.end(),
                                  [&](const auto& deviation) { return deviation.rule() == rule; });
    if (refusal.ok() || told) continue;
    v1::ConferenceDeviation& deviation = *conference.add_deviations();
    deviation.set_deviation_id(ids::RandomId());
    deviation.set_rule(rule);
    deviation.set_reason(reason);
  }
}

}  // namespace opora::conference
