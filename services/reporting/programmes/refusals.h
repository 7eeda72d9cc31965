#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about localities and advisory programmes: one row each, told in both
// languages, with its remedy.
namespace opora::reporting::rule {

using rules::Rule;

inline constexpr Rule kLocalityExists = {
    "REP-45",
    "LOCALITY_EXISTS",
    common::v1::RULE_CLASS_COMPUTED,
    absl::StatusCode::kAlreadyExists,
    {"A locality of this name is entered on this level.",
     "Lokalita tohoto jména je na této úrovni zapsána."},
    {"Use the one that is there.", "Použijte zapsanou."},
    "opora.reporting.v1.AdvisoryProgrammeService.ListLocalities",
    "localities_name"};
inline constexpr Rule kMunicipalNotTotal = {
    "REP-48",
    "MUNICIPAL_DATA_NOT_TOTAL",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"What people owe the municipality is not their total indebtedness.",
     "Co lidé dluží obci, není jejich celkové zadlužení."},
    {"Enter it as debtors or claims of the municipality, or take the figure from another source.",
     "Zapište to jako dlužníky nebo pohledávky obce, nebo vezměte údaj z jiného zdroje."},
    "opora.reporting.v1.AdvisoryProgrammeService.RecordObservation",
    "observations_municipal"};
inline constexpr Rule kProgrammeExists = {
    "REP-01",
    "PROGRAMME_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"This programme of the municipality is entered already.", "Tento program obce je již zapsán."},
    {"Use the one that is there.", "Použijte zapsaný."},
    "",
    "advisory_programmes_once"};
inline constexpr Rule kGoalsInconsistent = {
    "REP-03",
    "GOALS_INCONSISTENT",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"A number of a goal stands twice, or a goal lacks the one above it.",
     "Některé číslo cíle je dvakrát, nebo cíl nemá nad sebou nadřazený."},
    {"Number goals 1, 1.1, 1.2, 2 … once each.", "Očíslujte cíle 1, 1.1, 1.2, 2 …, každý jednou."},
    "",
    "programme_goals_number"};
inline constexpr Rule kBaselineImmutable = {
    "REP-03",
    "BASELINE_IMMUTABLE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The goals are approved: their numbers, wording and deadlines stay, so that a goal made "
     "easier can be seen.",
     "Cíle jsou schváleny: čísla, znění a termíny zůstávají, aby bylo vidět, když se cíl zmírní."},
    {"The evaluator says what became of the goal, with a comment.",
     "Hodnotitel uvede, co se z cíle splnilo, s komentářem."},
    "opora.reporting.v1.AdvisoryProgrammeService.EvaluateGoal",
    "programme_goals_baseline"};
inline constexpr Rule kGoalsNotApproved = {
    "REP-03",
    "GOALS_NOT_APPROVED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Goals that nobody approved are not evaluated.", "Neschválené cíle se nehodnotí."},
    {"The coordinator starts the programme, which approves them.",
     "Koordinátor program zahájí, čímž se cíle schválí."},
    "opora.reporting.v1.AdvisoryProgrammeService.MoveProgramme"};
inline constexpr Rule kObligationsDisagree = {
    "REP-04",
    "OBLIGATIONS_DISAGREE",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"The goal is met when all its obligations are, and partly met when some are; only its own "
     "count.",
     "Cíl je splněn, když jsou splněny všechny jeho závazky, a částečně, když některé; počítají se "
     "jen jeho."},
    {"Correct the state or the obligations.", "Opravte stav, nebo závazky."},
    "opora.reporting.v1.AdvisoryProgrammeService.GetProgramme"};
inline constexpr Rule kProgrammeStateRefuses = {
    "REP-15",
    "PROGRAMME_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The programme cannot move from its state to this one.",
     "Program nemůže ze svého stavu přejít do tohoto."},
    {"Look at the state it is in.", "Podívejte se, v jakém je stavu."},
    "opora.reporting.v1.AdvisoryProgrammeService.GetProgramme"};
inline constexpr Rule kStateReasonRequired = {
    "REP-16",
    "STATE_REASON_REQUIRED",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"A programme is suspended or ended early for a reason, and ended on a day.",
     "Program se přerušuje nebo předčasně končí z nějakého důvodu a končí určitý den."},
    {"State the reason, and the day of the end.", "Uveďte důvod a den ukončení."}};

inline constexpr const Rule* kProgrammesRefusals[] = {
    &kLocalityExists,      &kMunicipalNotTotal,     &kProgrammeExists,
    &kGoalsInconsistent,   &kBaselineImmutable,     &kGoalsNotApproved,
    &kObligationsDisagree, &kProgrammeStateRefuses, &kStateReasonRequired};

}  // namespace opora::reporting::rule
