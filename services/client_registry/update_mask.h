#pragma once

#include <google/protobuf/message.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

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

}  // namespace opora::registry
