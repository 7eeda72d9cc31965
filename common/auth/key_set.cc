#include "common/auth/key_set.h"

#include <initializer_list>
#include <set>
#include <utility>

namespace opora::auth {
namespace {

constexpr size_t kMinRsaBits = 2048;  // RFC 7518, 3.3
constexpr size_t kMaxRsaBits = 8192;  // verification time grows with the square

constexpr struct {
  const char* name;
  cjose_jwk_kty_t key_type;
} kAlgorithms[] = {
    {"RS256", CJOSE_JWK_KTY_RSA},
    {"PS256", CJOSE_JWK_KTY_RSA},
    {"ES256", CJOSE_JWK_KTY_EC},
};

// Whether an entry of a key set is there to verify signatures.
bool IsForVerifying(const json_t* entry) {
  const json_t* use = json_object_get(entry, "use");
  const json_t* operations = json_object_get(entry, "key_ops");
  return (use == nullptr || (json_is_string(use) && TextOf(use) == "sig")) &&
         (operations == nullptr ||
          (json_is_array(operations) && IsOrContains(operations, "verify")));
}

// Takes the public members alone: cjose refuses keys for oddities in members that do not matter
// here, and a private part has no business in this process.
Jwk ImportPublicKey(const json_t* entry, std::initializer_list<const char*> members) {
  Json bare(json_object());
  for (const char* member : members) {
    json_t* value = json_object_get(entry, member);
    if (!json_is_string(value)) return nullptr;
    json_object_set(bare.get(), member, value);
  }
  return Jwk(cjose_jwk_import_json(bare.get(), nullptr));
}

Jwk ImportRsa(const json_t* entry) {
  Jwk jwk = ImportPublicKey(entry, {"kty", "n", "e"});
  if (jwk == nullptr) return nullptr;
  const size_t bits = cjose_jwk_get_keysize(jwk.get(), nullptr);
  return bits >= kMinRsaBits && bits <= kMaxRsaBits ? std::move(jwk) : nullptr;
}

Jwk ImportP256(const json_t* entry) {
  const json_t* curve = json_object_get(entry, "crv");
  if (!json_is_string(curve) || TextOf(curve) != "P-256") return nullptr;
  return ImportPublicKey(entry, {"kty", "crv", "x", "y"});
}

// nullopt for an entry that is of no use here: RFC 7517, 5, wants those ignored.
std::optional<Key> ImportKey(const json_t* entry) {
  const json_t* type = json_object_get(entry, "kty");
  if (!json_is_string(type) || !IsForVerifying(entry)) return std::nullopt;
  Key key;
  if (TextOf(type) == "RSA") {
    key.type = CJOSE_JWK_KTY_RSA;
    key.jwk = ImportRsa(entry);
  } else if (TextOf(type) == "EC") {
    key.type = CJOSE_JWK_KTY_EC;
    key.jwk = ImportP256(entry);
  }
  if (key.jwk == nullptr) return std::nullopt;
  if (const json_t* kid = json_object_get(entry, "kid")) {
    if (!json_is_string(kid)) return std::nullopt;
    key.kid = TextOf(kid);
  }
  if (const json_t* algorithm = json_object_get(entry, "alg")) {
    if (!json_is_string(algorithm) || KeyTypeFor(TextOf(algorithm)) != key.type) {
      return std::nullopt;
    }
    key.algorithm = TextOf(algorithm);
  }
  return key;
}

}  // namespace

std::optional<cjose_jwk_kty_t> KeyTypeFor(std::string_view algorithm) {
  for (const auto& entry : kAlgorithms) {
    if (algorithm == entry.name) return entry.key_type;
  }
  return std::nullopt;
}

absl::StatusOr<std::shared_ptr<const KeySet>> ParseKeySet(std::string_view document) {
  if (document.size() > kMaxKeySetBytes) {
    return absl::InvalidArgumentError("the key set is larger than 64 KB");
  }
  const OpensslErrorsDropped scope;
  const Json json = ParseObject(document);
  const json_t* list = json_object_get(json.get(), "keys");
  if (!json_is_array(list)) return absl::InvalidArgumentError("not a JSON Web Key Set");

  auto keys = std::make_shared<KeySet>();
  std::set<std::pair<cjose_jwk_kty_t, std::string>> names;
  for (size_t i = 0; i < json_array_size(list); ++i) {
    std::optional<Key> key = ImportKey(json_array_get(list, i));
    if (!key) continue;
    if (!key->kid.empty() && !names.emplace(key->type, key->kid).second) {
      return absl::InvalidArgumentError("two keys of the set have the same kid");
    }
    keys->push_back(*std::move(key));
  }
  if (keys->empty()) {
    return absl::InvalidArgumentError("no key of the set can verify RS256, PS256 or ES256");
  }
  return keys;
}

}  // namespace opora::auth
