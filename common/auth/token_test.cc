#include "common/auth/token.h"

#include <arpa/inet.h>
#include <cjose/cjose.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <jansson.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace opora::auth {
namespace {

using ::testing::HasSubstr;

constexpr char kIssuer[] = "https://issuer.opora.test";
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// ---- Keys and tokens ----

using Jwk = std::shared_ptr<cjose_jwk_t>;

Jwk Own(cjose_jwk_t* key) {
  return Jwk(key, [](cjose_jwk_t* owned) { cjose_jwk_release(owned); });
}

Jwk MakeRsa(size_t bits = 2048) {
  return Own(cjose_jwk_create_RSA_random(bits, nullptr, 0, nullptr));
}

// Made once, since it takes a while.
const Jwk& Rsa() {
  static const Jwk& key = *new Jwk(MakeRsa());
  return key;
}

const Jwk& ForeignRsa() {
  static const Jwk& key = *new Jwk(MakeRsa());
  return key;
}

const Jwk& Ec() {
  static const Jwk& key = *new Jwk(Own(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr)));
  return key;
}

std::string Base64Url(const std::string& text) { return absl::WebSafeBase64Escape(text); }

// `members`: name to raw JSON; an empty text leaves the member out.
std::string Object(const std::map<std::string, std::string>& members) {
  std::vector<std::string> parts;
  for (const auto& [name, json] : members) {
    if (!json.empty()) parts.push_back(absl::StrCat("\"", name, "\":", json));
  }
  return absl::StrCat("{", absl::StrJoin(parts, ","), "}");
}

