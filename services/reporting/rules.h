#pragma once

#include <span>

#include "common/rules/rule.h"

// Every refusal of reporting: one row each, told in both languages, with its remedy.
namespace opora::reporting::rule {

using rules::Rule;

// Criteria and assessments.
extern const Rule kCatalogueInconsistent;  // REP-19
extern const Rule kIndicatorUnknown;       // REP-19
extern const Rule kAnsweredTwice;          // REP-20
extern const Rule kFulfilmentRequired;     // REP-21
extern const Rule kNotEvaluatedOnlyFinal;  // REP-23
extern const Rule kInitialMissing;         // REP-23
extern const Rule kFailedPartRequired;     // REP-26
extern const Rule kPartsDisagree;          // REP-30
// Localities and programmes.
extern const Rule kLocalityExists;         // REP-45
extern const Rule kMunicipalNotTotal;      // REP-48
extern const Rule kProgrammeExists;        // REP-01
extern const Rule kGoalsInconsistent;      // REP-03
extern const Rule kBaselineImmutable;      // REP-03
extern const Rule kGoalsNotApproved;       // REP-03
extern const Rule kObligationsDisagree;    // REP-04
extern const Rule kProgrammeStateRefuses;  // REP-15
extern const Rule kStateReasonRequired;    // REP-16
// Reports.
extern const Rule kThresholdUnset;          // REG-84
extern const Rule kConversionInconsistent;  // REP-67
extern const Rule kOtherTerritory;          // REP-59
extern const Rule kProjectionIncomplete;    // REP-81

// Names the rule of each constraint that only the database sees broken in a race.
void RegisterConstraints();

// All of them.
std::span<const Rule* const> All();

}  // namespace opora::reporting::rule
