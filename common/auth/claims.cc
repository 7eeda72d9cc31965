#include "common/auth/claims.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "common/auth/jose.h"
#include "common/status_macros.h"

namespace opora::auth {
namespace {

constexpr size_t kMaxTextBytes = 255;  // of a subject, a client or an agency

// nullopt when absent.
absl::StatusOr<std::optional<absl::Time>> ReadTime(const json_t* claims, const char* name) {
  constexpr double kYear9999 = 253402300799;
  const json_t* claim = json_object_get(claims, name);
  if (claim == nullptr) return std::nullopt;
  const double seconds = json_number_value(claim);
  if (!json_is_number(claim) || !(std::abs(seconds) <= kYear9999)) {
    return Malformed("exp, nbf, iat and auth_time are to be seconds since 1970");
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

// Empty when absent. Identities end up in logs and keys, hence neither long nor of control
// characters.
absl::StatusOr<std::string> ReadText(const json_t* claims, const char* name) {
  const json_t* claim = json_object_get(claims, name);
  if (claim == nullptr) return "";
  if (!json_is_string(claim)) return Malformed("a claim of the token is not a string");
  const std::string_view text = TextOf(claim);
  if (text.size() > kMaxTextBytes || std::any_of(text.begin(), text.end(), [](unsigned char c) {
        return absl::ascii_iscntrl(c);
      })) {
    return Malformed("a claim of the token is too long or has control characters");
  }
  return std::string(text);
}

absl::StatusOr<CallerKind> ReadKind(const json_t* claims, const IssuerConfig& issuer) {
  const json_t* claim = json_object_get(claims, issuer.kind_claim.c_str());
  if (claim == nullptr) return CallerKind::kPerson;
  const std::string_view kind = json_is_string(claim) ? TextOf(claim) : "";
  if (kind == "PERSON") return CallerKind::kPerson;
  if (kind == "AGENCY_SYSTEM") return CallerKind::kAgencySystem;
  if (kind == "SERVICE") return CallerKind::kService;
  return Malformed("the token's kind of caller is unknown");
}

// RFC 8705. A confirmation by other means cannot be checked here, and a token that is bound must
// not pass for one that is not.
absl::StatusOr<std::string> ReadBinding(const json_t* claims) {
  constexpr size_t kDigestLetters = 43;
  const json_t* confirmation = json_object_get(claims, "cnf");
  if (confirmation == nullptr) return "";
  ASSIGN_OR_RETURN(std::string digest, ReadText(confirmation, "x5t#S256"));
  if (digest.size() != kDigestLetters) return Malformed("the token's cnf has no x5t#S256");
  return digest;
}

}  // namespace

absl::Status CheckExpiry(absl::Time expires, absl::Time now) {
  if (now < expires + kLeeway) return absl::OkStatus();
  return Refused("TOKEN_EXPIRED", "the token has expired");
}

absl::StatusOr<absl::Time> CheckTimes(const json_t* claims, absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<absl::Time> expires, ReadTime(claims, "exp"));
  if (!expires) return Malformed("the token has no exp");
  RETURN_IF_ERROR(CheckExpiry(*expires, now));
  for (const char* name : {"nbf", "iat", "auth_time"}) {
    ASSIGN_OR_RETURN(const std::optional<absl::Time> start, ReadTime(claims, name));
    if (!start) continue;
    if (*start > *expires) return Malformed("the token expires before it begins");
    if (*start > now + kLeeway) {
      return Refused("TOKEN_NOT_YET_VALID", "the token is not valid yet");
    }
  }
  return *expires;
}

absl::StatusOr<absl::Time> ReadSignIn(const json_t* claims) {
  for (const char* name : {"auth_time", "iat"}) {
    ASSIGN_OR_RETURN(const std::optional<absl::Time> time, ReadTime(claims, name));
    if (time) return *time;
  }
  return absl::InfinitePast();
}

absl::Status CheckAudience(const json_t* claims, const IssuerConfig& issuer) {
  const json_t* audience = json_object_get(claims, "aud");
  for (const std::string& ours : issuer.audiences) {
    if (IsOrContains(audience, ours)) return absl::OkStatus();
  }
  return Refused("AUDIENCE_WRONG", "the token is for another audience");
}

absl::StatusOr<Identity> ReadIdentity(const json_t* claims, const IssuerConfig& issuer) {
  Identity identity;
  identity.issuer = issuer.issuer;
  ASSIGN_OR_RETURN(identity.kind, ReadKind(claims, issuer));
  ASSIGN_OR_RETURN(identity.subject, ReadText(claims, "sub"));
  if (identity.subject.empty()) return Malformed("the token has no sub");
  ASSIGN_OR_RETURN(identity.client_id, ReadText(claims, "azp"));
  if (identity.client_id.empty()) {
    ASSIGN_OR_RETURN(identity.client_id, ReadText(claims, "client_id"));
  }
  ASSIGN_OR_RETURN(identity.agency_id, ReadText(claims, issuer.agency_claim.c_str()));
  if (identity.kind == CallerKind::kAgencySystem && identity.agency_id.empty()) {
    return Malformed("the token of an agency system names no agency");
  }
  ASSIGN_OR_RETURN(identity.certificate_sha256, ReadBinding(claims));
  return identity;
}

}  // namespace opora::auth
