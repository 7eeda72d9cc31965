#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/jose.h"

// The published keys of an issuer (RFC 7517).
namespace opora::auth {

inline constexpr size_t kMaxKeySetBytes = 64 * 1024;

// nullopt: not one of ours; `none` and the symmetric ones never are.
std::optional<cjose_jwk_kty_t> KeyTypeFor(std::string_view algorithm);

struct Key {
  std::string kid;        // may be empty
  std::string algorithm;  // empty = any that fits the type
  cjose_jwk_kty_t type = {};
  Jwk jwk;
};
using KeySet = std::vector<Key>;

// The keys of the document that can verify signatures; those of no use here are left out.
//
// INVALID_ARGUMENT: too large, no key set, two keys of one name, or no key at all.
absl::StatusOr<std::shared_ptr<const KeySet>> ParseKeySet(std::string_view document);

}  // namespace opora::auth
