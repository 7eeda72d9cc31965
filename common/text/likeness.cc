#include "common/text/likeness.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace opora::text {

// Optimal string alignment, three rows of the table at a time.
int EditDistance(std::string_view left, std::string_view right, int limit) {
  const auto difference = static_cast<int>(left.size()) - static_cast<int>(right.size());
  if (std::abs(difference) > limit) return limit + 1;
  std::vector<int> before;
  std::vector<int> above(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::vector<int> row(right.size() + 1);
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const int exchanged = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, exchanged});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(above, std::move(row));
  }
  return std::min(above.back(), limit + 1);
}

bool IsNearlySame(std::string_view left, std::string_view right) {
  const std::size_t letters = std::min(left.size(), right.size());
  const int slips = letters >= 8 ? 2 : letters >= 5 ? 1 : 0;
  return EditDistance(left, right, slips) <= slips;
}

}  // namespace opora::text
