#include "services/case_conference/conferences/verbs.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/session_refusals.h"
#include "services/case_conference/plans/refusals.h"

namespace opora::conference {
namespace {

constexpr auto kProposed = v1::CONFERENCE_STATE_PROPOSED;
constexpr auto kContracted = v1::CONFERENCE_STATE_CONTRACTED;
constexpr auto kOrganising = v1::CONFERENCE_STATE_ORGANISING;
constexpr auto kReady = v1::CONFERENCE_STATE_READY;
constexpr auto kInSession = v1::CONFERENCE_STATE_IN_SESSION;
constexpr auto kClosed = v1::CONFERENCE_STATE_CLOSED;
constexpr auto kMinutesApproved = v1::CONFERENCE_STATE_MINUTES_APPROVED;
constexpr auto kEvaluated = v1::CONFERENCE_STATE_EVALUATED;
constexpr auto kStays = v1::CONFERENCE_STATE_UNSPECIFIED;
constexpr auto kAnyPhase = v1::PHASE_UNSPECIFIED;

constexpr auto kProposer = v1::CONFERENCE_ROLE_PROPOSER;
constexpr auto kConvener = v1::CONFERENCE_ROLE_CONVENER;
constexpr auto kOrganiser = v1::CONFERENCE_ROLE_ORGANISER;
constexpr auto kAdministrator = v1::CONFERENCE_ROLE_ADMINISTRATOR;
constexpr auto kFacilitator = v1::CONFERENCE_ROLE_FACILITATOR;
constexpr auto kRecorder = v1::CONFERENCE_ROLE_RECORDER;

const Verb* FindVerb(std::string_view name) {
  for (const Verb& verb : Verbs()) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

bool Holds(const v1::Participant& self, const std::vector<v1::ConferenceRole>& roles) {
  return roles.empty() ||
         std::any_of(roles.begin(), roles.end(), [&](auto role) { return HasRole(self, role); });
}

bool IsInPhase(const v1::Conference& conference, const Verb& verb) {
  if (verb.first == kAnyPhase) return true;
  const v1::Phase last = verb.last == kAnyPhase ? verb.first : verb.last;
  return conference.phase() >= verb.first && conference.phase() <= last;
}

// Nothing when the verb may be used, else the rule that refuses.
const rules::Rule* Refusing(const v1::Conference& conference, const v1::Participant& self,
                            const Verb& verb) {
  const auto state = conference.state();
  if (std::find(verb.from.begin(), verb.from.end(), state) == verb.from.end()) {
    const bool too_early = state < verb.from.front() && verb.otherwise != nullptr;
    return too_early ? verb.otherwise : &rule::kStateRefuses;
  }
  if (!Holds(self, verb.roles)) {
    return verb.name == "AdvancePhase" ? &rule::kNotTheFacilitator : &rule::kRoleInConference;
  }
  if (verb.content && !self.has_silence_ground()) return &rule::kSilenceMissing;
  if (state != kInSession) return nullptr;
  if (conference.interrupted() && !verb.while_interrupted) return &rule::kMeetingInterrupted;
  return IsInPhase(conference, verb) ? nullptr : verb.otherwise;
}

// Verbs whose request or answer holds what is said in the room.
std::vector<Verb> MarkContent(std::vector<Verb> verbs) {
  static constexpr std::string_view kOfContent[] = {
      "RecordViews",       "SelectPriorities",  "AddSolution",  "AddActionItem",
      "ReplaceActionItem", "CancelActionItem",  "ApprovePlan",  "CompleteMilestone",
      "WriteMinutes",      "CirculateMinutes",  "AgreeMinutes", "CloseMinutes",
      "ShareContent",      "EvaluateConference"};
  for (Verb& verb : verbs)
    verb.content =
        std::find(std::begin(kOfContent), std::end(kOfContent), verb.name) != std::end(kOfContent);
  return verbs;
}

}  // namespace

const std::vector<Verb>& Verbs() {
  const std::vector<v1::ConferenceRole> leaders = {kProposer, kConvener, kOrganiser,
                                                   kAdministrator};
  const std::vector<v1::ConferenceState> preparing = {kContracted, kOrganising};
  const std::vector<v1::ConferenceState> afterwards = {kClosed, kMinutesApproved, kEvaluated};
  const std::vector<v1::ConferenceState> with_plan = {kInSession, kClosed, kMinutesApproved};
  static const auto* verbs = new std::vector<Verb>(MarkContent({
      {"DeclineConference", {kProposed}, v1::CONFERENCE_STATE_DECLINED, leaders},
      {"CancelConference",
       {kProposed, kContracted, kOrganising, kReady, kInSession},
       v1::CONFERENCE_STATE_CANCELLED,
       {kConvener, kOrganiser, kAdministrator},
       kAnyPhase,
       nullptr,
       true},
      {"NameOrganiser", {kProposed, kContracted, kOrganising}, kStays, leaders},
      {"NameFacilitator", {kProposed, kContracted, kOrganising}, kStays, leaders},
      {"SignContract", {kProposed}, kContracted, {kConvener, kAdministrator}},
      {"AddParticipants", preparing, kOrganising, leaders, kAnyPhase, &rule::kContractMissing},
      {"RemoveParticipant", {kContracted, kOrganising, kReady}, kOrganising, leaders},
      {"InviteParticipants", {kProposed, kContracted, kOrganising}, kStays, leaders},
      {"ArrangeMeeting",
       {kContracted, kOrganising, kReady},
       kOrganising,
       leaders,
       kAnyPhase,
       &rule::kContractMissing},
      {"RecordAnswers", {kOrganising, kReady}},
      {"PrepareParticipants", {kOrganising, kReady}, kStays, leaders},
      {"DeclareReady", {kOrganising}, kReady, leaders},
      {"AdjournMeeting",
       {kReady, kInSession},
       kOrganising,
       {kConvener, kOrganiser, kFacilitator},
       kAnyPhase,
       nullptr,
       true},
      {"StartMeeting", {kReady}, kInSession, {kFacilitator, kOrganiser, kConvener}},
      {"RecordAttendance",
       {kInSession},
       kStays,
       {kFacilitator, kRecorder, kOrganiser},
       kAnyPhase,
       nullptr,
       true},
      {"AdvancePhase", {kInSession}, kStays, {kFacilitator}},
      {"AddTopic",
       {kProposed, kContracted, kOrganising, kReady, kInSession},
       kStays,
       {},
       v1::PHASE_WELCOME,
       &rule::kTopicTooLate,
       false,
       v1::PHASE_PRIORITIES},
      {"RecordViews", {kInSession}, kStays, {}, v1::PHASE_MAPPING, &rule::kNotMapping},
      {"SelectPriorities",
       {kInSession},
       kStays,
       {kFacilitator, kRecorder},
       v1::PHASE_PRIORITIES,
       &rule::kNotPriorities},
      {"AddSolution", {kInSession}, kStays, {}, v1::PHASE_SOLUTIONS, &rule::kNotSolutions},
      {"AddActionItem", {kInSession}, kStays, {}, v1::PHASE_PLAN, &rule::kNotInPlanPhase},
      {"ReplaceActionItem", with_plan, kStays, {}, v1::PHASE_PLAN, &rule::kNotInPlanPhase},
      {"CancelActionItem", with_plan},
      {"ApprovePlan", with_plan, kStays, {}, v1::PHASE_PLAN, &rule::kNotInPlanPhase},
      {"CloseMeeting",
       {kInSession},
       kClosed,
       {kFacilitator},
       v1::PHASE_CONCLUSION,
       &rule::kNotConclusion},
      {"CompleteMilestone", afterwards},
      {"WriteMinutes", {kInSession, kClosed, kEvaluated}, kStays, {kRecorder, kFacilitator}},
      {"CirculateMinutes", {kClosed, kEvaluated}, kStays, {kRecorder, kFacilitator, kOrganiser}},
      {"AgreeMinutes", {kClosed, kEvaluated}},
      {"CloseMinutes", {kClosed, kEvaluated}, kStays, {kRecorder, kFacilitator, kOrganiser}},
      {"ShareContent", afterwards},
      {"EvaluateConference",
       {kClosed, kMinutesApproved},
       kEvaluated,
       {kConvener, kOrganiser, kAdministrator, kFacilitator}},
  }));
  return *verbs;
}

absl::Status CheckVerb(const v1::Conference& conference, const v1::Participant& self,
                       std::string_view name) {
  const Verb* verb = FindVerb(name);
  if (verb == nullptr) return rules::Refuse(rule::kStateRefuses);
  const rules::Rule* refusing = Refusing(conference, self, *verb);
  if (refusing == nullptr) return absl::OkStatus();
  rules::Details details;
  details.metadata = {{"state", v1::ConferenceState_Name(conference.state())},
                      {"phase", v1::Phase_Name(conference.phase())}};
  if (!verb->roles.empty()) {
    details.metadata.emplace_back(
        "roles", absl::StrJoin(verb->roles, " ", [](std::string* out, v1::ConferenceRole role) {
          out->append(v1::ConferenceRole_Name(role));
        }));
  }
  return rules::Refuse(*refusing, std::move(details));
}

void Apply(v1::Conference& conference, std::string_view name) {
  const Verb* verb = FindVerb(name);
  if (verb != nullptr && verb->to != v1::CONFERENCE_STATE_UNSPECIFIED)
    conference.set_state(verb->to);
}

std::vector<common::v1::Action> Actions(const v1::Conference& conference,
                                        const v1::Participant& self,
                                        common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  for (const Verb& verb : Verbs()) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(std::string(verb.name));
    const rules::Rule* refusing = Refusing(conference, self, verb);
    action.set_allowed(refusing == nullptr);
    if (refusing == nullptr) continue;
    action.set_rule(std::string(refusing->id));
    action.set_remedy(std::string(refusing->remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::conference
