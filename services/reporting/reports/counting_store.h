#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "opora/reporting/v1/report.pb.h"
#include "services/reporting/reports/report_frame.h"

// Counts over the support facts, by one definition of what counts: an individual support of a
// person with identity, in the unit of the threshold or one with a declared conversion (REP-66 to
// REP-68).
namespace opora::reporting {

// The version of that number, or the newest for 0. NOT_FOUND.
absl::StatusOr<v1::CountingRule> FindCountingRule(db::Tx& tx, const std::string& project_code,
                                                  v1::TargetKind kind, int number);
// Number of the next version of a rule. Versions of one project wait for each other.
int NextRuleNumber(db::Tx& tx, const v1::CountingRule& rule);

struct PersonTotals {
  int64_t supported = 0;
  int64_t bagatelle = 0;
};
PersonTotals CountPersons(db::Tx& tx, const v1::CountingRule& rule, const Frame& frame);

struct ProviderTotals {
  std::string agency_id;
  int64_t served = 0;
  int64_t supported = 0;
};
std::vector<ProviderTotals> CountByProvider(db::Tx& tx, const v1::CountingRule& rule,
                                            const Frame& frame);

struct ExtentTotals {
  std::string category_code;
  registry::v1::SupportUnit unit;
  int64_t quantity_milli = 0;
  int64_t persons = 0;
};
std::vector<ExtentTotals> SumExtents(db::Tx& tx, const v1::CountingRule& rule, const Frame& frame);

std::vector<v1::UncountedSupport> CountUncounted(db::Tx& tx, const v1::CountingRule& rule,
                                                 const Frame& frame);

// Up to `limit` records after (day, pseudonym), oldest first; from the first for an empty day.
std::vector<v1::Contribution> ListSupport(db::Tx& tx, const v1::CountingRule& rule,
                                          const Frame& frame, const std::string& after_day,
                                          const std::string& after, int limit);

}  // namespace opora::reporting
