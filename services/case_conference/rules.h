#pragma once

#include <span>

#include "common/rules/recommendation.h"

// Every refusal and warning of cases, conferences, plans, minutes and crises. The rows stand in the
// `refusals.h` of each folder.
namespace opora::conference::rule {

std::span<const rules::Rule* const> All();

// Those that an agency sets for itself (XC-46); the others of class W are conditions of an act.
rules::Recommendations Recommendations();

}  // namespace opora::conference::rule
