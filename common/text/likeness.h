#pragma once

#include <string_view>

namespace opora::text {

// How many letters must be put in, left out, exchanged, or swapped with their neighbour to make one
// text of the other: the slips of a pen and of a keyboard. Counts bytes; for folded names, which
// are nearly always ASCII, that is letters. Returns `limit` + 1 for anything above `limit`.
int EditDistance(std::string_view left, std::string_view right, int limit);

// One slip in five letters, two in eight. Shorter words that differ are different: Jan and Jana.
bool IsNearlySame(std::string_view left, std::string_view right);

}  // namespace opora::text