std::string Claims(const std::map<std::string, std::string>& changes = {}) {
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

std::string At(absl::Duration after_now) {
  return absl::StrCat(absl::ToUnixSeconds(kNow + after_now));
}

// `header`: further members, name to raw JSON.
std::string Sign(const Jwk& key, const char* algorithm, const std::string& claims,
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

std::string Token(const std::map<std::string, std::string>& changes = {}) {
  return Sign(Rsa(), "RS256", Claims(changes));
}

// An entry of a key set; `more`: further members, name to raw JSON.
std::string Entry(const Jwk& key, std::map<std::string, std::string> more = {{"kid", "\"one\""}},
                  bool with_private_part = false) {
  char* text = cjose_jwk_to_json(key.get(), with_private_part, nullptr);
  const std::string json = text;
  free(text);
  return absl::StrCat(json.substr(0, json.size() - 1), ",", Object(more).substr(1));
}

std::string KeySet(const std::vector<std::string>& entries) {
  return absl::StrCat("{\"keys\":[", absl::StrJoin(entries, ","), "]}");
}

// The reason word of a refusal, or OK.
std::string Reason(const absl::StatusOr<Identity>& result) {
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

// ---- What is accepted ----

TEST_F(TokenTest, AllThreeAlgorithmsAreAccepted) {
  Publish({Entry(Rsa()), Entry(Ec(), {{"kid", "\"two\""}})});
  EXPECT_EQ(Verify(Sign(Rsa(), "RS256", Claims())), "OK");
  EXPECT_EQ(Verify(Sign(Rsa(), "PS256", Claims())), "OK");
  EXPECT_EQ(Verify(Sign(Ec(), "ES256", Claims(), {{"kid", "\"two\""}})), "OK");
}

TEST_F(TokenTest, IdentityIsWhatTheClaimsSay) {
  IssuerConfig config = Config();
  config.agency_claim = "org";
  const std::string digest(43, 'a');
  const auto identity =
      Verifier(config)->Verify(Token({{"org", "\"a1\""},
                                      {"caller_kind", "\"AGENCY_SYSTEM\""},
                                      {"azp", "\"desk\""},
                                      {"client_id", "\"other\""},
                                      {"cnf", absl::StrCat("{\"x5t#S256\":\"", digest, "\"}")}}),
                               kNow);
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->kind, CallerKind::kAgencySystem);
  EXPECT_EQ(identity->issuer, kIssuer);
  EXPECT_EQ(identity->subject, "petra");
  EXPECT_EQ(identity->client_id, "desk");
  EXPECT_EQ(identity->agency_id, "a1");
  EXPECT_EQ(identity->certificate_sha256, digest);
  EXPECT_EQ(identity->expires, kNow + absl::Hours(1));
}

TEST_F(TokenTest, AbsentClaimsHaveDefaults) {
  const auto identity = Verifier()->Verify(Token({{"client_id", "\"desk\""}}), kNow);
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->kind, CallerKind::kPerson);
  EXPECT_EQ(identity->client_id, "desk");
  EXPECT_EQ(identity->agency_id, "");
  EXPECT_EQ(identity->certificate_sha256, "");
}

TEST_F(TokenTest, IssuersAreChosenByNameAndAliasesAreTheSameIssuer) {
  IssuerConfig first = Config();
  first.aliases = {"https://old.opora.test"};
  IssuerConfig second = Config();
  second.issuer = "https://second.opora.test";
  second.audiences = {"second"};
  const auto verifier = *TokenVerifier::Create({first, second});
  const auto alias = verifier->Verify(Token({{"iss", "\"https://old.opora.test\""}}), kNow);
  ASSERT_TRUE(alias.ok()) << alias.status();
  EXPECT_EQ(alias->issuer, kIssuer);
  const std::string from_second = "\"https://second.opora.test\"";
  EXPECT_EQ(Reason(verifier->Verify(Token({{"iss", from_second}}), kNow)), "AUDIENCE_WRONG");
  EXPECT_EQ(Reason(verifier->Verify(Token({{"iss", from_second}, {"aud", "\"second\""}}), kNow)),
            "OK");
}

TEST_F(TokenTest, TypesOfAccessTokensAreAccepted) {
  for (const char* type : {"\"JWT\"", "\"at+jwt\"", "\"application/AT+JWT\""}) {
    EXPECT_EQ(Verify(Sign(Rsa(), "RS256", Claims(), {{"typ", type}})), "OK") << type;
  }
  EXPECT_EQ(Verify(Sign(Rsa(), "RS256", Claims(), {{"typ", "\"logout+jwt\""}})), "TOKEN_MALFORMED");
}

TEST_F(TokenTest, PrivatePartsInAKeySetDoNoHarm) {
  Publish({Entry(Rsa(), {{"kid", "\"one\""}}, true)});
  EXPECT_EQ(Verify(Token()), "OK");
}

// ---- Claims that are refused ----

TEST_F(TokenTest, OtherIssuersAreRefused) {
  EXPECT_EQ(Verify(Token({{"iss", "\"https://issuer.opora.test/\""}})), "ISSUER_UNKNOWN");
  EXPECT_EQ(Verify(Token({{"iss", ""}})), "ISSUER_UNKNOWN");
  EXPECT_EQ(Verify(Token({{"iss", "7"}})), "ISSUER_UNKNOWN");
}

TEST_F(TokenTest, OtherAudiencesAreRefused) {
  EXPECT_EQ(Verify(Token({{"aud", "[\"x\",\"opora-admin\"]"}})), "OK");
  for (const char* audience : {"", "\"opora2\"", "[]", "[\"x\",7]", "{\"opora\":1}", "null"}) {
    EXPECT_EQ(Verify(Token({{"aud", audience}})), "AUDIENCE_WRONG") << audience;
  }
}

TEST_F(TokenTest, ExpiryHasAMinuteOfLeeway) {
  const std::string token = Token({{"exp", At(absl::Seconds(10))}});
  EXPECT_EQ(Verify(token, kNow + absl::Seconds(69)), "OK");
  EXPECT_EQ(Verify(token, kNow + absl::Seconds(70)), "TOKEN_EXPIRED");
}

TEST_F(TokenTest, BeginningHasAMinuteOfLeeway) {
  for (const char* name : {"nbf", "iat", "auth_time"}) {
    EXPECT_EQ(Verify(Token({{name, At(absl::Seconds(60))}})), "OK") << name;
    EXPECT_EQ(Verify(Token({{name, At(absl::Seconds(61))}})), "TOKEN_NOT_YET_VALID") << name;
  }
}

TEST_F(TokenTest, ImpossibleTimesAreMalformed) {
  EXPECT_EQ(Verify(Token({{"exp", ""}})), "TOKEN_MALFORMED");
  EXPECT_EQ(Verify(Token({{"nbf", At(absl::Hours(2))}})), "TOKEN_MALFORMED");
  EXPECT_EQ(Verify(Token({{"iat", ""}, {"exp", "1800003600.5"}})), "OK");
  EXPECT_EQ(Verify(Token({{"exp", "-1"}, {"iat", ""}})), "TOKEN_EXPIRED");
  for (const char* time : {"\"1800003600\"", "null", "true", "[1800003600]", "1e300", "1e400",
                           "99999999999999999999"}) {
    EXPECT_EQ(Verify(Token({{"exp", time}})), "TOKEN_MALFORMED") << time;
    EXPECT_EQ(Verify(Token({{"iat", time}})), "TOKEN_MALFORMED") << time;
    EXPECT_EQ(Verify(Token({{"auth_time", time}})), "TOKEN_MALFORMED") << time;
  }
}

TEST_F(TokenTest, XC_26_TheSignInIsThatOfAuthTimeElseOfTheToken) {
  const auto signed_in = [this](const std::map<std::string, std::string>& claims) {
    const auto identity = Verifier()->Verify(Token(claims), kNow);
    EXPECT_TRUE(identity.ok()) << identity.status();
    return identity->signed_in;
  };
  const absl::Time old = kNow - absl::Hours(20);
  EXPECT_EQ(signed_in({{"auth_time", At(-absl::Hours(20))}}), old);
  EXPECT_EQ(signed_in({}), kNow);
  EXPECT_EQ(signed_in({{"iat", At(-absl::Hours(20))}}), old);
  EXPECT_EQ(signed_in({{"iat", ""}}), absl::InfinitePast());
  EXPECT_EQ(signed_in({{"auth_time", "0"}}), absl::UnixEpoch());
}

TEST_F(TokenTest, IdentitiesThatCannotBeTrustedAreMalformed) {
  const std::string long_text = absl::StrCat("\"", std::string(256, 'x'), "\"");
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"sub", ""},
      {"sub", "\"\""},
      {"sub", "7"},
      {"sub", "\"a\\nb\""},
      {"sub", long_text},
      {"azp", "[\"desk\"]"},
      {"agency_id", "[\"a1\"]"},
      {"caller_kind", "\"person\""},
      {"caller_kind", "\"\""},
      {"caller_kind", "null"},
      {"caller_kind", "\"AGENCY_SYSTEM\""},  // of no agency
      {"cnf", "\"x\""},
      {"cnf", "{}"},
      {"cnf", "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}"},
      {"cnf", "{\"x5t#S256\":\"short\"}"},
  };
  for (const auto& [name, value] : cases) {
    EXPECT_EQ(Verify(Token({{name, value}})), "TOKEN_MALFORMED") << name << " " << value;
  }
}

