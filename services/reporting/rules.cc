#include "services/reporting/rules.h"

#include "common/db/constraints.h"
#include "common/rules/occurrence.h"

namespace opora::reporting::rule {
namespace {

using absl::StatusCode;
constexpr auto kHard = common::v1::RULE_CLASS_HARD;
constexpr auto kRecorded = common::v1::RULE_CLASS_RECORDED;
constexpr auto kComputed = common::v1::RULE_CLASS_COMPUTED;

}  // namespace

const Rule kCatalogueInconsistent = {
    "REP-19",
    "CATALOGUE_INCONSISTENT",
    kRecorded,
    StatusCode::kInvalidArgument,
    {"A number stands twice in the catalogue, or an indicator has no criterion above it.",
     "Některé číslo je v katalogu dvakrát, nebo ukazatel nemá nad sebou kritérium."},
    {"Number criteria 1, 2 … and indicators 1.1, 1.2 … once each.",
     "Očíslujte kritéria 1, 2 … a ukazatele 1.1, 1.2 …, každé jednou."}};
const Rule kIndicatorUnknown = {
    "REP-19",
    "INDICATOR_UNKNOWN",
    kRecorded,
    StatusCode::kInvalidArgument,
    {"This version of the catalogue has no indicator of that number.",
     "Tato verze katalogu ukazatel tohoto čísla nemá."},
    {"Take the numbers from the catalogue; a final answer with a wording of its own maps to them.",
     "Vezměte čísla z katalogu; závěrečná odpověď s vlastním zněním se na ně přiřadí."},
    "opora.reporting.v1.IndicatorService.GetCatalogue"};
const Rule kAnsweredTwice = {"REP-20",
                             "ANSWERED_TWICE",
                             kHard,
                             StatusCode::kInvalidArgument,
                             {"An indicator is answered twice.", "Ukazatel je zodpovězen dvakrát."},
                             {"Leave one of the answers.", "Ponechte jednu z odpovědí."}};
const Rule kFulfilmentRequired = {
    "REP-21",
    "FULFILMENT_REQUIRED",
    kHard,
    StatusCode::kInvalidArgument,
    {"The question is worded negatively, so that yes and no alone do not tell whether it is "
     "fulfilled.",
     "Otázka je položena záporně, takže samotné ano či ne neříká, zda je splněno."},
    {"The evaluator states whether it is met, beside the answer.",
     "Hodnotitel vedle odpovědi uvede, zda je splněno."},
    "opora.reporting.v1.IndicatorService.PutAssessment"};
const Rule kNotEvaluatedOnlyFinal = {
    "REP-23",
    "NOT_EVALUATED_ONLY_FINAL",
    kHard,
    StatusCode::kInvalidArgument,
    {"Only a final assessment leaves an indicator not evaluated or words it anew.",
     "Jen závěrečné hodnocení ponechává ukazatel nehodnocený nebo s vlastním zněním."},
    {"Leave the answer out; a missing answer is no NO.",
     "Odpověď vynechte; chybějící odpověď není NE."}};
const Rule kInitialMissing = {
    "REP-23",
    "INITIAL_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"There is no initial assessment that the final one could stand beside.",
     "Chybí vstupní hodnocení, vedle kterého by závěrečné stálo."},
    {"The evaluator enters the initial assessment first.",
     "Hodnotitel napřed zapíše vstupní hodnocení."},
    "opora.reporting.v1.IndicatorService.PutAssessment"};
const Rule kFailedPartRequired = {
    "REP-26",
    "FAILED_PART_REQUIRED",
    kRecorded,
    StatusCode::kInvalidArgument,
    {"The question joins several parts; an answer other than yes names those that fail.",
     "Otázka spojuje více částí; jiná odpověď než ano říká, které nejsou splněny."},
    {"The evaluator names the parts that fail.", "Hodnotitel uvede části, které nejsou splněny."},
    "opora.reporting.v1.IndicatorService.GetCatalogue"};
