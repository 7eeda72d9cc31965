#include "services/housing_referral/reveals.h"

#include <array>
#include <string>

#include "absl/strings/match.h"
#include "common/text/fold.h"

namespace opora::housing {
namespace {

// Beginnings of words, folded.
constexpr std::array<absl::string_view, 9> kOfTheFlat = {
    "socialni byt", "socialniho byt", "socialnim byt", "socialnich byt",    "socialni bydleni",
    "social flat",  "social housing", "housing first", "socialniho bydleni"};
constexpr std::array<absl::string_view, 20> kOfTheTenant = {
    "socialni pracov", "social worker", "klicov",  "key worker", "podporovan", "tym podpory",
    "support team",    "davk",          "benefit", "dluh",       "debt",       "arrears",
    "exekuc",          "zdravotni",     "nemoc",   "diagnoz",    "illness",    "zavisl",
    "addiction",       "bezdomov"};

template <typename Words>
bool Mentions(std::string_view text, const Words& words) {
  const std::string folded = text::FoldName(text);
  for (absl::string_view word : words) {
    if (absl::StrContains(folded, word)) return true;
  }
  return false;
}

}  // namespace

bool RevealsSocialFlat(std::string_view text) { return Mentions(text, kOfTheFlat); }

bool RevealsTenant(std::string_view text) {
  return RevealsSocialFlat(text) || Mentions(text, kOfTheTenant);
}

}  // namespace opora::housing
