#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/reporting/v1/indicator.pb.h"

namespace opora::reporting {

// INVALID_ARGUMENT CATALOGUE_INCONSISTENT (REP-19).
absl::Status CheckCatalogue(const v1::CriteriaCatalogue& catalogue);

// INVALID_ARGUMENT of REP-19 to REP-30, NOT_IN_FUTURE (XC-57).
absl::Status CheckAssessment(const v1::Assessment& assessment,
                             const v1::CriteriaCatalogue& catalogue, absl::Time now);

// Whether an indicator is fulfilled by this answer: as stated, else as a positive question is
// answered. nullopt when it was not evaluated.
std::optional<v1::Fulfilment> MetBy(const v1::AssessmentAnswer& answer);

// Literal answers and fulfilment, counted apart (REP-22).
v1::AssessmentCounts CountAnswers(const v1::Assessment& assessment,
                                  const v1::CriteriaCatalogue& catalogue);

// The same by criterion of the catalogue.
std::vector<v1::CriterionSummary> CountByCriterion(const v1::Assessment& assessment,
                                                   const v1::CriteriaCatalogue& catalogue);

// How each indicator of the catalogue moved; a shift needs both answers, and just one final answer
// that speaks to the indicator (REP-24).
std::vector<v1::IndicatorShift> Compare(const v1::Assessment& initial, const v1::Assessment& final,
                                        const v1::CriteriaCatalogue& catalogue);

}  // namespace opora::reporting
