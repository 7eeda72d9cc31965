#include "common/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>

namespace opora::text {
namespace {

// Letters with a stroke do not decompose, yet Polish and Vietnamese names are typed without it.
const char16_t* PlainForm(UChar32 letter) {
  switch (letter) {
    case U'ł':
      return u"l";
    case U'đ':
    case U'ð':
      return u"d";
    case U'ø':
      return u"o";
    case U'ħ':
      return u"h";
    case U'ı':
      return u"i";
    case U'æ':
      return u"ae";
    case U'œ':
      return u"oe";
    default:
      return nullptr;
  }
}

bool IsApostrophe(UChar32 c) {
  switch (c) {
    case U'\'':
    case U'`':
    case U'\u00B4':
    case U'\u02B9':
    case U'\u02BB':
    case U'\u02BC':
    case U'\u2018':
    case U'\u2019':
    case U'\u201B':
    case U'\u2032':
      return true;
    default:
      return false;
  }
}

bool IsSeparator(UChar32 c) {
  return u_isUWhiteSpace(c) || u_charType(c) == U_DASH_PUNCTUATION || c == U'\u2212' ||
         IsApostrophe(c);
}

bool IsDropped(UChar32 c) {
  return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CC_MASK | U_GC_CF_MASK)) != 0;
}

icu::UnicodeString Decompose(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(error);
  return U_FAILURE(error) ? text : nfkd->normalize(text, error);
}

icu::UnicodeString FromUtf8(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

void AppendFolded(UChar32 c, icu::UnicodeString& folded) {
  if (const char16_t* plain = PlainForm(c)) {
    folded.append(plain, -1);
  } else {
    folded.append(c);
  }
}

}  // namespace

std::string FoldName(std::string_view utf8) {
  // In this order: decomposition brings new capitals ("℡"), case folding nothing to decompose.
  const icu::UnicodeString text = Decompose(FromUtf8(utf8)).foldCase();
  icu::UnicodeString folded;
  bool separated = false;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (IsSeparator(c)) {
      separated = true;
    } else if (!IsDropped(c)) {
      if (separated && !folded.isEmpty()) folded.append(u' ');
      separated = false;
      AppendFolded(c, folded);
    }
  }
  std::string result;
  return folded.toUTF8String(result);
}

bool HasLetters(std::string_view utf8) {
  const icu::UnicodeString text = FromUtf8(utf8);
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    if (u_isalpha(text.char32At(at))) return true;
  }
  return false;
}

}  // namespace opora::text
