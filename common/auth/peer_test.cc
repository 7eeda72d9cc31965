#include "common/auth/peer.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace opora::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAgency[] = "0190b6c2-1111-4222-8333-444455556666";

// ---- Certificates ----

struct Certificate {
  std::string pem;
  std::string key;
  std::string sha256;  // base64url
};

std::string Text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<size_t>(size));
  BIO_free(bio);
  return text;
}

// Self-signed, so it is its own authority. `names` as in OpenSSL's configuration.
Certificate MakeCertificate(const std::string& common_name, const std::vector<std::string>& names) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* x509 = X509_new();
  X509_set_version(x509, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, key);
  X509_NAME* name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(x509, name);
  const std::string list = absl::StrJoin(names, ",");
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, list.c_str());
  if (extension != nullptr) X509_add_ext(x509, extension, -1);
  X509_EXTENSION_free(extension);
  EXPECT_GT(X509_sign(x509, key, EVP_sha256()), 0);

  BIO* pem = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(pem, x509);
  BIO* key_pem = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(key_pem, key, nullptr, nullptr, 0, nullptr, nullptr);
  // The digest the long way round, so that it is not the code under test that tells it.
  unsigned char* der = nullptr;
  const int der_size = i2d_X509(x509, &der);
  unsigned char digest[EVP_MAX_MD_SIZE];
  EVP_Digest(der, static_cast<size_t>(der_size), digest, nullptr, EVP_sha256(), nullptr);
  OPENSSL_free(der);
  X509_free(x509);
  EVP_PKEY_free(key);
  return {Text(pem), Text(key_pem),
          absl::WebSafeBase64Escape({reinterpret_cast<const char*>(digest), 32})};
}

// ---- A context without a connection ----

class FakeContext : public grpc::AuthContext {
 public:
  FakeContext(bool authenticated, std::multimap<std::string, std::string> properties)
      : authenticated_(authenticated), properties_(std::move(properties)) {}

  bool IsPeerAuthenticated() const override { return authenticated_; }
  std::vector<grpc::string_ref> GetPeerIdentity() const override { return {}; }
  std::string GetPeerIdentityPropertyName() const override { return ""; }
  std::vector<grpc::string_ref> FindPropertyValues(const std::string& name) const override {
    std::vector<grpc::string_ref> values;
    const auto [first, last] = properties_.equal_range(name);
    for (auto property = first; property != last; ++property) {
      values.emplace_back(property->second);
    }
    return values;
  }
  grpc::AuthPropertyIterator begin() const override { return Iterator(); }
  grpc::AuthPropertyIterator end() const override { return Iterator(); }
  void AddProperty(const std::string&, const grpc::string_ref&) override {}
  bool SetPeerIdentityPropertyName(const std::string&) override { return false; }

 private:
  struct Iterator : grpc::AuthPropertyIterator {};

  const bool authenticated_;
  const std::multimap<std::string, std::string> properties_;
};

Peer WithUris(std::vector<std::string> uris) {
  return {.authenticated = true, .uris = std::move(uris)};
}

// ---- The context's properties ----

TEST(PeerOf, TakesNameUrisAndFingerprintFromTheCertificate) {
  const Certificate certificate = MakeCertificate("registry", {});
  const Peer peer = PeerOf(FakeContext(true, {{"x509_pem_cert", certificate.pem},
                                              {"x509_common_name", "registry"},
                                              {"peer_uri", "spiffe://opora/service/registry"},
                                              {"peer_uri", "urn:x"}}));
  EXPECT_TRUE(peer.authenticated);
  EXPECT_EQ(peer.common_name, "registry");
  EXPECT_THAT(peer.uris, ElementsAre("spiffe://opora/service/registry", "urn:x"));
  EXPECT_EQ(peer.certificate_sha256, certificate.sha256);
}

TEST(PeerOf, KnowsNothingOfAPeerThatIsNotAuthenticated) {
  const Peer peer = PeerOf(FakeContext(false, {{"x509_pem_cert", MakeCertificate("x", {}).pem},
                                               {"x509_common_name", "x"},
                                               {"peer_uri", "spiffe://opora/edge"}}));
  EXPECT_FALSE(peer.authenticated);
  EXPECT_EQ(peer.common_name, "");
  EXPECT_THAT(peer.uris, IsEmpty());
  EXPECT_EQ(peer.certificate_sha256, "");
}

TEST(PeerOf, WantsACertificate) {
  EXPECT_FALSE(PeerOf(FakeContext(true, {{"peer_uri", "spiffe://opora/edge"}})).authenticated);
}

TEST(PeerOf, TakesNoUriFromOtherAlternativeNames) {
  const Peer peer =
      PeerOf(FakeContext(true, {{"x509_pem_cert", MakeCertificate("x", {}).pem},
                                {"x509_subject_alternative_name", "spiffe://opora/edge"}}));
  EXPECT_THAT(peer.uris, IsEmpty());
}

