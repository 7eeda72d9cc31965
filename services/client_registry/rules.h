#pragma once

#include <span>

#include "common/rules/rule.h"

// Every refusal and warning of the registry. The rows stand in the `refusals.h` of each folder.
namespace opora::registry::rule {

std::span<const rules::Rule* const> All();

}  // namespace opora::registry::rule
