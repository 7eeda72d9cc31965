#include "services/case_conference/conferences/session_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/advice/judge.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/occurrence.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/facilitator.h"
#include "services/case_conference/conferences/invitation.h"
#include "services/case_conference/conferences/readiness_rules.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/room.h"
#include "services/case_conference/conferences/session_rules.h"
#include "services/case_conference/plans/refusals.h"
#include "services/case_conference/rules.h"

namespace opora::conference {
namespace {

constexpr char kInterface[] = "opora.conference.v1.ConferenceService";

absl::Time EndOf(absl::CivilDay day) { return absl::FromCivil(day + 1, dates::PragueZone()); }

absl::Status CheckMeetingDay(const common::v1::Date& held_on, absl::Time now) {
  RETURN_IF_ERROR(dates::CheckDate(held_on, "held_on"));
  if (dates::FromDate(held_on) <= dates::DayAt(now)) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = "held_on"});
}

absl::Status TakeAttendance(
    const google::protobuf::RepeatedPtrField<v1::ParticipantAttendance>& attendance,
    v1::Conference& conference) {
  for (int i = 0; i < attendance.size(); ++i) {
    v1::Participant* participant = FindParticipant(conference, attendance[i].participant_id());
    if (participant == nullptr) {
      return rules::Refuse(rule::kNotAParticipant,
                           {.field = absl::StrCat("attendance[", i, "].participant_id")});
    }
    participant->set_attendance(attendance[i].attendance());
    if (attendance[i].silence_ground() != v1::SILENCE_GROUND_UNSPECIFIED)
      participant->set_silence_ground(attendance[i].silence_ground());
  }
  return absl::OkStatus();
}

void EnterPhase(const rpc::Call& call, v1::Phase phase, const std::string& reason,
                v1::Conference& conference) {
  conference.set_phase(phase);
  v1::PhaseMove& move = *conference.add_phase_moves();
  move.set_phase_move_id(ids::TimeOrderedId(call.now()));
  move.set_phase(phase);
  *move.mutable_create_time() = rpc::ToTimestamp(call.now());
  if (!reason.empty()) move.set_reason(reason);
}

v1::PlanState PlanStateOf(rpc::Call& call, const std::string& conference_id) {
  v1::ActionPlan plan;
  return db::Find(call.tx(), conference_id, plan) ? plan.state() : v1::PLAN_STATE_UNSPECIFIED;
}

// An excluded topic stays closed unless the client lifts it for this conference (CONF-113).
absl::Status CheckExcluded(rpc::Call& call, const v1::AddTopicRequest& request,
                           const std::set<common::v1::DataArea>& excluded,
                           v1::Conference& conference) {
  const auto area = request.topic().area();
  const auto& lifted = conference.lifted_areas();
  if (!excluded.contains(area) || std::find(lifted.begin(), lifted.end(), area) != lifted.end())
    return absl::OkStatus();
  if (!request.has_lift()) return rules::Refuse(rule::kExcludedFromConference);
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(request.lift().occurred_at()),
                                         call.now(), "lift.occurred_at"));
  conference.add_lifted_areas(area);
  *conference.mutable_lift() = request.lift();
  conference.mutable_lift()->set_attesting_worker_id(call.caller().worker_id);
  return absl::OkStatus();
}

// An area that nobody was invited for needs a basis for everybody invited; in the meeting the
// client is there (CONF-114).
absl::Status CheckNewArea(rpc::Call& call, const NeighbourFacts& neighbours,
                          const v1::Conference& conference, common::v1::DataArea area) {
  const auto& areas = conference.areas();
  const bool known = std::find(areas.begin(), areas.end(), area) != areas.end();
  if (known || conference.state() == v1::CONFERENCE_STATE_IN_SESSION) return absl::OkStatus();
  v1::Conference asked = conference;
  asked.clear_areas();
  asked.add_areas(area);
  for (v1::Participant participant : conference.participants()) {
    if (!participant.has_invite_time() || participant.agency_id().empty()) continue;
    participant.clear_client_agreement();
    RETURN_IF_ERROR(BasisOfInvitation(call, neighbours, asked, participant, "topic.area").status());
  }
  return absl::OkStatus();
}

void AddArea(common::v1::DataArea area, v1::Conference& conference) {
  const auto& areas = conference.areas();
  if (std::find(areas.begin(), areas.end(), area) == areas.end()) conference.add_areas(area);
}

}  // namespace