// ---- Algorithms and keys ----

TEST_F(TokenTest, ThePublicKeyIsNoSecret) {
  const std::string entry = Entry(Rsa());
  for (const std::string& secret : {entry, KeySet({entry})}) {
    const Jwk hmac = Own(cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(secret.data()),
                                                   secret.size(), nullptr));
    EXPECT_EQ(Verify(Sign(hmac, "HS256", Claims())), "ALGORITHM_REFUSED");
    Publish({entry, Entry(hmac, {{"kid", "\"secret\""}}, true)});
    EXPECT_EQ(Verify(Sign(hmac, "HS256", Claims(), {{"kid", "\"secret\""}})), "ALGORITHM_REFUSED");
  }
}

TEST_F(TokenTest, UnsignedTokensAreRefused) {
  const std::string signature = Token().substr(Token().rfind('.') + 1);
  for (const char* algorithm : {"none", "None", "NONE", "RS384", "ES512", "EdDSA", "rs256", ""}) {
    const std::string unsigned_part =
        absl::StrCat(Base64Url(absl::StrCat(R"({"kid":"one","alg":")", algorithm, R"("})")), ".",
                     Base64Url(Claims()), ".");
    EXPECT_EQ(Verify(unsigned_part + signature), "ALGORITHM_REFUSED") << algorithm;
    EXPECT_EQ(Verify(unsigned_part), "TOKEN_MALFORMED") << algorithm;
  }
}

TEST_F(TokenTest, AnIssuersAlgorithmsCanBeFewer) {
  IssuerConfig config = Config();
  config.algorithms = {"PS256"};
  const auto verifier = Verifier(config);
  EXPECT_EQ(Reason(verifier->Verify(Sign(Rsa(), "PS256", Claims()), kNow)), "OK");
  EXPECT_EQ(Reason(verifier->Verify(Sign(Rsa(), "RS256", Claims()), kNow)), "ALGORITHM_REFUSED");
}

