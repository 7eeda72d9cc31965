#include "services/reporting/rules.h"

#include <vector>

#include "common/rules/occurrence.h"
#include "services/reporting/indicators/refusals.h"
#include "services/reporting/programmes/refusals.h"
#include "services/reporting/reports/refusals.h"
#include "services/reporting/territory/refusals.h"

namespace opora::reporting::rule {

std::span<const rules::Rule* const> All() {
  static const auto all = [] {
    std::vector<const rules::Rule*> rows = {&rules::kNotInFuture};
    const auto add = [&](std::span<const rules::Rule* const> folder) {
      rows.insert(rows.end(), folder.begin(), folder.end());
    };
    add(kIndicatorsRefusals);
    add(kProgrammesRefusals);
    add(kReportsRefusals);
    add(kTerritoryRefusals);
    return rows;
  }();
  return all;
}

}  // namespace opora::reporting::rule
