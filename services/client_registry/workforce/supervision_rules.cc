#include "services/client_registry/workforce/supervision_rules.h"

#include <algorithm>

namespace opora::registry {
namespace {

constexpr std::size_t kFewest = 4;
constexpr int64_t kTimes = 3;
constexpr int64_t kMinutesMore = 120;

}  // namespace

std::vector<v1::SupervisionHint> OutlyingContacts(const std::vector<ContactTime>& times) {
  std::vector<v1::SupervisionHint> hints;
  if (times.size() < kFewest) return hints;
  for (const ContactTime& one : times) {
    std::vector<int64_t> others;
    for (const ContactTime& other : times) {
      if (other.client_id != one.client_id) others.push_back(other.minutes);
    }
    const int64_t usual = Median(others).value_or(0);
    if (one.minutes <= usual * kTimes || one.minutes < usual + kMinutesMore) continue;
    v1::SupervisionHint& hint = hints.emplace_back();
    hint.set_kind(v1::SUPERVISION_HINT_KIND_CONTACT_TIME);
    hint.set_client_id(one.client_id);
    hint.set_minutes(static_cast<int32_t>(one.minutes));
    hint.set_usual_minutes(static_cast<int32_t>(usual));
  }
  return hints;
}

std::optional<int64_t> Median(std::vector<int64_t> values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace opora::registry
