#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace opora::text {

// The number of code points, or nothing when the text is not well-formed UTF-8.
std::optional<size_t> CountCodePoints(std::string_view text);

bool IsAscii(std::string_view text);

// Converts to Unicode normalization form C. Text that is not well-formed UTF-8 is returned as it
// is, so that validation still sees (and refuses) it.
std::string ToNfc(std::string_view text);

}  // namespace opora::text
