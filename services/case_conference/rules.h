#pragma once

#include <span>

#include "common/rules/rule.h"

// Every refusal and warning of cases, conferences, plans, minutes and crises. The rows stand in the
// `refusals.h` of each folder.
namespace opora::conference::rule {

std::span<const rules::Rule* const> All();

}  // namespace opora::conference::rule
