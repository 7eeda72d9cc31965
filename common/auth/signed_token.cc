#include "common/auth/signed_token.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "common/status_macros.h"

namespace opora::auth {
namespace {

// Three parts of pure base64url. cjose itself stops reading at a '=' and ignores what follows.
bool IsCompactForm(std::string_view jwt) {
  size_t length = 0, parts = 1;
  for (const char c : jwt) {
    if (c == '.') {
      if (length == 0 || length % 4 == 1) return false;
      length = 0;
      ++parts;
    } else if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') {
      ++length;
    } else {
      return false;
    }
  }
  return parts == 3 && length != 0 && length % 4 != 1;
}

// RFC 8725, 3.11: tokens for other uses (logout, DPoP proofs, …) may come from the same issuer.
bool IsAccessTokenType(const json_t* type) {
  if (type == nullptr) return true;
  if (!json_is_string(type)) return false;
  std::string name = absl::AsciiStrToLower(json_string_value(type));
  if (name.starts_with("application/")) name.erase(0, sizeof("application/") - 1);
  return name == "jwt" || name == "at+jwt";
}

absl::StatusOr<Header> ParseHeader(std::string_view jwt) {
  const std::string_view encoded = jwt.substr(0, jwt.find('.'));
  std::string text;
  if (!absl::WebSafeBase64Unescape(absl::string_view(encoded.data(), encoded.size()), &text)) {
    return Malformed("the token's header is not base64url");
  }
  const Json json = ParseObject(text);
  if (json == nullptr) return Malformed("the token's header is not a JSON object");
  const json_t* algorithm = json_object_get(json.get(), "alg");
  if (!json_is_string(algorithm)) return Malformed("the token's header has no alg");
  if (!KeyTypeFor(TextOf(algorithm))) {
    return Refused("ALGORITHM_REFUSED", "tokens are to be signed with RS256, PS256 or ES256");
  }
  // Every critical extension is one that we do not know.
  if (json_object_get(json.get(), "crit") != nullptr) {
    return Malformed("the token's header has critical extensions");
  }
  if (!IsAccessTokenType(json_object_get(json.get(), "typ"))) {
    return Malformed("the token is not an access token");
  }
  const json_t* kid = json_object_get(json.get(), "kid");
  if (kid != nullptr && !json_is_string(kid)) return Malformed("the token's kid is not a string");
  return Header{std::string(TextOf(algorithm)), kid ? std::string(TextOf(kid)) : ""};
}

// The returned key keeps its set alive.
absl::StatusOr<std::shared_ptr<const Key>> SelectKey(const std::shared_ptr<const KeySet>& keys,
                                                     const Header& header) {
  const absl::Status unknown = Refused("KEY_UNKNOWN", "the token is signed with an unknown key");
  if (keys == nullptr) return unknown;
  if (header.kid.empty() && keys->size() != 1) return unknown;
  bool named = false;
  for (const Key& key : *keys) {
    if (!header.kid.empty() && key.kid != header.kid) continue;
    named = true;
    if (KeyTypeFor(header.algorithm) == key.type &&
        (key.algorithm.empty() || key.algorithm == header.algorithm)) {
      return std::shared_ptr<const Key>(keys, &key);
    }
  }
  if (!named) return unknown;
  return Refused("ALGORITHM_REFUSED", "the token's key is not for its algorithm");
}

}  // namespace

absl::StatusOr<Token> ParseToken(std::string_view jwt) {
  if (!IsCompactForm(jwt)) return Malformed("the token is not a signed JWT");

  Token token;
  ASSIGN_OR_RETURN(token.header, ParseHeader(jwt));
  token.jws.reset(cjose_jws_import(jwt.data(), jwt.size(), nullptr));
  uint8_t* payload = nullptr;
  size_t size = 0;
  if (token.jws == nullptr || !cjose_jws_get_plaintext(token.jws.get(), &payload, &size, nullptr)) {
    return Malformed("the token is not a signed JWT");
  }
  token.claims = ParseObject({reinterpret_cast<const char*>(payload), size});
  if (token.claims == nullptr) return Malformed("the token's claims are not a JSON object");
  return token;
}

absl::StatusOr<std::shared_ptr<const Key>> FindKey(KeySource& source, const Header& header,
                                                   absl::Time now) {
  const std::shared_ptr<const KeySet> keys = source.keys();
  absl::StatusOr<std::shared_ptr<const Key>> key = SelectKey(keys, header);
  if (key.ok()) return key;
  source.Seek(now);
  const std::shared_ptr<const KeySet> newer = source.keys();
  return newer == keys ? key : SelectKey(newer, header);
}

absl::Status CheckSignature(std::string_view jwt, const Token& token, const Key& key) {
  // cjose halves an ECDSA signature of any length; RFC 7518, 3.4, allows 64 bytes only.
  constexpr size_t kEs256Letters = 86;
  const bool fits =
      key.type != CJOSE_JWK_KTY_EC || jwt.size() - jwt.rfind('.') - 1 == kEs256Letters;
  const OpensslErrorsDropped scope;
  if (!fits || !cjose_jws_verify(token.jws.get(), key.jwk.get(), nullptr)) {
    return Refused("SIGNATURE_WRONG", "the token's signature is wrong");
  }
  return absl::OkStatus();
}

}  // namespace opora::auth
