#include "common/text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace opora::text {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::optional<size_t> CountCodePoints(std::string_view text) {
  if (IsAscii(text)) return text.size();
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  size_t count = 0;
  for (int64_t at = 0; at < size; ++count) {
    UChar32 code_point;
    U8_NEXT(bytes, at, size, code_point);
    if (code_point < 0) return std::nullopt;
  }
  return count;
}

std::string ToNfc(std::string_view text) {
  std::string result(text);
  if (IsAscii(text) || !CountCodePoints(text).has_value()) return result;
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  const icu::StringPiece input(text.data(), static_cast<int32_t>(text.size()));
  if (U_FAILURE(error) || nfc->isNormalizedUTF8(input, error)) return result;
  result.clear();
  icu::StringByteSink<std::string> sink(&result);
  nfc->normalizeUTF8(0, input, sink, nullptr, error);
  return U_FAILURE(error) ? std::string(text) : result;
}

}  // namespace opora::text
