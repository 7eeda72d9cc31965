#include "common/validation/violations.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace opora::validation {
namespace {

constexpr size_t kMaxViolations = 20;
constexpr size_t kMaxBytes = 3000;

}  // namespace

void Violations::Add(std::string field, std::string reason, std::string description) {
  const size_t bytes = field.size() + reason.size() + description.size();
  // The first one is kept whatever its size: it is the message of the status.
  if (full_ || (!kept_.empty() && bytes_ + bytes > kMaxBytes)) {
    full_ = true;
    return AddOmitted();
  }
  bytes_ += bytes;
  kept_.push_back({std::move(field), std::move(reason), std::move(description)});
  full_ = kept_.size() == kMaxViolations;
}

absl::Status Violations::ToStatus() const {
  if (empty()) return absl::OkStatus();
  google::rpc::BadRequest details;
  for (const Violation& violation : kept_) {
    auto* added = details.add_field_violations();
    added->set_field(violation.field);
    added->set_reason(violation.reason);
    added->set_description(violation.description);
  }
  if (omitted_ > 0) {
    auto* added = details.add_field_violations();
    added->set_reason("VIOLATIONS_OMITTED");
    added->set_description(absl::StrCat(omitted_, " more violations were omitted"));
  }
  const auto& first = details.field_violations(0);
  absl::Status status = absl::InvalidArgumentError(absl::StrCat(
      "invalid request: ", first.field(), first.field().empty() ? "" : ": ", first.description()));
  status.SetPayload(kBadRequestTypeUrl, absl::Cord(details.SerializeAsString()));
  return status;
}

}  // namespace opora::validation
