#include "common/auth/jose.h"

#include "absl/strings/cord.h"
#include "common/auth/token.h"

namespace opora::auth {

absl::Status Refused(const char* reason, const char* message) {
  absl::Status status = absl::UnauthenticatedError(message);
  status.SetPayload(kReasonPayload, absl::Cord(reason));
  return status;
}

absl::Status Malformed(const char* message) { return Refused("TOKEN_MALFORMED", message); }

Json ParseObject(std::string_view text) {
  Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  return json_is_object(json.get()) ? std::move(json) : nullptr;
}

std::string_view TextOf(const json_t* string) {
  return {json_string_value(string), json_string_length(string)};
}

bool IsOrContains(const json_t* value, std::string_view text) {
  if (json_is_string(value)) return TextOf(value) == text;
  for (size_t i = 0; i < json_array_size(value); ++i) {
    const json_t* element = json_array_get(value, i);
    if (json_is_string(element) && TextOf(element) == text) return true;
  }
  return false;
}

}  // namespace opora::auth
