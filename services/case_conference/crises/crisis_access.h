#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/record.h"
#include "common/rpc/call.h"
#include "opora/conference/v1/crisis.pb.h"
#include "opora/conference/v1/crisis_plan.pb.h"

// Who reaches records of crises, and what they start from.
namespace opora::conference {

// Locks a record of the caller's own unit. For everybody else there is none.
template <typename Record>
absl::StatusOr<Record> LockOwn(rpc::Call& call, const std::string& id,
                               const std::string& etag = "") {
  ASSIGN_OR_RETURN(Record record, db::Lock<Record>(call.tx(), id));
  call.SetClient(rpc::ClientOf(record));
  if (rpc::HolderOf(record) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_RECORD");
  if (!etag.empty() && etag != record.etag()) {
    return rules::StatusWithReason(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                   "the record was changed since it was read");
  }
  return record;
}

// Reads a record of the caller's own unit without locking it.
template <typename Record>
absl::StatusOr<Record> GetOwn(rpc::Call& call, const std::string& id) {
  ASSIGN_OR_RETURN(Record record, db::Get<Record>(call.tx(), id));
  call.SetClient(rpc::ClientOf(record));
  if (rpc::HolderOf(record) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_RECORD");
  return record;
}

// Rules of a team; none when it stated none.
std::optional<v1::TeamRules> TeamRulesOf(db::Tx& tx, const rpc::Unit& unit);

// Whom to call now, when the caller's team is not on duty (CONF-112).
std::vector<v1::EmergencyContact> ContactsNow(rpc::Call& call);

// The list of recipients in force on a day (CONF-108).
std::vector<v1::ReportRecipient> RecipientsOn(db::Tx& tx, absl::CivilDay day);

// A crisis of health or safety of the client lasts, as far as the caller's unit knows (CONF-96).
bool IsInCrisis(rpc::Call& call, const std::string& client_id);

// Lets the reflections of a crisis be due or wait, as its state says (CONF-104).
void MoveReflections(rpc::Call& call, const v1::Crisis& crisis);

// Stores a new crisis of the caller's unit and tells of it.
void StoreCrisis(rpc::Call& call, v1::Crisis& crisis);

}  // namespace opora::conference