TEST_F(TokenTest, KeyAndAlgorithmMustAgree) {
  Publish({Entry(Rsa(), {{"kid", "\"one\""}, {"alg", "\"PS256\""}, {"use", "\"sig\""}})});
  EXPECT_EQ(Verify(Sign(Rsa(), "PS256", Claims())), "OK");
  EXPECT_EQ(Verify(Sign(Rsa(), "RS256", Claims())), "ALGORITHM_REFUSED");
  EXPECT_EQ(Verify(Sign(Ec(), "ES256", Claims())), "ALGORITHM_REFUSED");
}

TEST_F(TokenTest, KeysForOtherUsesAreIgnored) {
  const std::vector<std::map<std::string, std::string>> uses = {
      {{"use", "\"enc\""}},      {{"use", "7"}},         {{"key_ops", "[\"encrypt\"]"}},
      {{"alg", "\"RSA-OAEP\""}}, {{"alg", "\"ES256\""}}, {{"kid", "7"}},
  };
  for (std::map<std::string, std::string> use : uses) {
    use.emplace("kid", "\"one\"");
    Publish({Entry(Rsa(), use), Entry(Ec(), {{"kid", "\"two\""}})});
    EXPECT_EQ(Verify(Token()), "KEY_UNKNOWN") << Object(use);
  }
}

TEST_F(TokenTest, WeakKeysAreIgnored) {
  const Jwk weak = MakeRsa(1024);
  Publish({Entry(weak)});
  EXPECT_FALSE(Verifier()->Ready());
  EXPECT_EQ(Verify(Sign(weak, "RS256", Claims())), "KEY_UNKNOWN");
  const Jwk p384 = Own(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_384, nullptr));
  Publish({Entry(p384)});
  EXPECT_EQ(Verify(Sign(p384, "ES256", Claims())), "KEY_UNKNOWN");
}

TEST_F(TokenTest, AForeignKeyWithTheSameKidIsRefused) {
  for (const char* algorithm : {"RS256", "PS256"}) {
    EXPECT_EQ(Verify(Sign(ForeignRsa(), algorithm, Claims())), "SIGNATURE_WRONG");
  }
}

TEST_F(TokenTest, AChangedTokenIsRefused) {
  const std::string token = Token();
  const size_t first = token.find('.'), last = token.rfind('.');
  const std::string other = Base64Url(Claims({{"sub", "\"milan\""}}));
  EXPECT_EQ(Verify(token.substr(0, first + 1) + other + token.substr(last)), "SIGNATURE_WRONG");
  std::string broken = token;
  broken[last + 10] = broken[last + 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(Verify(broken), "SIGNATURE_WRONG");
  EXPECT_EQ(Verify(token.substr(0, last + 5)), "SIGNATURE_WRONG");
}

TEST_F(TokenTest, AnEllipticSignatureHasOneLength) {
  Publish({Entry(Ec())});
  const std::string token = Sign(Ec(), "ES256", Claims());
  EXPECT_EQ(Verify(token), "OK");
  EXPECT_EQ(Verify(token + "AAAA"), "SIGNATURE_WRONG");
  EXPECT_EQ(Verify(token.substr(0, token.size() - 4)), "SIGNATURE_WRONG");
  std::string signature;
  const size_t last = token.rfind('.');
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token.substr(last + 1), &signature));
  const std::string zero(1, '\0');
  const std::string padded = zero + signature.substr(0, 32) + zero + signature.substr(32);
  EXPECT_EQ(Verify(token.substr(0, last + 1) + Base64Url(padded)), "SIGNATURE_WRONG");
}

