#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/jose.h"
#include "common/auth/key_source.h"

// The form of a token and its signature (RFC 7515, 7519, 8725).
namespace opora::auth {

struct Header {
  std::string algorithm;
  std::string kid;
};

struct Token {
  Header header;
  Jws jws;
  Json claims;  // not to be believed before the signature is verified
};

// UNAUTHENTICATED TOKEN_MALFORMED, ALGORITHM_REFUSED.
absl::StatusOr<Token> ParseToken(std::string_view jwt);

// The key that the header names, asking the source for newer ones when it has none. The returned
// key keeps its set alive.
//
// UNAUTHENTICATED KEY_UNKNOWN, ALGORITHM_REFUSED.
absl::StatusOr<std::shared_ptr<const Key>> FindKey(KeySource& source, const Header& header,
                                                   absl::Time now);

// UNAUTHENTICATED SIGNATURE_WRONG.
absl::Status CheckSignature(std::string_view jwt, const Token& token, const Key& key);

}  // namespace opora::auth
