#include "services/client_registry/support/support_rules.h"

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/rules.h"

namespace opora::registry {

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

}  // namespace opora::registry
