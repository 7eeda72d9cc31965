#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "opora/common/v1/audit.pb.h"

namespace opora::audit {

// Columns of audit entries as parallel arrays, the form in which all writers insert them.
class EntryRows {
 public:
  void Add(const common::v1::AuditEntry& entry);
  bool empty() const { return count_ == 0; }
  int count() const { return count_; }

  // Ten array parameters, in the order of kInsertEntries.
  db::Params ToParams() const;

 private:
  using Values = std::vector<std::optional<std::string>>;
  int count_ = 0;
  Values entry_ids_, times_, clients_, workers_, agencies_, recipients_, machines_, certificates_,
      entries_, substituted_;
};

// The INSERT … SELECT of entries from ten arrays $1 … $10.
inline constexpr char kInsertEntries[] =
    "INSERT INTO audit_entries (entry_id, occurred_at, client_id, worker_id, agency_id, "
    "recipient_agency_id, is_machine, peer_certificate, entry, substituted_worker_id) SELECT * "
    "FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], "
    "$7::boolean[], $8::text[], $9::bytea[], $10::uuid[])";

}  // namespace opora::audit