void SessionService::Register(rpc::Methods& methods) {
  using Self = SessionService;
  rpc::Bind(methods, kInterface, "StartMeeting", *this, &Self::StartMeeting);
  rpc::Bind(methods, kInterface, "RecordAttendance", *this, &Self::RecordAttendance);
  rpc::Bind(methods, kInterface, "AdvancePhase", *this, &Self::AdvancePhase);
  rpc::Bind(methods, kInterface, "AddTopic", *this, &Self::AddTopic);
  rpc::Bind(methods, kInterface, "RecordViews", *this, &Self::RecordViews);
  rpc::Bind(methods, kInterface, "SelectPriorities", *this, &Self::SelectPriorities);
  rpc::Bind(methods, kInterface, "AddSolution", *this, &Self::AddSolution);
  rpc::Bind(methods, kInterface, "CloseMeeting", *this, &Self::CloseMeeting);
}

absl::StatusOr<v1::StartMeetingResponse> SessionService::StartMeeting(
    rpc::Call& call, const v1::StartMeetingRequest& request) {
  RETURN_IF_ERROR(CheckMeetingDay(request.held_on(), call.now()));
  ASSIGN_OR_RETURN(Room before, Enter(call, request.conference_id(), "StartMeeting"));
  *before.conference.mutable_held_on() = request.held_on();
  ASSIGN_OR_RETURN(const bool independent,
                   FacilitatorStillIndependent(call, neighbours_, before.conference));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "StartMeeting"));
  v1::Conference& conference = room.conference;
  if (!independent) return rules::Refuse(rule::kFacilitatorLater);
  RETURN_IF_ERROR(TakeAttendance(request.attendance(), conference));
  if (request.as_professionals_meeting()) conference.set_kind(v1::MEETING_KIND_PROFESSIONALS);
  advice::Judge judge(call, rule::Recommendations());
  RETURN_IF_ERROR(judge.Settle(StartRefusals(conference)));
  *conference.mutable_held_on() = request.held_on();
  EnterPhase(call, v1::PHASE_WELCOME, "", conference);
  v1::StartMeetingResponse response;
  judge.WarnIn(response);
  for (auto& warning : StartWarnings(conference, call.language()))
    *response.add_warnings() = std::move(warning);
  if (rules::IsLateEntry(EndOf(dates::FromDate(request.held_on())), call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  Keep(call, room, "StartMeeting", "MeetingStarted",
       {"held_on", "kind", "phase", "phase_moves", "participants"});
  *response.mutable_conference() = std::move(conference);
  return response;
}

absl::StatusOr<v1::RecordAttendanceResponse> SessionService::RecordAttendance(
    rpc::Call& call, const v1::RecordAttendanceRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "RecordAttendance"));
  RETURN_IF_ERROR(TakeAttendance(request.attendance(), room.conference));
  const bool interrupted =
      room.conference.kind() == v1::MEETING_KIND_CONFERENCE && LacksClosePerson(room.conference);
  const bool changed = interrupted != room.conference.interrupted();
  room.conference.set_interrupted(interrupted);
  const char* event = !changed      ? "AttendanceRecorded"
                      : interrupted ? "MeetingInterrupted"
                                    : "MeetingResumed";
  Keep(call, room, "RecordAttendance", event, {"participants", "interrupted"});
  v1::RecordAttendanceResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::AdvancePhaseResponse> SessionService::AdvancePhase(
    rpc::Call& call, const v1::AdvancePhaseRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "AdvancePhase"));
  v1::Conference& conference = room.conference;
  if (!request.meeting_rules().empty()) conference.set_meeting_rules(request.meeting_rules());
  const v1::PlanState plan = PlanStateOf(call, request.conference_id());
  RETURN_IF_ERROR(CheckMove(conference, plan,
                            {request.phase(), request.reason(), request.without_plan_reason()}));
  conference.clear_without_plan_reason();
  if (request.phase() == v1::PHASE_CONCLUSION && plan != v1::PLAN_STATE_APPROVED)
    conference.set_without_plan_reason(request.without_plan_reason());
  v1::AdvancePhaseResponse response;
  if (request.phase() > conference.phase()) {
    for (auto& warning : MoveWarnings(conference, request.phase(), call.language()))
      *response.add_warnings() = std::move(warning);
  }
  EnterPhase(call, request.phase(), request.reason(), conference);
  Keep(call, room, "AdvancePhase", "PhaseAdvanced",
       {"phase", "phase_moves", "meeting_rules", "without_plan_reason"});
  *response.mutable_conference() = std::move(conference);
  return response;
}

