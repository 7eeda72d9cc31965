#pragma once

#include "common/rules/rule.h"

// What this service refuses or warns of because of what a neighbour answered.
namespace opora::conference::rule {

using rules::Rule;

inline constexpr Rule kTargetGroupMissing = {
    "REG-09",
    "TARGET_GROUP_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The municipality has not defined for whom it introduces the coordinated approach.",
     "Obec nevymezila, pro koho koordinovaný přístup zavádí."},
    {"The social department defines the target group.", "Cílovou skupinu vymezí sociální odbor."},
    "opora.registry.v1.CooperationService.DefineTargetGroup"};

inline constexpr const Rule* kNeighbourRefusals[] = {&kTargetGroupMissing};

}  // namespace opora::conference::rule
