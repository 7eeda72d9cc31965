#pragma once

#include <google/protobuf/message.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/record.h"
#include "common/ids/ids.h"

namespace opora::registry {

using FieldNames = google::protobuf::RepeatedPtrField<std::string>;

// INVALID_ARGUMENT FIELD_NOT_CHANGEABLE: the mask names a field that is not among these.
absl::Status CheckMask(const FieldNames& mask, std::span<const std::string_view> changeable);

// Puts the named fields of `from` into `to`, absent ones too.
void CopyFields(const google::protobuf::Message& from, const FieldNames& mask,
                google::protobuf::Message& to);

// The mask as db::Update wants it.
std::vector<std::string_view> FieldsOf(const FieldNames& mask);

// Whether the mask names the field.
bool Names(const FieldNames& mask, std::string_view field);

// The record that an update names, locked. A key in a record is not checked by the contract,
// because a new record has none.
//
// NOT_FOUND; ABORTED ETAG_MISMATCH.
template <typename Record>
absl::StatusOr<Record> LockNamed(db::Tx& tx, const std::string& key, const std::string& etag) {
  if (!ids::IsUuid(key)) return rules::NotFound();
  return db::Lock<Record>(tx, key, etag);
}

}  // namespace opora::registry
