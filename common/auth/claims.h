#pragma once

#include <jansson.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/token.h"

// What a token claims, once its signature is verified.
namespace opora::auth {

// UNAUTHENTICATED TOKEN_EXPIRED.
absl::Status CheckExpiry(absl::Time expires, absl::Time now);

// The time of expiry, if `now` lies within the times of the token.
//
// UNAUTHENTICATED TOKEN_MALFORMED, TOKEN_EXPIRED, TOKEN_NOT_YET_VALID.
absl::StatusOr<absl::Time> CheckTimes(const json_t* claims, absl::Time now);

// When the person signed in: auth_time, else iat, else the infinite past.
//
// UNAUTHENTICATED TOKEN_MALFORMED.
absl::StatusOr<absl::Time> ReadSignIn(const json_t* claims);

// UNAUTHENTICATED AUDIENCE_WRONG.
absl::Status CheckAudience(const json_t* claims, const IssuerConfig& issuer);

// UNAUTHENTICATED TOKEN_MALFORMED.
absl::StatusOr<Identity> ReadIdentity(const json_t* claims, const IssuerConfig& issuer);

}  // namespace opora::auth
