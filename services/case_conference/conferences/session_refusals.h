#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about the meeting itself: one row each, told in both languages, with its
// remedy.
namespace opora::conference::rule {

using rules::Rule;

inline constexpr Rule kClientAbsent = {
    "CONF-38",
    "CLIENT_ABSENT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The client is not there.", "Klient není přítomen."},
    {"Adjourn, reach the client by phone, or hold a meeting of "
     "professionals that asks nothing of the client.",
     "Odložte setkání, spojte se s klientem telefonem, nebo uspořádejte "
     "setkání odborníků, které po klientovi nic nechce."},
    "opora.conference.v1.ConferenceService.AdjournMeeting"};
inline constexpr Rule kClosePersonAbsent = {
    "CONF-39",
    "CLOSE_PERSON_ABSENT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A child needs a close person in the room, not merely invited.",
     "Dítě potřebuje blízkou osobu přímo v místnosti, pozvání nestačí."},
    {"Wait until she is present, or adjourn.", "Počkejte, až bude přítomna, nebo setkání odložte."},
    "opora.conference.v1.ConferenceService.AdjournMeeting"};
inline constexpr Rule kMeetingInterrupted = {
    "CONF-39",
    "MEETING_INTERRUPTED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The meeting stands still: the child's close person has left.",
     "Setkání stojí: blízká osoba dítěte odešla."},
    {"Record that she is back, or adjourn.", "Zapište její návrat, nebo setkání odložte."},
    "opora.conference.v1.ConferenceService.RecordAttendance"};
inline constexpr Rule kClientNotBriefed = {
    "CONF-47",
    "CLIENT_NOT_BRIEFED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The client was not told beforehand what a conference is.",
     "Klient předem neví, co je případová konference."},
    {"Brief the client and record it.", "Informujte klienta a zapište to."},
    "opora.conference.v1.ConferenceService.PrepareParticipants"};
inline constexpr Rule kNotBriefed = {
    "CONF-47",
    "NOT_BRIEFED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Somebody was not told beforehand what a conference is.",
     "Někdo předem neví, co je případová konference."},
    {"Brief them in phase WELCOME.", "Informujte je při přivítání."},
    "opora.conference.v1.ConferenceService.PrepareParticipants"};
inline constexpr Rule kFacilitatorAbsent = {
    "CONF-29",
    "FACILITATOR_ABSENT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The facilitator is not there.", "Facilitátor není přítomen."},
    {"Adjourn, or name another facilitator.",
     "Odložte setkání, nebo jmenujte jiného facilitátora."},
    "opora.conference.v1.ConferenceService.AdjournMeeting"};
inline constexpr Rule kSilenceMissing = {
    "CONF-44",
    "SILENCE_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Somebody has no recorded ground of silence and sees no content.",
     "U někoho není zapsán důvod mlčenlivosti; obsah neuvidí."},
    {"Record the ground of silence, in the meeting with attendance.",
     "Zapište důvod mlčenlivosti, na setkání s přítomností."},
    "opora.conference.v1.ConferenceService.PrepareParticipants"};
inline constexpr Rule kPhaseOrder = {"CONF-58",
                                     "PHASE_ORDER",
                                     rules::kHard,
                                     absl::StatusCode::kFailedPrecondition,
                                     {"Phases go forward one by one, or back to an earlier one.",
                                      "Fáze jdou vpřed po jedné, nebo zpět k dřívější."},
                                     {"Enter the next phase.", "Vstupte do následující fáze."},
                                     "opora.conference.v1.ConferenceService.AdvancePhase"};
