#include "services/reporting/reports/suppression.h"

#include <algorithm>

namespace opora::reporting {
namespace {

void Hide(v1::PersonCount& count) {
  count.clear_value();
  count.set_suppressed(true);
}

}  // namespace

v1::PersonCount Shown(int64_t persons, int64_t limit) {
  v1::PersonCount count;
  if (persons > 0 && persons < limit) {
    Hide(count);
  } else {
    count.set_value(persons);
  }
  return count;
}

void HideTelltale(const v1::PersonCount& whole, v1::PersonCount& part, int64_t limit) {
  if (whole.suppressed() || part.suppressed()) return;
  const int64_t rest = whole.value() - part.value();
  if (rest > 0 && rest < limit) Hide(part);
}

void HideWithCompany(const std::vector<v1::PersonCount*>& parts) {
  const auto hidden = [](const v1::PersonCount* one) { return one->suppressed(); };
  if (std::count_if(parts.begin(), parts.end(), hidden) != 1) return;
  v1::PersonCount* smallest = nullptr;
  for (v1::PersonCount* one : parts) {
    if (hidden(one) || one->value() == 0) continue;
    if (smallest == nullptr || one->value() < smallest->value()) smallest = one;
  }
  if (smallest != nullptr) Hide(*smallest);
}

}  // namespace opora::reporting
