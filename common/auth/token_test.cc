#include "common/auth/token.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/auth/token_testing.h"

namespace opora::auth::trial {
namespace {

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

}  // namespace
}  // namespace opora::auth::trial
