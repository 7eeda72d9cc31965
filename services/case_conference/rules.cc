#include "services/case_conference/rules.h"

#include <vector>

#include "common/rules/occurrence.h"
#include "services/case_conference/cases/rules.h"

namespace opora::conference::rule {
namespace {

std::vector<const Rule*> Join() {
  std::vector<const Rule*> all = {&rules::kNotInFuture, &rules::kLateEntry};
  for (std::span<const Rule* const> some : {CaseRules()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace

void RegisterConstraints() { RegisterCaseConstraints(); }

std::span<const Rule* const> All() {
  static const auto* const all = new std::vector<const Rule*>(Join());
  return *all;
}

}  // namespace opora::conference::rule
