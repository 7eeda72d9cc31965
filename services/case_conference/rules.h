#pragma once

#include <span>

#include "common/rules/rule.h"

// Every refusal and warning of case management, conferences and crises: one row each, told in both
// languages, with its remedy.
namespace opora::conference::rule {

using rules::Rule;

// Names the rule of each constraint that only the database sees broken in a race.
void RegisterConstraints();

// All of them.
std::span<const Rule* const> All();

}  // namespace opora::conference::rule