absl::StatusOr<v1::AddTopicResponse> SessionService::AddTopic(rpc::Call& call,
                                                              const v1::AddTopicRequest& request) {
  ASSIGN_OR_RETURN(const Room before, Enter(call, request.conference_id(), "AddTopic"));
  ASSIGN_OR_RETURN(const auto excluded,
                   neighbours_.ExcludedTopics(call, before.conference.client_id()));
  RETURN_IF_ERROR(CheckNewArea(call, neighbours_, before.conference, request.topic().area()));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "AddTopic"));
  v1::Conference& conference = room.conference;
  RETURN_IF_ERROR(CheckExcluded(call, request, excluded, conference));
  v1::Topic& topic = *conference.add_topics();
  topic.set_topic_id(ids::RandomId());
  topic.set_title(request.topic().title());
  topic.set_area(request.topic().area());
  const std::string& proposer = request.topic().proposer_participant_id();
  topic.set_proposer_participant_id(proposer.empty() ? room.self_id : proposer);
  if (FindParticipant(conference, topic.proposer_participant_id()) == nullptr)
    return rules::Refuse(rule::kNotAParticipant, {.field = "topic.proposer_participant_id"});
  AddArea(topic.area(), conference);
  Keep(call, room, "AddTopic", "TopicAdded", {"topics", "areas", "lifted_areas", "lift"});
  v1::AddTopicResponse response;
  *response.mutable_conference() = std::move(conference);
  return response;
}

absl::StatusOr<v1::RecordViewsResponse> SessionService::RecordViews(
    rpc::Call& call, const v1::RecordViewsRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "RecordViews"));
  for (int i = 0; i < request.views_size(); ++i) {
    const v1::ParticipantView& view = request.views(i);
    const std::string field = absl::StrCat("views[", i, "]");
    v1::Participant* participant = FindParticipant(room.conference, view.participant_id());
    if (participant == nullptr)
      return rules::Refuse(rule::kNotAParticipant, {.field = field + ".participant_id"});
    if (view.view().empty() == !view.did_not_wish_to_speak()) {
      return rules::InvalidField(field + ".view", "VIEW_UNCLEAR",
                                 "or did_not_wish_to_speak is needed, and not both");
    }
    participant->set_did_not_wish_to_speak(view.did_not_wish_to_speak());
    participant->clear_view();
    if (!view.view().empty()) participant->set_view(view.view());
  }
  Keep(call, room, "RecordViews", "ViewsRecorded", {"participants"});
  v1::RecordViewsResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::SelectPrioritiesResponse> SessionService::SelectPriorities(
    rpc::Call& call, const v1::SelectPrioritiesRequest& request) {
  ASSIGN_OR_RETURN(const Room before, Enter(call, request.conference_id(), "SelectPriorities"));
  ASSIGN_OR_RETURN(const auto excluded,
                   neighbours_.ExcludedTopics(call, before.conference.client_id()));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "SelectPriorities"));
  const auto& ids = request.topic_ids();
  for (const std::string& id : ids) {
    if (FindTopic(room.conference, id) == nullptr)
      return rules::InvalidField("topic_ids", "TOPIC_UNKNOWN", "is no topic of this conference");
    RETURN_IF_ERROR(CheckTopicOpen(room.conference, id, excluded));
  }
  for (v1::Topic& topic : *room.conference.mutable_topics())
    topic.set_is_priority(std::find(ids.begin(), ids.end(), topic.topic_id()) != ids.end());
  Keep(call, room, "SelectPriorities", "PrioritiesSelected", {"topics"});
  v1::SelectPrioritiesResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::AddSolutionResponse> SessionService::AddSolution(
    rpc::Call& call, const v1::AddSolutionRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "AddSolution"));
  v1::Conference& conference = room.conference;
  RETURN_IF_ERROR(CheckPriority(conference, request.solution().topic_id()));
  if (FindParticipant(conference, request.solution().proposer_participant_id()) == nullptr)
    return rules::Refuse(rule::kNotAParticipant, {.field = "solution.proposer_participant_id"});
  v1::Solution& solution = *conference.add_solutions();
  solution = request.solution();
  solution.set_solution_id(ids::RandomId());
  Keep(call, room, "AddSolution", "SolutionAdded", {"solutions"});
  v1::AddSolutionResponse response;
  *response.mutable_conference() = std::move(conference);
  return response;
}

absl::StatusOr<v1::CloseMeetingResponse> SessionService::CloseMeeting(
    rpc::Call& call, const v1::CloseMeetingRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.evaluation_date(), "evaluation_date"));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "CloseMeeting"));
  if (dates::FromDate(request.evaluation_date()) < dates::FromDate(room.conference.held_on())) {
    return rules::InvalidField("evaluation_date", "BEFORE_MEETING", "lies before the meeting");
  }
  *room.conference.mutable_evaluation_date() = request.evaluation_date();
  room.conference.set_phase(v1::PHASE_UNSPECIFIED);
  Keep(call, room, "CloseMeeting", "MeetingClosed", {"evaluation_date", "phase"});
  v1::CloseMeetingResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

}  // namespace opora::conference
