#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/token.h"

namespace opora::auth {

using Digest = std::array<unsigned char, 32>;

Digest Sha256(std::string_view text);

struct Verified {
  Identity identity;
  absl::Time at;
};

// Tokens that were found good with the present keys.
class TokenCache {
 public:
  std::shared_ptr<const Verified> Find(const Digest& token) const;

  // To be asked before the keys are: what was found good with older keys is then not inserted.
  uint64_t generation() const;

  void Insert(const Digest& token, Verified verified, uint64_t generation);

  void Drop();

 private:
  mutable absl::Mutex mutex_;
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<Digest, std::shared_ptr<const Verified>> tokens_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opora::auth
