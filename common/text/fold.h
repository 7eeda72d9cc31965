#pragma once

#include <string>
#include <string_view>

namespace opora::text {

// The form under which names are matched, never shown: without diacritics and case, with single
// spaces for whitespace, hyphens and apostrophes, without control and zero-width characters.
// "Příliš" (NFC or NFD), "PRILIS" and "příliš" are one; so are "O'Connor" and "o connor". Malformed
// UTF-8 reads as U+FFFD.
std::string FoldName(std::string_view utf8);

// True when the text has at least one letter of any script.
bool HasLetters(std::string_view utf8);

}  // namespace opora::text
