#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/auth/token_testing.h"

namespace opora::auth::trial {
namespace {

using ::testing::HasSubstr;

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

}  // namespace
}  // namespace opora::auth::trial
