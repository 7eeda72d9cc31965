#pragma once

#include <cjose/cjose.h>
#include <gtest/gtest.h>
#include <jansson.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/auth/token.h"

// Keys and tokens of the tests, and a verifier that knows them.
namespace opora::auth::trial {

inline constexpr char kIssuer[] = "https://issuer.opora.test";
inline const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

using Jwk = std::shared_ptr<cjose_jwk_t>;

inline Jwk Own(cjose_jwk_t* key) {
  return Jwk(key, [](cjose_jwk_t* owned) { cjose_jwk_release(owned); });
}

inline Jwk MakeRsa(size_t bits = 2048) {
  return Own(cjose_jwk_create_RSA_random(bits, nullptr, 0, nullptr));
}

// Made once, since it takes a while.
inline const Jwk& Rsa() {
  static const Jwk& key = *new Jwk(MakeRsa());
  return key;
}

inline const Jwk& ForeignRsa() {
  static const Jwk& key = *new Jwk(MakeRsa());
  return key;
}

inline const Jwk& Ec() {
  static const Jwk& key = *new Jwk(Own(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr)));
  return key;
}

inline std::string Base64Url(const std::string& text) { return absl::WebSafeBase64Escape(text); }

// `members`: name to raw JSON; an empty text leaves the member out.
inline std::string Object(const std::map<std::string, std::string>& members) {
  std::vector<std::string> parts;
  for (const auto& [name, json] : members) {
    if (!json.empty()) parts.push_back(absl::StrCat("\"", name, "\":", json));
  }
  return absl::StrCat("{", absl::StrJoin(parts, ","), "}");
}

inline std::string Claims(const std::map<std::string, std::string>& changes = {}) {
  std::map<std::string, std::string> claims = {
      {"iss", absl::StrCat("\"", kIssuer, "\"")},
      {"aud", "\"opora\""},
      {"sub", "\"petra\""},
      {"iat", absl::StrCat(absl::ToUnixSeconds(kNow))},
      {"exp", absl::StrCat(absl::ToUnixSeconds(kNow) + 3600)},
  };
  for (const auto& [name, json] : changes) claims[name] = json;
  return Object(claims);
}

inline std::string At(absl::Duration after_now) {
  return absl::StrCat(absl::ToUnixSeconds(kNow + after_now));
}

// `header`: further members, name to raw JSON.
inline std::string Sign(const Jwk& key, const char* algorithm, const std::string& claims,
                        const std::map<std::string, std::string>& header = {{"kid", "\"one\""}}) {
  std::map<std::string, std::string> members = header;
  members["alg"] = absl::StrCat("\"", algorithm, "\"");
  // cjose_header_set_raw would take objects and lists only.
  cjose_header_t* protected_header = json_loads(Object(members).c_str(), 0, nullptr);
  cjose_jws_t* jws =
      cjose_jws_sign(key.get(), protected_header, reinterpret_cast<const uint8_t*>(claims.data()),
                     claims.size(), nullptr);
  const char* compact = nullptr;
  EXPECT_TRUE(jws != nullptr && cjose_jws_export(jws, &compact, nullptr));
  const std::string token = compact == nullptr ? "" : compact;
  cjose_jws_release(jws);
  cjose_header_release(protected_header);
  return token;
}

inline std::string Token(const std::map<std::string, std::string>& changes = {}) {
  return Sign(Rsa(), "RS256", Claims(changes));
}

// An entry of a key set; `more`: further members, name to raw JSON.
inline std::string Entry(const Jwk& key,
                         std::map<std::string, std::string> more = {{"kid", "\"one\""}},
                         bool with_private_part = false) {
  char* text = cjose_jwk_to_json(key.get(), with_private_part, nullptr);
  const std::string json = text;
  free(text);
  return absl::StrCat(json.substr(0, json.size() - 1), ",", Object(more).substr(1));
}

inline std::string KeySet(const std::vector<std::string>& entries) {
  return absl::StrCat("{\"keys\":[", absl::StrJoin(entries, ","), "]}");
}

// The reason word of a refusal, or OK.
inline std::string Reason(const absl::StatusOr<Identity>& result) {
  if (result.ok()) return "OK";
  EXPECT_EQ(result.status().code(), absl::StatusCode::kUnauthenticated);
  const auto reason = result.status().GetPayload(kReasonPayload);
  return reason ? std::string(*reason) : "NONE";
}

class TokenTest : public testing::Test {
 protected:
  TokenTest() { Publish({Entry(Rsa())}); }
  ~TokenTest() override { std::filesystem::remove(path_); }

  void Write(const std::string& document) { std::ofstream(path_) << document; }
  void Publish(const std::vector<std::string>& entries) { Write(KeySet(entries)); }

  IssuerConfig Config() const {
    return {.issuer = kIssuer, .audiences = {"opora", "opora-admin"}, .jwks = path_};
  }

  static std::unique_ptr<TokenVerifier> Verifier(IssuerConfig config) {
    auto verifier = TokenVerifier::Create({std::move(config)});
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    return *std::move(verifier);
  }
  std::unique_ptr<TokenVerifier> Verifier() const { return Verifier(Config()); }

  std::string Verify(const std::string& token, absl::Time now = kNow) const {
    return Reason(Verifier()->Verify(token, now));
  }

  const std::string path_ =
      absl::StrCat(testing::TempDir(), "/opora_keys_", getpid(), "_",
                   testing::UnitTest::GetInstance()->current_test_info()->name(), ".json");
};

}  // namespace opora::auth::trial
