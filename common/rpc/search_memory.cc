#include "common/rpc/search_memory.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace opora::rpc {
namespace {

using common::v1::AuditEntry;

// Longer than anybody types at one name.
constexpr absl::Duration kSearchLasts = absl::Minutes(10);
constexpr std::size_t kRemembered = 20000;

std::string KeyOf(const std::string& search, const AuditEntry& entry) {
  return absl::StrCat(search, "|", entry.client_id(), "|", entry.basis(), "|", entry.law_row(), "|",
                      entry.consent_id());
}

}  // namespace

std::vector<AuditEntry> SearchMemory::New(const std::string& search,
                                          std::vector<AuditEntry> entries, absl::Time now) const {
  const bool shows = std::any_of(entries.begin(), entries.end(), [](const AuditEntry& entry) {
    return !entry.client_id().empty();
  });
  absl::MutexLock lock(&mutex_);
  const auto told = [&](const std::string& key) {
    const auto found = told_.find(key);
    return found != told_.end() && now - found->second < kSearchLasts;
  };
  std::erase_if(entries, [&](const AuditEntry& entry) {
    // That somebody searched is told by the entries of those whom the search showed.
    if (entry.client_id().empty()) return shows || told(search);
    return told(KeyOf(search, entry));
  });
  return entries;
}

void SearchMemory::Remember(const std::string& search, const std::vector<AuditEntry>& entries,
                            absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto keep = [&](std::string key) {
    if (told_.insert_or_assign(key, now).second) order_.push_back(std::move(key));
  };
  keep(search);
  for (const AuditEntry& entry : entries) keep(KeyOf(search, entry));
  while (order_.size() > kRemembered) {
    told_.erase(order_.front());
    order_.pop_front();
  }
}

}  // namespace opora::rpc
