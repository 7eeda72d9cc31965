#pragma once

#include "common/rules/rule.h"

// Refusals around personal ties: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kTieOfAnother = {
    "XC-58",
    "TIE_OF_ANOTHER",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Workers tell their own ties; those of others are entered by who leads them.",
     "Své vztahy ke klientům uvádí pracovník sám; za jiného je zapíše vedoucí."},
    {"Ask the worker or the head of the unit to enter it.",
     "Požádejte pracovníka nebo vedoucího, aby vztah zapsal."},
    "opora.registry.v1.WorkforceService.RecordPersonalTie"};
inline constexpr Rule kTieEnded = {"XC-58",
                                   "TIE_ENDED",
                                   rules::kRecorded,
                                   absl::StatusCode::kFailedPrecondition,
                                   {"This tie ended before.", "Tento vztah již skončil."},
                                   {"Nothing needs to be done.", "Není třeba nic dělat."},
                                   "opora.registry.v1.WorkforceService.ListPersonalTies"};

inline constexpr const Rule* kTiesRefusals[] = {&kTieOfAnother, &kTieEnded};

}  // namespace opora::registry::rule
