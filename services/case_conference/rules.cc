#include "services/case_conference/rules.h"

#include <vector>

#include "common/rules/occurrence.h"
#include "services/case_conference/cases/refusals.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/session_refusals.h"
#include "services/case_conference/crises/refusals.h"
#include "services/case_conference/minutes/refusals.h"
#include "services/case_conference/plans/refusals.h"
#include "services/registry_client/grantors.h"

namespace opora::conference::rule {

std::span<const rules::Rule* const> All() {
  static const auto all = [] {
    std::vector<const rules::Rule*> rows = {&rules::kNotInFuture, &rules::kLateEntry};
    const auto add = [&](std::span<const rules::Rule* const> folder) {
      rows.insert(rows.end(), folder.begin(), folder.end());
    };
    add(kConferencesRefusals);
    add(kSessionRefusals);
    add(kPlansRefusals);
    add(kMinutesRefusals);
    add(kCasesRefusals);
    add(kCrisesRefusals);
    add(registry_client::rule::kGrantorRefusals);
    return rows;
  }();
  return all;
}

}  // namespace opora::conference::rule