const Rule kPartsDisagree = {
    "REP-30",
    "PARTS_DISAGREE",
    kComputed,
    StatusCode::kInvalidArgument,
    {"A yes needs all parts of the question, and only its own parts can fail.",
     "Ano vyžaduje všechny části otázky a nesplněny mohou být jen její části."},
    {"Correct the answer or the parts.", "Opravte odpověď, nebo části."},
    "opora.reporting.v1.IndicatorService.GetCatalogue"};

const Rule kLocalityExists = {"REP-45",
                              "LOCALITY_EXISTS",
                              kComputed,
                              StatusCode::kAlreadyExists,
                              {"A locality of this name is entered on this level.",
                               "Lokalita tohoto jména je na této úrovni zapsána."},
                              {"Use the one that is there.", "Použijte zapsanou."},
                              "opora.reporting.v1.AdvisoryProgrammeService.ListLocalities"};
const Rule kMunicipalNotTotal = {
    "REP-48",
    "MUNICIPAL_DATA_NOT_TOTAL",
    kHard,
    StatusCode::kInvalidArgument,
    {"What people owe the municipality is not their total indebtedness.",
     "Co lidé dluží obci, není jejich celkové zadlužení."},
    {"Enter it as debtors or claims of the municipality, or take the figure from another source.",
     "Zapište to jako dlužníky nebo pohledávky obce, nebo vezměte údaj z jiného zdroje."},
    "opora.reporting.v1.AdvisoryProgrammeService.RecordObservation"};
const Rule kProgrammeExists = {
    "REP-01",
    "PROGRAMME_EXISTS",
    kRecorded,
    StatusCode::kAlreadyExists,
    {"This programme of the municipality is entered already.", "Tento program obce je již zapsán."},
    {"Use the one that is there.", "Použijte zapsaný."}};
const Rule kGoalsInconsistent = {
    "REP-03",
    "GOALS_INCONSISTENT",
    kHard,
    StatusCode::kInvalidArgument,
    {"A number of a goal stands twice, or a goal lacks the one above it.",
     "Některé číslo cíle je dvakrát, nebo cíl nemá nad sebou nadřazený."},
    {"Number goals 1, 1.1, 1.2, 2 … once each.", "Očíslujte cíle 1, 1.1, 1.2, 2 …, každý jednou."}};
const Rule kBaselineImmutable = {
    "REP-03",
    "BASELINE_IMMUTABLE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The goals are approved: their numbers, wording and deadlines stay, so that a goal made "
     "easier can be seen.",
     "Cíle jsou schváleny: čísla, znění a termíny zůstávají, aby bylo vidět, když se cíl zmírní."},
    {"The evaluator says what became of the goal, with a comment.",
     "Hodnotitel uvede, co se z cíle splnilo, s komentářem."},
    "opora.reporting.v1.AdvisoryProgrammeService.EvaluateGoal"};
const Rule kGoalsNotApproved = {
    "REP-03",
    "GOALS_NOT_APPROVED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Goals that nobody approved are not evaluated.", "Neschválené cíle se nehodnotí."},
    {"The coordinator starts the programme, which approves them.",
     "Koordinátor program zahájí, čímž se cíle schválí."},
    "opora.reporting.v1.AdvisoryProgrammeService.MoveProgramme"};
const Rule kObligationsDisagree = {
    "REP-04",
    "OBLIGATIONS_DISAGREE",
    kRecorded,
    StatusCode::kInvalidArgument,
    {"The goal is met when all its obligations are, and partly met when some are; only its own "
     "count.",
     "Cíl je splněn, když jsou splněny všechny jeho závazky, a částečně, když některé; počítají se "
     "jen jeho."},
    {"Correct the state or the obligations.", "Opravte stav, nebo závazky."},
    "opora.reporting.v1.AdvisoryProgrammeService.GetProgramme"};