TEST_F(TokenTest, ARefusalLeavesNoErrorsToOpenssl) {
  ERR_clear_error();
  EXPECT_EQ(Verify(Sign(ForeignRsa(), "PS256", Claims())), "SIGNATURE_WRONG");
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST_F(TokenTest, AKidIsNeededWhenThereAreSeveralKeys) {
  const std::string nameless = Sign(Rsa(), "RS256", Claims(), {});
  EXPECT_EQ(Verify(nameless), "OK");
  Publish({Entry(Rsa()), Entry(Ec(), {{"kid", "\"two\""}})});
  EXPECT_EQ(Verify(nameless), "KEY_UNKNOWN");
  EXPECT_EQ(Verify(Sign(Rsa(), "RS256", Claims(), {{"kid", "\"two\""}})), "ALGORITHM_REFUSED");
  EXPECT_EQ(Verify(Sign(Rsa(), "RS256", Claims(), {{"kid", "\"three\""}})), "KEY_UNKNOWN");
}

TEST_F(TokenTest, AKeySetWithTheSameKidTwiceIsRefused) {
  Publish({Entry(Rsa()), Entry(ForeignRsa())});
  EXPECT_FALSE(Verifier()->Ready());
}

// ---- The form of a token ----

TEST_F(TokenTest, GarbageIsMalformed) {
  const std::string good = Token();
  const std::string header = Base64Url(R"({"alg":"RS256","kid":"one"})");
  const std::string tail = good.substr(good.rfind('.'));
  const std::vector<std::string> garbage = {
      ".", "..", "...", "a", "a.b", "a.b.c", "ab.cd.ef", "Bearer " + good, " " + good, good + "\n",
      good + ".", good + ".AAAA", good + "=", good + "==AAAA", std::string(1, '\0'),
      std::string("ab.\0cd.ef", 9), "\xff\xfe.\xff.\xff", good.substr(0, good.rfind('.')),
      good.substr(0, good.find('.')), "." + good, absl::StrReplaceAll(good, {{".", ".."}}),
      absl::StrReplaceAll(good, {{".", "+"}}), std::string(9000, '.'), std::string(9000, 'A'),
      std::string(3000, '[') + "." + std::string(3000, '[') + ".AAAA",
      // Headers
      Base64Url("") + "." + Base64Url(Claims()) + tail,
      Base64Url("{}") + "." + Base64Url(Claims()) + tail,
      Base64Url("[]") + "." + Base64Url(Claims()) + tail,
      Base64Url("null") + "." + Base64Url(Claims()) + tail,
      Base64Url("{\"alg\":7}") + "." + Base64Url(Claims()) + tail,
      Base64Url("{\"alg\":[\"RS256\"]}") + "." + Base64Url(Claims()) + tail,
      Base64Url("{\"alg\":\"RS256\"}x") + "." + Base64Url(Claims()) + tail,
      Base64Url("{\"alg\":\"RS256\",\"kid\":7}") + "." + Base64Url(Claims()) + tail,
      Base64Url("{\"alg\":\"RS256\",\"crit\":[\"exp\"]}") + "." + Base64Url(Claims()) + tail,
      Base64Url("{\"alg\":\"RS256\",\"typ\":7}") + "." + Base64Url(Claims()) + tail,
      Base64Url("{\"alg\":\"RS256\\u0000\"}") + "." + Base64Url(Claims()) + tail,
      Base64Url(std::string(2000, '[')) + "." + Base64Url(Claims()) + tail,
      // Claims
      header + "." + Base64Url("x") + tail, header + "." + Base64Url("7") + tail,
      header + "." + Base64Url("[]") + tail, header + "." + Base64Url("\"x\"") + tail,
      header + "." + Base64Url(Claims() + "}") + tail,
      header + "." + Base64Url("{\"iss\":\"\xff\"}") + tail,
      header + "." + Base64Url("{\"iss\":\"a\\u0000\"}") + tail,
      header + "." + Base64Url("{\"a\":" + std::string(5000, '[')) + tail};
  const auto verifier = Verifier();
  for (const std::string& token : garbage) {
    EXPECT_EQ(Reason(verifier->Verify(token, kNow)), "TOKEN_MALFORMED") << token.substr(0, 99);
  }
  EXPECT_EQ(Reason(verifier->Verify("", kNow)), "TOKEN_MISSING");
}

TEST_F(TokenTest, NoTruncationOrChangedLetterIsAccepted) {
  const auto verifier = Verifier();
  const std::string good = Token();
  // The last letter of a part may hold bits that mean nothing, so it is left alone.
  for (size_t i = 0; i < good.size(); i += 7) {
    EXPECT_NE(Reason(verifier->Verify(good.substr(0, i), kNow)), "OK") << i;
    std::string changed = good;
    changed[i] = changed[i] == 'Z' ? 'a' : 'Z';
    const bool last_of_part = i + 1 == good.size() || good[i + 1] == '.';
    if (last_of_part) continue;
    EXPECT_NE(Reason(verifier->Verify(changed, kNow)), "OK") << i;
  }
}

TEST_F(TokenTest, DuplicateMembersAreMalformed) {
  const std::string claims = Claims();
  const std::string again = claims.substr(0, claims.size() - 1);
  EXPECT_EQ(Verify(Sign(Rsa(), "RS256", again + ",\"sub\":\"milan\"}")), "TOKEN_MALFORMED");
  EXPECT_EQ(Verify(Sign(Rsa(), "RS256", again + ",\"x\":{\"a\":1,\"a\":1}}")), "TOKEN_MALFORMED");
  const std::string token = Token();
  EXPECT_EQ(Verify(Base64Url(R"({"alg":"RS256","kid":"one","alg":"RS256"})") +
                   token.substr(token.find('.'))),
            "TOKEN_MALFORMED");
}

TEST_F(TokenTest, TokensHaveALimitOfTwelveKilobytes) {
  EXPECT_EQ(Verify(Token({{"x", absl::StrCat("\"", std::string(8000, 'x'), "\"")}})), "OK");
  EXPECT_EQ(Verify(Token({{"x", absl::StrCat("\"", std::string(9000, 'x'), "\"")}})),
            "TOKEN_MALFORMED");
  EXPECT_EQ(Verify(std::string(1 << 20, 'x')), "TOKEN_MALFORMED");
}

// ---- Cache and rotation ----

TEST_F(TokenTest, ACachedTokenIsRefusedAfterItsExpiry) {
  const auto verifier = Verifier();
  const std::string token = Token({{"exp", At(absl::Seconds(10))}});
  EXPECT_EQ(Reason(verifier->Verify(token, kNow)), "OK");
  EXPECT_EQ(Reason(verifier->Verify(token, kNow + absl::Seconds(69))), "OK");
  EXPECT_EQ(Reason(verifier->Verify(token, kNow + absl::Seconds(70))), "TOKEN_EXPIRED");
}

TEST_F(TokenTest, ATokenIsStillGoodWhenItsCacheTimeIsOver) {
  const auto verifier = Verifier();
  for (int minute = 0; minute < 60; minute += 4) {
    EXPECT_EQ(Reason(verifier->Verify(Token(), kNow + absl::Minutes(minute))), "OK");
  }
}

TEST_F(TokenTest, ACachedTokenIsVerifiedAgainWhenTheClockIsSetBack) {
  const auto verifier = Verifier();
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "OK");
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow - absl::Minutes(6))), "TOKEN_NOT_YET_VALID");
}

