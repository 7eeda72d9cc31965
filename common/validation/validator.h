#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/validation/violations.h"

namespace opora::validation {

// Checks a request against the `buf.validate` options of its fields, all messages within included.
// Whatever the rules say, these are refused: NUL in a string, malformed UTF-8, enum values that
// this build does not know, and Timestamp and Duration outside the range that protobuf defines for
// them.
// Reasons are protovalidate's rule ids in upper case ("string.max_len" is STRING_MAX_LEN).
//   INVALID_ARGUMENT  with all violations, see Violations::ToStatus()
//   INTERNAL          an option uses a rule that the interpreter lacks, see CheckSupported()
absl::Status Validate(const google::protobuf::Message& request);

// The same at a given time, which counts for `lt_now` and `gt_now`.
absl::Status Validate(const google::protobuf::Message& request, absl::Time now);

// FAILED_PRECONDITION naming every element, of this type or of one within, that has a rule which
// Validate() cannot check. To be called at start-up for each request type.
absl::Status CheckSupported(const google::protobuf::Descriptor* type);

// Converts all strings of the message, however deep, to Unicode normalization form C. Malformed
// UTF-8 stays as it is, for Validate() to refuse.
void NormalizeStrings(google::protobuf::Message* message);

}  // namespace opora::validation
