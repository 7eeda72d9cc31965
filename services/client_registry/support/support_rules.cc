#include "services/client_registry/support/support_rules.h"

#include <algorithm>
#include <map>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/support/refusals.h"

namespace opora::registry {
namespace {

// Support of one kind from two sides within this time is one need served twice (REG-87).
constexpr absl::Duration kOverlap = absl::Hours(31 * 24);

}  // namespace

absl::Status CheckSupport(const v1::SupportRecord& record, const v1::SupportCategory& category,
                          absl::Time now) {
  if (record.unit() != category.unit()) {
    return rules::Refuse(rule::kUnitOfCategory, {.field = "support_record.unit"});
  }
  return rules::CheckOccurrence(rpc::FromTimestamp(record.occurred_at()), now,
                                "support_record.occurred_at");
}

std::vector<common::v1::Warning> SupportWarnings(const v1::SupportRecord& record, absl::Time now,
                                                 common::v1::Language language) {
  if (!rules::IsLateEntry(rpc::FromTimestamp(record.occurred_at()), now)) return {};
  return {rules::Warn(rules::kLateEntry, language)};
}

std::vector<std::vector<v1::SupportRecord>> FindDuplicates(std::vector<v1::SupportRecord> records) {
  std::stable_sort(records.begin(), records.end(), [](const auto& left, const auto& right) {
    return rpc::FromTimestamp(left.occurred_at()) < rpc::FromTimestamp(right.occurred_at());
  });
  const auto overlap = [](const v1::SupportRecord& one, const v1::SupportRecord& other) {
    const absl::Duration apart =
        rpc::FromTimestamp(one.occurred_at()) - rpc::FromTimestamp(other.occurred_at());
    return one.category_id() == other.category_id() && one.agency_id() != other.agency_id() &&
           absl::AbsDuration(apart) <= kOverlap;
  };
  std::map<std::string, std::vector<v1::SupportRecord>> by_category;
  for (const v1::SupportRecord& record : records) {
    if (std::any_of(records.begin(), records.end(),
                    [&](const auto& other) { return overlap(record, other); })) {
      by_category[record.category_id()].push_back(record);
    }
  }
  std::vector<std::vector<v1::SupportRecord>> duplicates;
  for (auto& [category, of_category] : by_category) duplicates.push_back(std::move(of_category));
  return duplicates;
}

}  // namespace opora::registry
