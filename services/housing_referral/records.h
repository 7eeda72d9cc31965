#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/rpc/call.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"

// Getting at records about clients. What the caller may not know of is NOT_FOUND, the same as what
// does not exist.
namespace opora::housing {

// Whether the caller may know of the record: holder, addressee, or by decision of the registry.
// Asks the registry, so it comes before anything is locked.
absl::StatusOr<bool> MayKnow(rpc::Call& call, const google::protobuf::Message& record);

// NOT_FOUND with the reason in the audit.
absl::Status Unknown(rpc::Call& call);

template <typename Record>
absl::StatusOr<Record> GetKnown(rpc::Call& call, const std::string& key) {
  ASSIGN_OR_RETURN(Record record, db::Get<Record>(call.tx(), key));
  call.SetClient(rpc::ClientOf(record));
  ASSIGN_OR_RETURN(const bool known, MayKnow(call, record));
  if (!known) return Unknown(call);
  return record;
}

// The same, locked for change.
template <typename Record>
absl::StatusOr<Record> LockKnown(rpc::Call& call, const std::string& key) {
  RETURN_IF_ERROR(GetKnown<Record>(call, key).status());
  return db::Lock<Record>(call.tx(), key);
}

// Locked, of the caller's own unit.
template <typename Record>
absl::StatusOr<Record> LockHeld(rpc::Call& call, const std::string& key) {
  ASSIGN_OR_RETURN(Record record, db::Lock<Record>(call.tx(), key));
  call.SetClient(rpc::ClientOf(record));
  if (rpc::HolderOf(record) != call.caller().unit) return Unknown(call);
  return record;
}

// The day of an optional field, today when it is absent. INVALID_ARGUMENT naming the field.
absl::StatusOr<absl::CivilDay> DayOr(bool given, const common::v1::Date& date,
                                     std::string_view field, absl::Time now);

// A day that is not in the future (XC-57).
absl::StatusOr<absl::CivilDay> PastDay(const common::v1::Date& date, std::string_view field,
                                       absl::Time now);

// The instant of an optional field, now when it is absent; not in the future (XC-57).
absl::StatusOr<absl::Time> PastTimeOr(bool given, const google::protobuf::Timestamp& time,
                                      std::string_view field, absl::Time now);

using db::OrNull;

}  // namespace opora::housing
