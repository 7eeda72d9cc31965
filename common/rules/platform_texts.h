#pragma once

#include <string_view>

namespace opora::rules {

// Czech text of a refusal that rests on the platform itself, by its reason; empty when it is for
// programs only.
std::string_view CzechTextOf(std::string_view reason);

}  // namespace opora::rules
