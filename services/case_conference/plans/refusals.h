#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about the plan of a conference: one row each, told in both languages, with
// its remedy.
namespace opora::conference::rule {

using rules::Rule;

inline constexpr Rule kNotInPlanPhase = {
    "CONF-49",
    "NOT_IN_PLAN_PHASE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Items of the plan, and demands on the client, are made in phase PLAN, not before.",
     "Úkoly a požadavky na klienta vznikají až ve fázi plánu."},
    {"Bring it as a topic now; the facilitator moves the phase.",
     "Přineste to teď jako téma; fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AddTopic"};
inline constexpr Rule kProfessionalsOnly = {
    "CONF-38",
    "PROFESSIONALS_ONLY",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A meeting of professionals asks nothing of the client.",
     "Setkání odborníků po klientovi nic nechce."},
    {"Give the task to a professional, or hold a conference with the client.",
     "Dejte úkol odborníkovi, nebo uspořádejte konferenci s klientem."},
    "opora.conference.v1.ConferenceService.ProposeConference"};
inline constexpr Rule kFacilitatorHasNoTask = {
    "CONF-36",
    "FACILITATOR_HAS_NO_TASK",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The facilitator cannot be given a task of this plan.",
     "Facilitátor nemůže mít v tomto plánu úkol."},
    {"Give it to another participant.", "Dejte úkol jinému účastníkovi."}};
inline constexpr Rule kNotAParticipant = {
    "CONF-67",
    "NOT_A_PARTICIPANT",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"WHO is a participant of this conference.", "KDO je účastník této konference."},
    {"Name somebody who does not take part as to_be_asked, beside a participant who answers for "
     "the item.",
     "Kdo se neúčastní, uveďte v to_be_asked vedle účastníka, který za úkol odpovídá."}};
inline constexpr Rule kDeadlineMissing = {
    "CONF-65",
    "DEADLINE_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Each step says by when: a date, or so many days or weeks after the meeting.",
     "Každý krok má DO KDY: datum, nebo počet dní či týdnů po setkání."},
    {"Give exactly one of them.", "Uveďte právě jedno z toho."}};
inline constexpr Rule kPlanBMissing = {
    "CONF-66",
    "PLAN_B_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"An item has a Plan B: trigger, who, what, by when; or a reason why none is needed.",
     "Úkol má plán B: spouštěč, kdo, co, do kdy; nebo důvod, proč není třeba."},
    {"Complete the Plan B, or say why none is needed.",
     "Doplňte plán B, nebo uveďte, proč není třeba."},
    "",
    "action_items_plan_b"};
inline constexpr Rule kMilestonesOutOfOrder = {
    "CONF-68",
    "MILESTONES_OUT_OF_ORDER",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The deadlines of the steps are out of order.", "Termíny kroků nejdou po sobě."},
    {"Check the dates.", "Zkontrolujte termíny."}};
inline constexpr Rule kPlanBTooLate = {
    "CONF-74",
    "PLAN_B_TOO_LATE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The window of Plan B ends after the next deadline, which it makes unattainable.",
     "Plán B končí až po dalším termínu, který tak nelze splnit."},
    {"Set later dates for the steps that follow.", "Posuňte termíny následujících kroků."},
    "opora.conference.v1.ActionPlanService.ReplaceActionItem"};
inline constexpr Rule kClientNotHeard = {
    "XC-44",
    "CLIENT_NOT_HEARD",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The client's own view is not recorded; a solution should not come before it.",
     "Pohled klienta není zapsán; řešení by mu nemělo předcházet."},
    {"Record what the client said, or that they did not wish to speak.",
     "Zapište, co klient řekl, nebo že mluvit nechtěl."},
    "opora.conference.v1.ConferenceService.RecordViews"};
inline constexpr Rule kItemStateRefuses = {
    "CONF-75",
    "ITEM_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The item is not in a state in which this can be done.", "V tomto stavu úkolu to nelze."},
    {"Read the plan again.", "Načtěte plán znovu."},
    "opora.conference.v1.ConferenceService.GetConference"};
inline constexpr Rule kNoItems = {"CONF-63",
                                  "NO_ITEMS",
                                  rules::kHard,
                                  absl::StatusCode::kFailedPrecondition,
                                  {"There is nothing to approve.", "Není co schvalovat."},
                                  {"Add items, or end the meeting without a plan and say why.",
                                   "Přidejte úkoly, nebo skončete bez plánu s důvodem."},
                                  "opora.conference.v1.ActionPlanService.AddActionItem"};
inline constexpr Rule kAgainstClientsChoice = {
    "CONF-46",
    "AGAINST_CLIENTS_CHOICE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"An item against the client's choice stays proposed.",
     "Úkol proti volbě klienta zůstává jen navržen."},
    {"Find a solution that the client wants.", "Najděte řešení, které klient chce."},
    "opora.conference.v1.ConferenceService.AddSolution"};
inline constexpr Rule kTasksOpen = {
    "CONF-64",
    "TASKS_OPEN",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Tasks of the plan are still under way.", "Úkoly plánu ještě probíhají."},
    {"Record how they went.", "Zapište, jak dopadly."},
    "opora.conference.v1.ActionPlanService.CompleteMilestone"};
inline constexpr Rule kEvaluatorHasTasks = {
    "CONF-17",
    "EVALUATOR_HAS_TASKS",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The evaluator has tasks in the plan that is evaluated.",
     "Hodnotitel má v hodnoceném plánu úkoly."},
    {"Let somebody without tasks evaluate, if you can.",
     "Ať hodnotí někdo bez úkolů, je-li to možné."}};

inline constexpr const Rule* kPlansRefusals[] = {&kNotInPlanPhase,
                                                 &kProfessionalsOnly,
                                                 &kFacilitatorHasNoTask,
                                                 &kNotAParticipant,
                                                 &kDeadlineMissing,
                                                 &kPlanBMissing,
                                                 &kMilestonesOutOfOrder,
                                                 &kPlanBTooLate,
                                                 &kClientNotHeard,
                                                 &kItemStateRefuses,
                                                 &kNoItems,
                                                 &kAgainstClientsChoice,
                                                 &kTasksOpen,
                                                 &kEvaluatorHasTasks};

}  // namespace opora::conference::rule
