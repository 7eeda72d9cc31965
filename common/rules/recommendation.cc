#include "common/rules/recommendation.h"

#include <algorithm>

namespace opora::rules {

const Recommendation* FindRecommendation(Recommendations all, std::string_view id,
                                         std::string_view reason) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Recommendation& one) {
    return one.rule->id == id && one.rule->reason == reason;
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace opora::rules
