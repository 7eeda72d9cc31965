#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace opora::ids {

// A random UUID (version 4), lower-case canonical. Ends the process when the kernel gives no
// randomness: an id that can be guessed is worse than no service.
std::string RandomId();

// A UUID version 7: ids of one process sort in the order of the calls, also when `now` stands still
// or goes back. It tells when it was made, so it is only for records whose time is no secret.
std::string TimeOrderedId(absl::Time now);

// True for a UUID of any version in its one canonical spelling: lower case, with hyphens.
bool IsUuid(std::string_view text);

}  // namespace opora::ids
