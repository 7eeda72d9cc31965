#include "services/client_registry/consents/doubt_replay.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/rpc/call.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/seal.h"

namespace opora::registry {
namespace {

int64_t Changed(const pqxx::result& result) { return static_cast<int64_t>(result.affected_rows()); }

int64_t End(db::Tx& tx, const std::string& key) {
  const std::vector<std::string> parts = absl::StrSplit(key, '/');
  if (parts.size() != 3) return 0;
  return Changed(tx.Run(
      "UPDATE representations SET valid_to = $2::date, end_reason = $3, version = version + 1 "
      "WHERE representation_id = $1 AND (valid_to IS NULL OR valid_to > $2::date)",
      {parts[0], parts[1], parts[2]}));
}

int64_t Object(db::Tx& tx, const std::string& consent, const std::string& representation,
               const std::string& time) {
  const int64_t inserted = Changed(
      tx.Run("INSERT INTO consent_objections (objection_id, consent_id, representation_id, "
             "create_time) SELECT gen_random_uuid(), k.consent_id, r.representation_id, "
             "$3::timestamptz FROM consents k, representations r WHERE k.consent_id = $1 AND "
             "r.representation_id = $2 AND NOT EXISTS (SELECT 1 FROM consent_objections o WHERE "
             "o.consent_id = k.consent_id AND o.representation_id = r.representation_id AND "
             "o.lift_time IS NULL)",
             {consent, representation, time}));
  if (inserted > 0) {
    tx.Run("UPDATE consents SET version = version + 1 WHERE consent_id = $1", {consent});
    return inserted;
  }
  return Changed(tx.Run(
      "UPDATE consents SET state = 'REVOKED', revoke_time = $3::timestamptz, version = version + 1 "
      "WHERE consent_id = $1 AND state <> 'REVOKED' AND NOT EXISTS (SELECT 1 FROM representations "
      "WHERE representation_id = $2)",
      {consent, representation, time}));
}

int64_t Dispute(db::Tx& tx, const std::string& key, const std::string& time) {
  const std::vector<std::string> parts = absl::StrSplit(key, '/');
  if (parts.size() != 2) return 0;
  int64_t applied = 0;
  seal::Change(tx, parts[0], [&] { applied = Object(tx, parts[0], parts[1], time); });
  return applied;
}

}  // namespace

std::string DoubtKey(const std::string& consent_id, const std::string& representation_id) {
  return absl::StrCat(consent_id, "/", representation_id);
}

std::string EndKey(const v1::Representation& representation) {
  return absl::StrCat(representation.representation_id(), "/",
                      dates::DateText(dates::FromDate(representation.valid_to())), "/",
                      db::Stored(representation.end_reason()));
}

int64_t ReplayDoubts(db::Tx& tx, const std::vector<audit::JournalEntry>& entries) {
  std::map<std::string, const audit::JournalEntry*>
      last;  // The last word on each objection counts.
  int64_t applied = 0;
  for (const audit::JournalEntry& entry : entries) {
    if (entry.kind == kEndedKind) applied += End(tx, entry.record_id);
    if (entry.kind == kDisputedKind || entry.kind == kLiftedKind) last[entry.record_id] = &entry;
  }
  for (const auto& [key, entry] : last) {
    if (entry->kind == kDisputedKind)
      applied += Dispute(tx, key, db::TimestampText(rpc::ToTimestamp(entry->time)));
  }
  return applied;
}

bool IsDoubt(const audit::JournalEntry& entry) {
  return entry.kind == kDisputedKind || entry.kind == kLiftedKind || entry.kind == kEndedKind;
}

}  // namespace opora::registry
