#include "services/case_conference/rules.h"

#include "common/rules/occurrence.h"

namespace opora::conference::rule {

void RegisterConstraints() {}

std::span<const Rule* const> All() {
  static const Rule* const all[] = {&rules::kNotInFuture, &rules::kLateEntry};
  return all;
}

}  // namespace opora::conference::rule