TEST_F(TokenTest, ACachedTokenIsRefusedOnceItsKeyIsWithdrawn) {
  const auto verifier = Verifier();
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "OK");
  Publish({Entry(ForeignRsa(), {{"kid", "\"two\""}})});
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow + absl::Milliseconds(999))), "OK");
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow + absl::Seconds(1))), "KEY_UNKNOWN");
}

TEST_F(TokenTest, ANewKeyInTheFileIsFoundAtOnce) {
  const auto verifier = Verifier();
  const std::string token = Sign(ForeignRsa(), "RS256", Claims(), {{"kid", "\"two\""}});
  EXPECT_EQ(Reason(verifier->Verify(token, kNow)), "KEY_UNKNOWN");
  Publish({Entry(Rsa()), Entry(ForeignRsa(), {{"kid", "\"two\""}})});
  EXPECT_EQ(Reason(verifier->Verify(token, kNow)), "OK");
}

TEST_F(TokenTest, AChangeThatLeavesTimeAndSizeOfTheFileIsSeen) {
  const auto written = std::filesystem::last_write_time(path_);
  const auto size = std::filesystem::file_size(path_);
  const auto verifier = Verifier();
  Publish({Entry(ForeignRsa(), {{"kid", "\"two\""}})});
  std::filesystem::last_write_time(path_, written);
  ASSERT_EQ(std::filesystem::file_size(path_), size);
  const std::string token = Sign(ForeignRsa(), "RS256", Claims(), {{"kid", "\"two\""}});
  EXPECT_EQ(Reason(verifier->Verify(token, kNow)), "OK");
}

TEST_F(TokenTest, ABrokenFileLeavesTheOldKeysInUse) {
  const auto verifier = Verifier();
  EXPECT_TRUE(verifier->KeyStatus().ok());
  absl::Time now = kNow;
  for (const std::string& broken :
       {std::string(), std::string("{\"keys\":[]}"), std::string("{\"keys\":[{}]}"),
        KeySet({Entry(Rsa())}).substr(0, 200), std::string(70'000, ' ') + KeySet({Entry(Ec())})}) {
    Write(broken);
    now += absl::Seconds(1);
    EXPECT_EQ(Reason(verifier->Verify(Token(), now)), "OK") << broken.substr(0, 99);
    EXPECT_TRUE(verifier->Ready());
    EXPECT_FALSE(verifier->KeyStatus().ok());
  }
  std::filesystem::remove(path_);
  EXPECT_EQ(Reason(verifier->Verify(Token(), now + absl::Seconds(1))), "OK");
  EXPECT_THAT(std::string(verifier->KeyStatus().message()), HasSubstr(kIssuer));
}

TEST_F(TokenTest, AFileMayAppearLater) {
  std::filesystem::remove(path_);
  const auto verifier = Verifier();
  EXPECT_FALSE(verifier->Ready());
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "KEY_UNKNOWN");
  Publish({Entry(Rsa())});
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "OK");
  EXPECT_TRUE(verifier->Ready());
}