inline constexpr Rule kBackNeedsReason = {
    "CONF-58",
    "REASON_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Going back to an earlier phase needs a reason.", "Návrat k dřívější fázi potřebuje důvod."},
    {"Say why.", "Uveďte důvod."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
inline constexpr Rule kRulesMissing = {
    "CONF-52",
    "RULES_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Rules of the meeting are not agreed.", "Pravidla setkání nejsou domluvena."},
    {"Agree them and record them with the phase.", "Domluvte je a zapište s fází."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
inline constexpr Rule kParticipantNotHeard = {
    "CONF-43",
    "PARTICIPANT_NOT_HEARD",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Somebody neither told a view nor said they did not wish to.",
     "Někdo neřekl svůj pohled ani to, že nechce."},
    {"Give them space and record it.", "Dejte mu prostor a zapište to."},
    "opora.conference.v1.ConferenceService.RecordViews"};
inline constexpr Rule kNotMapping = {
    "CONF-43",
    "NOT_IN_MAPPING_PHASE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Views are recorded in phase MAPPING.", "Pohledy se zapisují ve fázi mapování."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
inline constexpr Rule kNoPriority = {
    "CONF-61",
    "NO_PRIORITY",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"No priority is selected.", "Není vybrána žádná priorita."},
    {"Select priorities among the topics.", "Vyberte priority z témat."},
    "opora.conference.v1.ConferenceService.SelectPriorities"};
inline constexpr Rule kNotAPriority = {
    "CONF-61",
    "NOT_A_PRIORITY",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Only selected priorities have solutions and items of the plan.",
     "Řešení a úkoly mají jen vybrané priority."},
    {"Select the topic as a priority in its phase.",
     "Vyberte téma jako prioritu v příslušné fázi."},
    "opora.conference.v1.ConferenceService.SelectPriorities"};
inline constexpr Rule kNotPriorities = {
    "CONF-61",
    "NOT_IN_PRIORITIES_PHASE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Priorities are selected in phase PRIORITIES.", "Priority se vybírají ve fázi priorit."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
inline constexpr Rule kNotSolutions = {
    "CONF-62",
    "NOT_IN_SOLUTIONS_PHASE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Solutions are proposed in phase SOLUTIONS.", "Řešení se navrhují ve fázi řešení."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
inline constexpr Rule kSolutionMissing = {
    "CONF-62",
    "SOLUTION_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A priority has no solution.", "Některá priorita nemá řešení."},
    {"Propose one, or go back to it.", "Navrhněte je, nebo se k tomu vraťte."},
    "opora.conference.v1.ConferenceService.AddSolution"};
inline constexpr Rule kPlanNotApproved = {
    "CONF-63",
    "PLAN_NOT_APPROVED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The plan is not approved.", "Plán není schválen."},
    {"Let all present approve it, or say why the meeting ends without a plan.",
     "Ať jej schválí všichni přítomní, nebo uveďte, proč se končí bez plánu."},
    "opora.conference.v1.ActionPlanService.ApprovePlan"};
inline constexpr Rule kNotConclusion = {
    "CONF-63",
    "NOT_IN_CONCLUSION_PHASE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The meeting ends in phase CONCLUSION.", "Setkání končí ve fázi závěru."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
inline constexpr Rule kTopicTooLate = {
    "CONF-61",
    "TOPIC_TOO_LATE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Topics are added until priorities are selected.", "Témata se přidávají do výběru priorit."},
    {"The facilitator can go back to an earlier phase with a reason.",
     "Facilitátor se může s důvodem vrátit do dřívější fáze."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};

inline constexpr const Rule* kSessionRefusals[] = {
    &kClientAbsent,    &kClosePersonAbsent, &kMeetingInterrupted,  &kClientNotBriefed,
    &kNotBriefed,      &kFacilitatorAbsent, &kSilenceMissing,      &kPhaseOrder,
    &kBackNeedsReason, &kRulesMissing,      &kParticipantNotHeard, &kNotMapping,
    &kNoPriority,      &kNotAPriority,      &kNotPriorities,       &kNotSolutions,
    &kSolutionMissing, &kPlanNotApproved,   &kNotConclusion,       &kTopicTooLate};

}  // namespace opora::conference::rule
