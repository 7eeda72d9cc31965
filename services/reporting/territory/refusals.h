#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about whose territory is seen: one row each, told in both languages, with
// its remedy.
namespace opora::reporting::rule {

using rules::Rule;

inline constexpr Rule kOtherTerritory = {
    "REP-59",
    "OTHER_TERRITORY",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Each level of administration sees its own territory only.",
     "Každá úroveň správy vidí jen své území."},
    {"Ask for your own territory; the whole is seen by region and ministry.",
     "Ptejte se na své území; celek vidí kraj a ministerstvo."}};

inline constexpr const Rule* kTerritoryRefusals[] = {&kOtherTerritory};

}  // namespace opora::reporting::rule
