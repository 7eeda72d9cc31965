#include "common/auth/peer.h"

#include <grpc/grpc_security_constants.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace opora::auth {
namespace {

constexpr size_t kMaxCachedCertificates = 1024;
constexpr std::string_view kTrustDomain = "spiffe://opora/";

struct Releaser {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};

std::string Fingerprint(absl::string_view pem) {
  // Errors left in OpenSSL's queue would be taken for its own by gRPC's next TLS operation here.
  ERR_set_mark();
  std::array<unsigned char, 32> digest = {};
  unsigned int size = 0;
  const std::unique_ptr<BIO, Releaser> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<X509, Releaser> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  const bool done = certificate != nullptr &&
                    X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) == 1;
  ERR_pop_to_mark();
  if (!done) return "";
  return absl::WebSafeBase64Escape({reinterpret_cast<const char*>(digest.data()), size});
}

// Fingerprints by PEM: every call on a connection asks for the same one.
class FingerprintCache {
 public:
  std::string Get(absl::string_view pem) {
    {
      absl::ReaderMutexLock lock(&mutex_);
      const auto found = fingerprints_.find(pem);
      if (found != fingerprints_.end()) return found->second;
    }
    std::string fingerprint = Fingerprint(pem);
    absl::MutexLock lock(&mutex_);
    if (fingerprints_.size() >= kMaxCachedCertificates) fingerprints_.clear();
    fingerprints_.emplace(pem, fingerprint);
    return fingerprint;
  }

 private:
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::string> fingerprints_ ABSL_GUARDED_BY(mutex_);
};

absl::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// What follows the trust domain in the peer's only URI there; empty without or with several.
std::string_view Role(const Peer& peer) {
  std::string_view role;
  for (const std::string_view uri : peer.uris) {
    if (!uri.starts_with(kTrustDomain)) continue;
    if (!role.empty()) return "";
    role = uri.substr(kTrustDomain.size());
    if (role.empty()) return "";
  }
  return role;
}

std::optional<std::string> RoleBelow(const Peer& peer, std::string_view path) {
  const std::string_view role = Role(peer);
  if (!role.starts_with(path)) return std::nullopt;
  return std::string(role.substr(path.size()));
}

bool IsServiceName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
}

bool IsUuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
    return form == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

}  // namespace

Peer PeerOf(const grpc::AuthContext& context) {
  static FingerprintCache& cache = *new FingerprintCache;
  Peer peer;
  // Only certificates count: other credentials of gRPC authenticate in their own ways.
  const auto pems = context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (!context.IsPeerAuthenticated() || pems.size() != 1) return peer;
  peer.authenticated = true;
  peer.certificate_sha256 = cache.Get(View(pems.front()));
  const auto names = context.FindPropertyValues(GRPC_X509_CN_PROPERTY_NAME);
  if (!names.empty()) peer.common_name = std::string(View(names.front()));
  // Not the property of all alternative names: it does not tell a URI from a DNS name like one.
  for (const grpc::string_ref& uri : context.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME)) {
    peer.uris.emplace_back(View(uri));
  }
  return peer;
}

std::optional<std::string> ServiceName(const Peer& peer) {
  std::optional<std::string> name = RoleBelow(peer, "service/");
  return name && IsServiceName(*name) ? name : std::nullopt;
}

std::optional<std::string> AgencyId(const Peer& peer) {
  std::optional<std::string> id = RoleBelow(peer, "agency/");
  return id && IsUuid(*id) ? id : std::nullopt;
}

bool IsEdge(const Peer& peer) { return Role(peer) == "edge"; }

}  // namespace opora::auth