TEST_F(TokenTest, ManyThreadsMayVerifyWhileKeysRotate) {
  const auto verifier = Verifier();
  const std::string sets[] = {KeySet({Entry(Rsa())}),
                              KeySet({Entry(Rsa()), Entry(Ec(), {{"kid", "\"two\""}})})};
  const std::string token = Token();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(Reason(verifier->Verify(token, kNow + absl::Seconds(i))), "OK");
        if (i % 50 != 0) continue;
        const std::string own = Token({{"sub", absl::StrCat("\"", t, "-", i, "\"")}});
        EXPECT_EQ(Reason(verifier->Verify(own, kNow)), "OK");
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    const std::string fresh = path_ + ".new";
    std::ofstream(fresh) << sets[i % 2];
    std::filesystem::rename(fresh, path_);
  }
  for (std::thread& thread : threads) thread.join();
}

// ---- Configuration ----

TEST_F(TokenTest, AnIncompleteConfigurationIsRefused) {
  using Change = std::function<void(IssuerConfig&)>;
  const std::vector<Change> changes = {
      [](IssuerConfig& config) { config.issuer = ""; },
      [](IssuerConfig& config) { config.aliases = {""}; },
      [](IssuerConfig& config) { config.aliases = {config.issuer}; },
      [](IssuerConfig& config) { config.audiences = {}; },
      [](IssuerConfig& config) { config.audiences = {""}; },
      [](IssuerConfig& config) { config.jwks = ""; },
      [](IssuerConfig& config) { config.agency_claim = ""; },
      [](IssuerConfig& config) {
        config.algorithms = {"RS256", "HS256"};
      },
      [](IssuerConfig& config) { config.algorithms = {"none"}; },
      [](IssuerConfig& config) { config.jwks = "http://issuer.opora.test/keys"; },
      [](IssuerConfig& config) { config.jwks = "http://127.0.0.1@issuer.opora.test/keys"; },
      [](IssuerConfig& config) { config.jwks = "http://localhost.opora.test/keys"; },
      [](IssuerConfig& config) { config.jwks = "https://me:secret@issuer.opora.test/keys"; },
      [](IssuerConfig& config) { config.jwks = "https://me@issuer.opora.test/keys"; },
      [](IssuerConfig& config) { config.jwks = "file:///etc/keys.json"; },
      [](IssuerConfig& config) { config.jwks = "https://"; },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    IssuerConfig config = Config();
    changes[i](config);
    EXPECT_EQ(TokenVerifier::Create({config}).status().code(), absl::StatusCode::kInvalidArgument)
        << i;
  }
  EXPECT_FALSE(TokenVerifier::Create({}).ok());
  EXPECT_FALSE(TokenVerifier::Create({Config(), Config()}).ok());
}

// ---- Keys by URL ----

// One thread, one connection at a time, on loopback. An empty answer leaves the client waiting.
class HttpServer {
 public:
  HttpServer() {
    sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Run(); });
  }

  ~HttpServer() { Stop(); }

  void Stop() {
    if (!thread_.joinable()) return;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
    for (const int connection : held_) close(connection);
  }

  std::string url() const { return absl::StrCat("http://127.0.0.1:", port_, "/keys"); }
  int hits() const { return hits_; }

  void Answer(const std::string& status, const std::string& body, const std::string& header = "") {
    AnswerRaw(absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Length: ", body.size(), "\r\n", header,
                           "Connection: close\r\n\r\n", body));
  }

  void AnswerRaw(const std::string& text) {
    absl::MutexLock lock(&mutex_);
    answer_ = text;
  }

 private:
  void Run() {
    for (int connection; (connection = accept(listener_, nullptr, nullptr)) >= 0;) {
      char request[4096];
      if (recv(connection, request, sizeof(request), 0) < 0) ADD_FAILURE();
      absl::MutexLock lock(&mutex_);
      ++hits_;
      if (answer_.empty()) {
        held_.push_back(connection);
        continue;
      }
      // The client may hang up before it has read all.
      if (send(connection, answer_.data(), answer_.size(), MSG_NOSIGNAL) < 0) continue;
      close(connection);
    }
  }

  const int listener_ = socket(AF_INET, SOCK_STREAM, 0);
  uint16_t port_ = 0;
  std::atomic<int> hits_{0};
  absl::Mutex mutex_;
  std::string answer_;
  std::vector<int> held_;
  std::thread thread_;
};

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    absl::SleepFor(absl::Milliseconds(2));
  }
  return false;
}

