#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace opora::auth {

enum class CallerKind { kPerson, kAgencySystem, kService };

// What a verified token says; nothing else may be trusted.
struct Identity {
  CallerKind kind = CallerKind::kPerson;
  std::string issuer;              // as configured, also when the token names an alias
  std::string subject;             // never empty
  std::string client_id;           // azp, else client_id, else empty
  std::string agency_id;           // never empty for an agency system
  std::string certificate_sha256;  // cnf."x5t#S256"; empty when the token is bound to nothing
  absl::Time expires;              // exp; accepted until kLeeway later
  // auth_time, else iat; when neither is said, nobody knows when, and it was long ago.
  absl::Time signed_in = absl::InfinitePast();
};

struct IssuerConfig {
  std::string issuer;                  // exactly as in `iss`
  std::vector<std::string> aliases;    // further values of `iss` for the same issuer
  std::vector<std::string> audiences;  // a token for any of them is for us
  // https://… (http:// only on loopback), or the path of a file that is read again when it changes.
  std::string jwks;
  std::vector<std::string> algorithms;  // out of RS256, PS256, ES256; empty = all three
  std::string agency_claim = "agency_id";
  std::string kind_claim = "caller_kind";  // PERSON, AGENCY_SYSTEM or SERVICE; absent = PERSON
};

// How far the clocks of issuers and services may disagree.
inline constexpr absl::Duration kLeeway = absl::Seconds(60);

// The status payload that holds the reason word of a refusal.
inline constexpr char kReasonPayload[] = "opora.reason";

// Verifies access tokens (JWT, RFC 7519 and 9068) against the published keys of their issuers.
// Thread safe. Keys of a URL are fetched by a background thread: no call here waits for a network.
class TokenVerifier {
 public:
  // INVALID_ARGUMENT: no issuer at all, or one without name, audience or jwks, with a URL or an
  //   algorithm that is not allowed, or with a name that another one uses.
  // Keys that cannot be read yet are no error: see Ready().
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Create(std::vector<IssuerConfig> issuers);
  ~TokenVerifier();

  // UNAUTHENTICATED, always: the message may be sent to the caller, and the payload kReasonPayload
  //   is one of TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_EXPIRED, TOKEN_NOT_YET_VALID,
  //   ISSUER_UNKNOWN, AUDIENCE_WRONG, ALGORITHM_REFUSED, KEY_UNKNOWN, SIGNATURE_WRONG.
  // A token with certificate_sha256 proves nothing until the caller's certificate was compared.
  absl::StatusOr<Identity> Verify(std::string_view jwt, absl::Time now) const;

  // Whether there are usable keys of every issuer.
  bool Ready() const;

  // For logs and operators: what last went wrong with an issuer's keys, OK if nothing did. Keys
  // that were once good stay in use meanwhile.
  absl::Status KeyStatus() const;

 private:
  struct State;
  explicit TokenVerifier(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace opora::auth
