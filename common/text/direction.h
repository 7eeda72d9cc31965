#pragma once

#include <string_view>

namespace opora::text {

// True when the text has an invisible character that turns the direction of writing: marks,
// embeddings, overrides and isolates (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).
// In a name they show one thing and store another.
bool HasDirectionControls(std::string_view utf8);

}  // namespace opora::text
