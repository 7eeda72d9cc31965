#pragma once

#include <string_view>

namespace opora::housing {

// Whether a text meant for neighbours speaks of what they are not told (XC-45, HOUS-85): that a
// flat is a social one, or of support, benefits, debts or health. Words in English and Czech, any
// spelling.
bool RevealsTenant(std::string_view text);

// The same for a sheet that all tenants receive: only that there are social flats or new tenants.
bool RevealsSocialFlat(std::string_view text);

}  // namespace opora::housing
