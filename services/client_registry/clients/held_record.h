#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/record.h"
#include "common/rpc/call.h"
#include "opora/common/v1/areas.pb.h"

namespace opora::registry {

// Whether the caller may see the field and needs it for the task: own records too are read by need
// (XC-29).
bool MaySee(const rpc::Call& call, const rpc::Grants& grants, common::v1::DataArea area,
            std::string_view field);

// OK when the caller's unit holds the record and works with its client; else NOT_FOUND, with the
// reason in the audit.
absl::Status CheckHeld(rpc::Call& call, const google::protobuf::Message& record);

// ABORTED ETAG_MISMATCH when an etag is given and is not that of the record.
absl::Status CheckEtag(const google::protobuf::Message& record, std::string_view etag);

// ABORTED ETAG_MISMATCH.
absl::Status EtagMismatch();

// A record of the caller's unit, locked for change. Who does not hold it is told nothing, not even
// that its version is another.
template <typename Record>
absl::StatusOr<Record> LockHeld(rpc::Call& call, const std::string& id,
                                std::string_view etag = "") {
  Record record;
  if (!db::FindForUpdate(call.tx(), id, record)) return rules::NotFound();
  RETURN_IF_ERROR(CheckHeld(call, record));
  RETURN_IF_ERROR(CheckEtag(record, etag));
  return record;
}

// "agency/department/area" for each unit that works with the person and each area of which the
// caller may see this field there. Lists filter by it before they count their page, so that neither
// the rows nor the token of a page tell of what is hidden.
absl::StatusOr<std::vector<std::string>> OpenHoldings(rpc::Call& call, const std::string& client_id,
                                                      std::string_view field);

// The same for a record of alias "r" with a column area: condition with the parameter's number.
std::string InHoldings(int parameter);

// "agency/department" of a unit, as the columns of a record read.
std::string UnitText(const rpc::Unit& unit);

}  // namespace opora::registry
