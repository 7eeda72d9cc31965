#pragma once

#include <span>

#include "common/rules/recommendation.h"

// Every refusal and warning of the registry. The rows stand in the `refusals.h` of each folder.
namespace opora::registry::rule {

std::span<const rules::Rule* const> All();

// Those that an agency sets for itself (XC-46); the others of class W are conditions of an act, or
// protect clients.
rules::Recommendations Recommendations();

}  // namespace opora::registry::rule
