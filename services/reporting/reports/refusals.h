#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about reports: one row each, told in both languages, with its remedy.
namespace opora::reporting::rule {

using rules::Rule;

inline constexpr Rule kThresholdUnset = {
    "REG-84",
    "THRESHOLD_UNSET",
    common::v1::RULE_CLASS_COMPUTED,
    absl::StatusCode::kFailedPrecondition,
    {"The project has not set from what extent on support is more than bagatelle; the number is "
     "not guessed.",
     "Projekt nestanovil, od jakého rozsahu podpora není bagatelní; číslo se neodhaduje."},
    {"The project's coordinator enters the threshold.", "Koordinátor projektu zapíše hranici."},
    "opora.reporting.v1.ReportService.PutCountingRule"};
inline constexpr Rule kConversionInconsistent = {
    "REP-67",
    "CONVERSION_INCONSISTENT",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"A unit is converted twice, or the unit of the threshold into itself.",
     "Jednotka se převádí dvakrát, nebo jednotka hranice sama na sebe."},
    {"Leave one conversion for each other unit.",
     "Ponechte nejvýš jeden převod každé jiné jednotky."}};
inline constexpr Rule kProjectionIncomplete = {
    "REP-81",
    "PROJECTION_INCOMPLETE",
    rules::kHard,
    absl::StatusCode::kUnavailable,
    {"The facts behind the figures are being read anew; half of them would be a wrong number.",
     "Podklady čísel se právě načítají znovu; polovina z nich by dala nesprávné číslo."},
    {"Ask again shortly; the operator sees how far it is.",
     "Zkuste to za chvíli; provozovatel vidí, jak je to daleko."},
    "opora.reporting.v1.ProjectionService.GetFeedStatus"};

inline constexpr const Rule* kReportsRefusals[] = {&kThresholdUnset, &kConversionInconsistent,
                                                   &kProjectionIncomplete};

}  // namespace opora::reporting::rule
