#include "common/audit/log.h"

#include "common/db/or_null.h"
#include "common/db/plan.h"

namespace opora::audit {

void EntryRows::Add(const common::v1::AuditEntry& entry) {
  ++count_;
  entry_ids_.emplace_back(entry.entry_id());
  times_.emplace_back(db::TimestampText(entry.occurred_at()));
  clients_.push_back(db::OrNull(entry.client_id()));
  workers_.push_back(db::OrNull(entry.worker_id()));
  agencies_.push_back(db::OrNull(entry.agency_id()));
  recipients_.push_back(db::OrNull(entry.recipient_agency_id()));
  machines_.emplace_back(entry.caller() == common::v1::CALLER_PERSON ? "f" : "t");
  certificates_.push_back(db::OrNull(entry.peer_certificate()));
  entries_.emplace_back(db::ByteaLiteral(entry.SerializeAsString()));
  substituted_.push_back(db::OrNull(entry.substituted_worker_id()));
}

db::Params EntryRows::ToParams() const {
  db::Params params;
  for (const Values* values : {&entry_ids_, &times_, &clients_, &workers_, &agencies_, &recipients_,
                               &machines_, &certificates_, &entries_, &substituted_}) {
    params.emplace_back(db::ArrayLiteral(*values));
  }
  return params;
}

}  // namespace opora::audit