TEST(PeerOf, HasNoFingerprintOfGarbageAndLeavesNoErrors) {
  ERR_clear_error();
  for (const char* garbage : {"", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
    EXPECT_EQ(PeerOf(FakeContext(true, {{"x509_pem_cert", garbage}})).certificate_sha256, "");
  }
  EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(PeerOf, ManyCertificatesAndThreadsDoNotMixUp) {
  std::vector<Certificate> certificates;
  for (int i = 0; i < 20; ++i) certificates.push_back(MakeCertificate(absl::StrCat("c", i), {}));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 400; ++i) {
        // Distinct texts of the same certificates make the cache overflow.
        const Certificate& certificate = certificates[static_cast<size_t>(i) % 20];
        const std::string pem = absl::StrCat("# ", t, "-", i, "\n", certificate.pem);
        EXPECT_EQ(PeerOf(FakeContext(true, {{"x509_pem_cert", pem}})).certificate_sha256,
                  certificate.sha256);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// ---- Roles ----

TEST(Roles, AreReadFromTheUri) {
  EXPECT_EQ(ServiceName(WithUris({"spiffe://opora/service/client-registry"})), "client-registry");
  EXPECT_EQ(AgencyId(WithUris({absl::StrCat("spiffe://opora/agency/", kAgency)})), kAgency);
  EXPECT_TRUE(IsEdge(WithUris({"spiffe://opora/edge"})));
  EXPECT_TRUE(IsEdge(WithUris({"urn:x", "spiffe://other/service/x", "spiffe://opora/edge"})));
}

TEST(Roles, ExcludeEachOther) {
  const Peer service = WithUris({"spiffe://opora/service/edge"});
  EXPECT_EQ(AgencyId(service), std::nullopt);
  EXPECT_FALSE(IsEdge(service));
  EXPECT_EQ(ServiceName(WithUris({"spiffe://opora/edge"})), std::nullopt);
}

TEST(Roles, ACertificateOfSeveralRolesHasNone) {
  for (const Peer& peer :
       {WithUris({"spiffe://opora/edge", "spiffe://opora/service/x"}),
        WithUris({"spiffe://opora/service/x", "spiffe://opora/edge"}),
        WithUris({"spiffe://opora/", "spiffe://opora/edge"}),
        WithUris({"spiffe://opora/edge", "spiffe://opora/edge", "spiffe://opora/edge"})}) {
    EXPECT_FALSE(IsEdge(peer));
    EXPECT_EQ(ServiceName(peer), std::nullopt);
  }
}

TEST(Roles, WhatIsNotExactlyOneIsNone) {
  EXPECT_EQ(ServiceName(Peer()), std::nullopt);
  for (const char* uri :
       {"", "spiffe://opora/service/", "spiffe://opora/service", "spiffe://opora/service/a/b",
        "spiffe://opora/service/a?b", "spiffe://opora/service/a b", "spiffe://opora.x/service/a",
        "spiffe://other/service/a", "https://opora/service/a", "SPIFFE://OPORA/service/a",
        " spiffe://opora/service/a", "spiffe://opora/x/service/a"}) {
    EXPECT_EQ(ServiceName(WithUris({uri})), std::nullopt) << uri;
  }
  for (const char* id :
       {"", "0", "0190B6C2-1111-4222-8333-444455556666", "0190b6c2-1111-4222-8333-44445555666",
        "../../edge", "0190b6c2-1111-4222-8333-4444555566667",
        "0190b6c2x1111-4222-8333-444455556666", "0190b6c2-1111-4222-8333-44445555666g"}) {
    EXPECT_EQ(AgencyId(WithUris({absl::StrCat("spiffe://opora/agency/", id)})), std::nullopt) << id;
  }
  for (const char* uri : {"spiffe://opora/edge/", "spiffe://opora/edgex", "spiffe://opora/Edge"}) {
    EXPECT_FALSE(IsEdge(WithUris({uri}))) << uri;
  }
}

// ---- A real handshake ----

// Answers every method with nothing and remembers who asked.
class PeerRecorder : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    peer = PeerOf(*context->auth_context());
    class Reactor : public grpc::ServerGenericBidiReactor {
     public:
      Reactor() { Finish(grpc::Status(grpc::StatusCode::NOT_FOUND, "")); }
      void OnDone() override { delete this; }
    };
    return new Reactor;
  }

  std::optional<Peer> peer;
};

// What a server learns of its caller.
std::optional<Peer> PeerSeenByServer(std::shared_ptr<grpc::ServerCredentials> server_credentials,
                                     const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  PeerRecorder recorder;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", std::move(server_credentials), &port);
  builder.RegisterCallbackGenericService(&recorder);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();

  grpc::GenericStub stub(grpc::CreateChannel(absl::StrCat("ipv4:127.0.0.1:", port), credentials));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, "/any/Method", grpc::ByteBuffer(), &queue);
  grpc::ByteBuffer response;
  grpc::Status status;
  call->StartCall();
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND) << status.error_message();
  server->Shutdown();
  return recorder.peer;
}

TEST(PeerOf, ReadsTheCertificateOfATlsHandshake) {
  const Certificate serving = MakeCertificate("server", {"IP:127.0.0.1"});
  const Certificate calling = MakeCertificate(
      "town", {absl::StrCat("URI:spiffe://opora/agency/", kAgency), "DNS:town.test"});
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = calling.pem;
  options.pem_key_cert_pairs = {{serving.key, serving.pem}};
  const auto peer = PeerSeenByServer(grpc::SslServerCredentials(options),
                                     grpc::SslCredentials({serving.pem, calling.key, calling.pem}));
  ASSERT_TRUE(peer.has_value());
  EXPECT_TRUE(peer->authenticated);
  EXPECT_EQ(peer->common_name, "town");
  EXPECT_EQ(AgencyId(*peer), kAgency);
  EXPECT_EQ(peer->certificate_sha256, calling.sha256);
}

TEST(PeerOf, KnowsNothingOfACallerWithoutTls) {
  const auto peer =
      PeerSeenByServer(grpc::InsecureServerCredentials(), grpc::InsecureChannelCredentials());
  ASSERT_TRUE(peer.has_value());
  EXPECT_FALSE(peer->authenticated);
}

}  // namespace
}  // namespace opora::auth