class UrlTokenTest : public TokenTest {
 protected:
  std::unique_ptr<TokenVerifier> UrlVerifier() const {
    IssuerConfig config = Config();
    config.jwks = server_.url();
    return Verifier(config);
  }

  HttpServer server_;
};

TEST_F(UrlTokenTest, KeysAreFetchedInTheBackground) {
  server_.Answer("200 OK", KeySet({Entry(Rsa())}));
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return verifier->Ready(); })) << verifier->KeyStatus();
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "OK");
  EXPECT_EQ(server_.hits(), 1);
}

TEST_F(UrlTokenTest, AnUnknownKidFetchesAtMostOnceAMinute) {
  server_.Answer("200 OK", KeySet({Entry(Rsa())}));
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return verifier->Ready(); }));
  const auto verify = [&](const char* kid, absl::Duration later) {
    const std::string token = Sign(ForeignRsa(), "RS256", Claims(), {{"kid", kid}});
    return Reason(verifier->Verify(token, kNow + later));
  };
  server_.Answer("200 OK", KeySet({Entry(ForeignRsa(), {{"kid", "\"two\""}})}));
  EXPECT_TRUE(Eventually([&] { return verify("\"two\"", absl::ZeroDuration()) == "OK"; }));
  EXPECT_EQ(verify("\"x\"", absl::Seconds(59)), "KEY_UNKNOWN");
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(server_.hits(), 2);
  EXPECT_EQ(verify("\"x\"", absl::Seconds(60)), "KEY_UNKNOWN");
  EXPECT_TRUE(Eventually([&] { return server_.hits() == 3; }));
}

TEST_F(UrlTokenTest, AFailureKeepsTheOldKeys) {
  server_.Answer("200 OK", KeySet({Entry(Rsa())}));
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return verifier->Ready(); }));
  server_.Answer("500 Oops", KeySet({Entry(Ec())}));
  const std::string unknown = Sign(Rsa(), "RS256", Claims(), {{"kid", "\"x\""}});
  EXPECT_EQ(Reason(verifier->Verify(unknown, kNow)), "KEY_UNKNOWN");
  EXPECT_TRUE(Eventually([&] { return !verifier->KeyStatus().ok(); }));
  EXPECT_TRUE(verifier->Ready());
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "OK");
}

TEST_F(UrlTokenTest, RedirectsAreNotFollowed) {
  HttpServer elsewhere;
  elsewhere.Answer("200 OK", KeySet({Entry(Rsa())}));
  server_.Answer("302 Found", "", absl::StrCat("Location: ", elsewhere.url(), "\r\n"));
  const auto verifier = UrlVerifier();
  const auto answered_302 = [&] {
    return verifier->KeyStatus().message().find("answers 302") != std::string::npos;
  };
  EXPECT_TRUE(Eventually(answered_302)) << verifier->KeyStatus();
  EXPECT_EQ(elsewhere.hits(), 0);
}

TEST_F(UrlTokenTest, AnAnswerThatIsTooLongIsRefused) {
  server_.AnswerRaw(absl::StrCat("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
                                 std::string(70'000, ' '), KeySet({Entry(Rsa())})));
  const auto verifier = UrlVerifier();
  EXPECT_TRUE(Eventually(
      [&] { return verifier->KeyStatus().message().find("127.0.0.1") != std::string::npos; }));
  EXPECT_FALSE(verifier->Ready());
}

TEST_F(UrlTokenTest, NobodyWaitsForASlowIssuer) {
  const auto verifier = UrlVerifier();
  ASSERT_TRUE(Eventually([&] { return server_.hits() == 1; }));
  const absl::Time start = absl::Now();
  EXPECT_EQ(Reason(verifier->Verify(Token(), kNow)), "KEY_UNKNOWN");
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(500));
  EXPECT_FALSE(verifier->Ready());
  server_.Stop();
}

}  // namespace
}  // namespace opora::auth
