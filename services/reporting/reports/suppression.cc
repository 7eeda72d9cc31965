#include "services/reporting/reports/suppression.h"

namespace opora::reporting {
namespace {

void Hide(v1::PersonCount& count) {
  count.clear_value();
  count.set_suppressed(true);
}

bool TellsSmallRest(const v1::PersonCount& whole, const v1::PersonCount& part, int64_t limit) {
  if (whole.suppressed() || part.suppressed()) return false;
  const int64_t rest = whole.value() - part.value();
  return rest > 0 && rest < limit;
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
  if (TellsSmallRest(whole, part, limit)) Hide(part);
}

void HideJustAbove(const v1::PersonCount& part, v1::PersonCount& whole, int64_t limit) {
  if (TellsSmallRest(whole, part, limit)) Hide(whole);
}

}  // namespace opora::reporting
