#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about the catalogue and assessments: one row each, told in both languages,
// with its remedy.
namespace opora::reporting::rule {

using rules::Rule;

inline constexpr Rule kCatalogueInconsistent = {
    "REP-19",
    "CATALOGUE_INCONSISTENT",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"A number stands twice in the catalogue, or an indicator has no criterion above it.",
     "Některé číslo je v katalogu dvakrát, nebo ukazatel nemá nad sebou kritérium."},
    {"Number criteria 1, 2 … and indicators 1.1, 1.2 … once each.",
     "Očíslujte kritéria 1, 2 … a ukazatele 1.1, 1.2 …, každé jednou."}};
inline constexpr Rule kIndicatorUnknown = {
    "REP-19",
    "INDICATOR_UNKNOWN",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"This version of the catalogue has no indicator of that number.",
     "Tato verze katalogu ukazatel tohoto čísla nemá."},
    {"Take the numbers from the catalogue; a final answer with a wording of its own maps to them.",
     "Vezměte čísla z katalogu; závěrečná odpověď s vlastním zněním se na ně přiřadí."},
    "opora.reporting.v1.IndicatorService.GetCatalogue"};
inline constexpr Rule kAnsweredTwice = {
    "REP-20",
    "ANSWERED_TWICE",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"An indicator is answered twice.", "Ukazatel je zodpovězen dvakrát."},
    {"Leave one of the answers.", "Ponechte jednu z odpovědí."},
    "",
    "assessment_answers_code"};
inline constexpr Rule kFulfilmentRequired = {
    "REP-21",
    "FULFILMENT_REQUIRED",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The question is worded negatively, so that yes and no alone do not tell whether it is "
     "fulfilled.",
     "Otázka je položena záporně, takže samotné ano či ne neříká, zda je splněno."},
    {"The evaluator states whether it is met, beside the answer.",
     "Hodnotitel vedle odpovědi uvede, zda je splněno."},
    "opora.reporting.v1.IndicatorService.PutAssessment"};
inline constexpr Rule kNotEvaluatedOnlyFinal = {
    "REP-23",
    "NOT_EVALUATED_ONLY_FINAL",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Only a final assessment leaves an indicator not evaluated or words it anew.",
     "Jen závěrečné hodnocení ponechává ukazatel nehodnocený nebo s vlastním zněním."},
    {"Leave the answer out; a missing answer is no NO.",
     "Odpověď vynechte; chybějící odpověď není NE."}};
inline constexpr Rule kInitialMissing = {
    "REP-23",
    "INITIAL_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"There is no initial assessment that the final one could stand beside.",
     "Chybí vstupní hodnocení, vedle kterého by závěrečné stálo."},
    {"The evaluator enters the initial assessment first.",
     "Hodnotitel napřed zapíše vstupní hodnocení."},
    "opora.reporting.v1.IndicatorService.PutAssessment"};
inline constexpr Rule kFailedPartRequired = {
    "REP-26",
    "FAILED_PART_REQUIRED",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"The question joins several parts; an answer other than yes names those that fail.",
     "Otázka spojuje více částí; jiná odpověď než ano říká, které nejsou splněny."},
    {"The evaluator names the parts that fail.", "Hodnotitel uvede části, které nejsou splněny."},
    "opora.reporting.v1.IndicatorService.GetCatalogue"};
inline constexpr Rule kPartsDisagree = {
    "REP-30",
    "PARTS_DISAGREE",
    common::v1::RULE_CLASS_COMPUTED,
    absl::StatusCode::kInvalidArgument,
    {"A yes needs all parts of the question, and only its own parts can fail.",
     "Ano vyžaduje všechny části otázky a nesplněny mohou být jen její části."},
    {"Correct the answer or the parts.", "Opravte odpověď, nebo části."},
    "opora.reporting.v1.IndicatorService.GetCatalogue"};

inline constexpr const Rule* kIndicatorsRefusals[] = {
    &kCatalogueInconsistent, &kIndicatorUnknown, &kAnsweredTwice,      &kFulfilmentRequired,
    &kNotEvaluatedOnlyFinal, &kInitialMissing,   &kFailedPartRequired, &kPartsDisagree};

}  // namespace opora::reporting::rule
