#include "common/auth/token.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/auth/claims.h"
#include "common/auth/key_source.h"
#include "common/auth/signed_token.h"
#include "common/auth/token_cache.h"
#include "common/status_macros.h"

namespace opora::auth {
namespace {

constexpr size_t kMaxTokenBytes = 12 * 1024;
constexpr absl::Duration kMaxCacheTime = absl::Minutes(5);

bool Contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

absl::Status CheckConfig(const IssuerConfig& config) {
  const auto wrong = [&](const char* what) {
    return absl::InvalidArgumentError(absl::StrCat("token issuer '", config.issuer, "': ", what));
  };
  if (config.issuer.empty() || Contains(config.aliases, "")) return wrong("a name is empty");
  if (config.audiences.empty() || Contains(config.audiences, "")) return wrong("no audience");
  if (config.jwks.empty()) return wrong("no jwks");
  if (config.agency_claim.empty() || config.kind_claim.empty()) return wrong("a claim is empty");
  for (const std::string& algorithm : config.algorithms) {
    if (!KeyTypeFor(algorithm)) return wrong("algorithms are RS256, PS256 and ES256");
  }
  return config.jwks.find("://") == std::string::npos ? absl::OkStatus()
                                                      : CheckKeysUrl(config.jwks);
}

std::unique_ptr<KeySource> MakeSource(const std::string& jwks, std::function<void()> on_change) {
  if (jwks.find("://") == std::string::npos) {
    return FileKeys(jwks, std::move(on_change));
  }
  return UrlKeys(jwks, std::move(on_change));
}

struct Issuer {
  IssuerConfig config;
  std::unique_ptr<KeySource> source;
};

}  // namespace

struct TokenVerifier::State {
  TokenCache cache;  // first, because the threads of the issuers' sources drop its content
  std::vector<Issuer> issuers;
  absl::flat_hash_map<std::string, size_t> by_name;  // names and aliases to issuers

  absl::StatusOr<const Issuer*> FindIssuer(const json_t* claims) const {
    const json_t* name = json_object_get(claims, "iss");
    const auto found = json_is_string(name) ? by_name.find(json_string_value(name)) : by_name.end();
    if (found == by_name.end()) {
      return Refused("ISSUER_UNKNOWN", "tokens of this issuer are not accepted");
    }
    return &issuers[found->second];
  }

  absl::StatusOr<Identity> VerifyAfresh(std::string_view jwt, absl::Time now) const {
    ASSIGN_OR_RETURN(const Token token, ParseToken(jwt));
    ASSIGN_OR_RETURN(const Issuer* issuer, FindIssuer(token.claims.get()));
    const std::vector<std::string>& allowed = issuer->config.algorithms;
    if (!allowed.empty() && !Contains(allowed, token.header.algorithm)) {
      return Refused("ALGORITHM_REFUSED", "the issuer may not use this algorithm");
    }
    ASSIGN_OR_RETURN(const auto key, FindKey(*issuer->source, token.header, now));
    RETURN_IF_ERROR(CheckSignature(jwt, token, *key));

    ASSIGN_OR_RETURN(const absl::Time expires, CheckTimes(token.claims.get(), now));
    RETURN_IF_ERROR(CheckAudience(token.claims.get(), issuer->config));
    ASSIGN_OR_RETURN(Identity identity, ReadIdentity(token.claims.get(), issuer->config));
    identity.expires = expires;
    ASSIGN_OR_RETURN(identity.signed_in, ReadSignIn(token.claims.get()));
    return identity;
  }
};

TokenVerifier::TokenVerifier(std::unique_ptr<State> state) : state_(std::move(state)) {}
TokenVerifier::~TokenVerifier() = default;

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(
    std::vector<IssuerConfig> issuers) {
  static const CURLcode kCurlReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (kCurlReady != CURLE_OK) return absl::InternalError("libcurl does not start");

  if (issuers.empty()) return absl::InvalidArgumentError("no token issuer is configured");
  auto state = std::make_unique<State>();
  for (size_t i = 0; i < issuers.size(); ++i) {
    RETURN_IF_ERROR(CheckConfig(issuers[i]));
    std::vector<std::string> names = issuers[i].aliases;
    names.push_back(issuers[i].issuer);
    for (const std::string& name : names) {
      if (!state->by_name.emplace(name, i).second) {
        return absl::InvalidArgumentError(absl::StrCat("two token issuers are called ", name));
      }
    }
  }
  for (IssuerConfig& config : issuers) {
    auto source = MakeSource(config.jwks, [cache = &state->cache] { cache->Drop(); });
    state->issuers.push_back({std::move(config), std::move(source)});
  }
  return std::unique_ptr<TokenVerifier>(new TokenVerifier(std::move(state)));
}

absl::StatusOr<Identity> TokenVerifier::Verify(std::string_view jwt, absl::Time now) const {
  if (jwt.empty()) return Refused("TOKEN_MISSING", "there is no token");
  if (jwt.size() > kMaxTokenBytes) return Malformed("the token is longer than 12 KB");
  for (const Issuer& issuer : state_->issuers) issuer.source->Poll(now);

  const Digest digest = Sha256(jwt);
  const std::shared_ptr<const Verified> known = state_->cache.Find(digest);
  if (known != nullptr && absl::AbsDuration(now - known->at) <= kMaxCacheTime) {
    RETURN_IF_ERROR(CheckExpiry(known->identity.expires, now));
    return known->identity;
  }
  const uint64_t generation = state_->cache.generation();
  absl::StatusOr<Identity> identity = state_->VerifyAfresh(jwt, now);
  if (identity.ok()) state_->cache.Insert(digest, {*identity, now}, generation);
  return identity;
}

bool TokenVerifier::Ready() const {
  return std::all_of(state_->issuers.begin(), state_->issuers.end(),
                     [](const Issuer& issuer) { return issuer.source->keys() != nullptr; });
}

absl::Status TokenVerifier::KeyStatus() const {
  for (const Issuer& issuer : state_->issuers) {
    const absl::Status problem = issuer.source->problem();
    if (!problem.ok()) {
      return absl::Status(
          problem.code(),
          absl::StrCat("keys of token issuer '", issuer.config.issuer, "': ", problem.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace opora::auth
