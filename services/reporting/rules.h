#pragma once

#include <span>

#include "common/rules/rule.h"

// Every refusal and warning of reporting. The rows stand in the `refusals.h` of each folder.
namespace opora::reporting::rule {

std::span<const rules::Rule* const> All();

}  // namespace opora::reporting::rule
