#include "common/feed/delivery.h"

#include <map>

#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rpc/idempotency.h"

namespace opora::feed {

bool SeesAll(const rpc::Caller& caller) { return caller.kind == common::v1::CALLER_SERVICE; }

void AppendVisible(const rpc::Caller& caller, const Transaction& transaction, Events& events) {
  common::v1::WatchResponse parsed;
  parsed.ParseFromString(transaction.events);
  for (common::v1::Event& event : *parsed.mutable_events()) {
    if (!SeesAll(caller)) {
      const bool own = caller.kind == common::v1::CALLER_AGENCY_SYSTEM &&
                       !caller.unit.agency_id.empty() && event.agency_id() == caller.unit.agency_id;
      if (!own) continue;
      event.clear_fact();
    }
    *events.Add() = std::move(event);
  }
}

std::vector<common::v1::AuditEntry> EntriesOf(const rpc::Caller& caller, std::string_view service,
                                              std::string_view method, const Events& events,
                                              absl::Time now) {
  std::map<std::string, int> count_by_client;
  for (const common::v1::Event& event : events) ++count_by_client[event.client_id()];
  std::vector<common::v1::AuditEntry> entries;
  for (const auto& [client, count] : count_by_client) {
    common::v1::AuditEntry& entry = entries.emplace_back();
    entry.set_entry_id(ids::TimeOrderedId(now));
    *entry.mutable_occurred_at() = rpc::ToTimestamp(now);
    entry.set_service(std::string(service));
    entry.set_method(std::string(method));
    entry.set_caller(caller.kind);
    entry.set_principal(rpc::CallerKey(caller));
    entry.set_agency_id(caller.unit.agency_id);
    entry.set_department_id(caller.unit.department_id);
    entry.set_purpose(common::v1::PURPOSE_RECORD_SYNC);
    entry.set_client_id(client);
    entry.set_effect(common::v1::AUDIT_EFFECT_READ);
    entry.set_basis(common::v1::BASIS_OWN_RECORD);
    entry.set_peer_certificate(caller.peer_certificate);
    entry.set_record_count(count);
  }
  return entries;
}

}  // namespace opora::feed
