#include "common/rpc/background.h"

#include "common/audit/log.h"
#include "common/ids/ids.h"

namespace opora::rpc {
namespace {

CallFacts FactsOf(const Background& background, absl::Time now) {
  CallFacts facts;
  facts.now = now;
  facts.caller.kind = common::v1::CALLER_SERVICE;
  facts.caller.issuer = "service";
  facts.caller.subject = background.service;
  facts.caller.service = background.service;
  facts.caller.role = common::v1::ACTING_ROLE_SYSTEM;
  return facts;
}

common::v1::AuditEntry EntryOf(const Background& background, absl::Time now) {
  common::v1::AuditEntry entry;
  entry.set_entry_id(ids::TimeOrderedId(now));
  *entry.mutable_occurred_at() = ToTimestamp(now);
  entry.set_service(background.service);
  entry.set_method(background.activity);
  entry.set_caller(common::v1::CALLER_SERVICE);
  entry.set_principal("service|" + background.service);
  entry.set_acting_role(common::v1::ACTING_ROLE_SYSTEM);
  entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
  entry.set_client_id(background.client_id);
  entry.add_records(background.record);
  return entry;
}

}  // namespace

absl::Status RunInBackground(db::Session& session, const Background& background, absl::Time now,
                             const std::function<absl::Status(Call&)>& work) {
  pqxx::work transaction(session.Connection());
  db::Tx tx(session, transaction);
  Call call(FactsOf(background, now), tx, nullptr);
  RETURN_IF_ERROR(work(call));
  audit::EntryRows rows;
  rows.Add(EntryOf(background, now));
  tx.Run(audit::kInsertEntries, rows.ToParams());
  common::v1::WatchResponse events;
  for (const auto& event : call.events()) *events.add_events() = event;
  if (events.events_size() > 0) {
    tx.Run("INSERT INTO outbox (events) VALUES ($1::bytea)",
           {db::ByteaLiteral(events.SerializeAsString())});
  }
  transaction.commit();
  return absl::OkStatus();
}

}  // namespace opora::rpc
