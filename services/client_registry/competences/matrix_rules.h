#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "opora/registry/v1/competence.pb.h"

namespace opora::registry {

// INVALID_ARGUMENT RESPONSIBLE_UNCLEAR: not exactly one of person and role (XC-48).
absl::Status CheckMatrixRow(const v1::MatrixRow& row);

// The channel that a question takes: that of the matrix, unless another is asked for.
v1::QuestionChannel ChannelOf(const v1::MatrixRow& row, const v1::RouteQuestionRequest& request);

// Going directly where the matrix says otherwise needs a reason; going to the working group is
// always allowed (XC-49).
//
// FAILED_PRECONDITION VIA_WORKING_GROUP.
absl::Status CheckChannel(const v1::MatrixRow& row, const v1::RouteQuestionRequest& request);

// Who can be asked by the matrix, as the directory knows it now.
struct Addressees {
  std::vector<std::string> responsible;      // The person, or who holds the role in the unit.
  std::vector<std::string> representatives;  // Of the asking unit: one or none.
};

// Workers to whom the question goes.
//
// FAILED_PRECONDITION REPRESENTATIVE_MISSING, RESPONSIBLE_ABSENT.
absl::StatusOr<std::vector<std::string>> RouteBy(v1::QuestionChannel channel,
                                                 const Addressees& addressees);

}  // namespace opora::registry
