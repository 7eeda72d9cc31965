#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace opora::validation {

// Collects what is wrong with a request. Only the first violations are kept, and at most some 3 KB
// of them: clients drop an answer whose error details pass 8 KB.
class Violations {
 public:
  // `field` is a path in proto field names ("household.members[3].birth_date"), `reason` an
  // UPPER_SNAKE_CASE word of at most 63 characters. `description` names the constraint, never the
  // value: descriptions go to logs.
  void Add(std::string field, std::string reason, std::string description);

  // Counts a violation that is not described, for a caller that found `full()`.
  void AddOmitted() { ++omitted_; }

  bool empty() const { return kept_.empty() && omitted_ == 0; }
  bool full() const { return full_; }

  // OK when empty. Otherwise INVALID_ARGUMENT with the first violation as its message and all that
  // were kept as google.rpc.BadRequest payload; the last one then tells how many were omitted.
  absl::Status ToStatus() const;

 private:
  struct Violation {
    std::string field;
    std::string reason;
    std::string description;
  };

  std::vector<Violation> kept_;
  size_t bytes_ = 0;
  size_t omitted_ = 0;
  bool full_ = false;
};

// The type url of the payload of ToStatus().
inline constexpr char kBadRequestTypeUrl[] = "type.googleapis.com/google.rpc.BadRequest";

}  // namespace opora::validation
