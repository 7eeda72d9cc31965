#include "common/auth/token_cache.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <utility>

namespace opora::auth {
namespace {

constexpr size_t kMaxCachedTokens = 8192;

}  // namespace

Digest Sha256(std::string_view text) {
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Digest digest = {};
  unsigned int size = 0;
  // Without it every token would share one place in the cache.
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, kSha256, nullptr) != 1) abort();
  return digest;
}

std::shared_ptr<const Verified> TokenCache::Find(const Digest& token) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = tokens_.find(token);
  return found == tokens_.end() ? nullptr : found->second;
}

uint64_t TokenCache::generation() const {
  absl::ReaderMutexLock lock(&mutex_);
  return generation_;
}

void TokenCache::Insert(const Digest& token, Verified verified, uint64_t generation) {
  auto entry = std::make_shared<const Verified>(std::move(verified));
  absl::MutexLock lock(&mutex_);
  if (generation != generation_) return;
  // Only good tokens get here, so no stranger can make it overflow.
  if (tokens_.size() >= kMaxCachedTokens) tokens_.clear();
  tokens_[token] = std::move(entry);
}

void TokenCache::Drop() {
  absl::MutexLock lock(&mutex_);
  ++generation_;
  tokens_.clear();
}

}  // namespace opora::auth