const Rule kProgrammeStateRefuses = {
    "REP-15",
    "PROGRAMME_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The programme cannot move from its state to this one.",
     "Program nemůže ze svého stavu přejít do tohoto."},
    {"Look at the state it is in.", "Podívejte se, v jakém je stavu."},
    "opora.reporting.v1.AdvisoryProgrammeService.GetProgramme"};
const Rule kStateReasonRequired = {
    "REP-16",
    "STATE_REASON_REQUIRED",
    kRecorded,
    StatusCode::kInvalidArgument,
    {"A programme is suspended or ended early for a reason, and ended on a day.",
     "Program se přerušuje nebo předčasně končí z nějakého důvodu a končí určitý den."},
    {"State the reason, and the day of the end.", "Uveďte důvod a den ukončení."}};

const Rule kThresholdUnset = {
    "REG-84",
    "THRESHOLD_UNSET",
    kComputed,
    StatusCode::kFailedPrecondition,
    {"The project has not set from what extent on support is more than bagatelle; the number is "
     "not guessed.",
     "Projekt nestanovil, od jakého rozsahu podpora není bagatelní; číslo se neodhaduje."},
    {"The project's coordinator enters the threshold.", "Koordinátor projektu zapíše hranici."},
    "opora.reporting.v1.ReportService.PutCountingRule"};
const Rule kConversionInconsistent = {
    "REP-67",
    "CONVERSION_INCONSISTENT",
    kHard,
    StatusCode::kInvalidArgument,
    {"A unit is converted twice, or the unit of the threshold into itself.",
     "Jednotka se převádí dvakrát, nebo jednotka hranice sama na sebe."},
    {"Leave one conversion for each other unit.",
     "Ponechte nejvýš jeden převod každé jiné jednotky."}};
const Rule kOtherTerritory = {
    "REP-59",
    "OTHER_TERRITORY",
    kHard,
    StatusCode::kPermissionDenied,
    {"Each level of administration sees its own territory only.",
     "Každá úroveň správy vidí jen své území."},
    {"Ask for your own territory; the whole is seen by region and ministry.",
     "Ptejte se na své území; celek vidí kraj a ministerstvo."}};
const Rule kProjectionIncomplete = {
    "REP-81",
    "PROJECTION_INCOMPLETE",
    kHard,
    StatusCode::kUnavailable,
    {"The facts behind the figures are being read anew; half of them would be a wrong number.",
     "Podklady čísel se právě načítají znovu; polovina z nich by dala nesprávné číslo."},
    {"Ask again shortly; the operator sees how far it is.",
     "Zkuste to za chvíli; provozovatel vidí, jak je to daleko."},
    "opora.reporting.v1.ProjectionService.GetFeedStatus"};

void RegisterConstraints() {
  db::RegisterConstraint("localities_name", kLocalityExists);
  db::RegisterConstraint("observations_municipal", kMunicipalNotTotal);
  db::RegisterConstraint("advisory_programmes_once", kProgrammeExists);
  db::RegisterConstraint("programme_goals_baseline", kBaselineImmutable);
  db::RegisterConstraint("programme_goals_number", kGoalsInconsistent);
  db::RegisterConstraint("assessment_answers_code", kAnsweredTwice);
}

std::span<const Rule* const> All() {
  static const Rule* const all[] = {
      &kCatalogueInconsistent,  &kIndicatorUnknown,      &kAnsweredTwice,
      &kFulfilmentRequired,     &kNotEvaluatedOnlyFinal, &kInitialMissing,
      &kFailedPartRequired,     &kPartsDisagree,         &kLocalityExists,
      &kMunicipalNotTotal,      &kProgrammeExists,       &kGoalsInconsistent,
      &kBaselineImmutable,      &kGoalsNotApproved,      &kObligationsDisagree,
      &kProgrammeStateRefuses,  &kStateReasonRequired,   &kThresholdUnset,
      &kConversionInconsistent, &kOtherTerritory,        &kProjectionIncomplete,
      &rules::kNotInFuture};
  return all;
}

}  // namespace opora::reporting::rule
