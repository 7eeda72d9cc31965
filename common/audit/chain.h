#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/session.h"

// What seals of the audit log are made of; shared by those who make and those who verify them.
namespace opora::audit {

// Hash of one entry: SHA-256 over 0x00, seq (8 bytes, big endian) and every column of the row, each
// with its length, so that no two different rows give the same bytes.
struct Leaf {
  int64_t seq = 0;
  std::string hash;  // 32 bytes.
};

// A row of audit_seals. Covers every entry with first_seq <= seq <= last_seq.
struct Seal {
  int64_t first_seq = 0;
  int64_t last_seq = 0;
  int entry_count = 0;
  std::string prev_root;
  std::string root;
  std::string leaves;  // First kPrefixBytes of each leaf, in order of seq.
  std::string key_id;
  std::string signature;
};

inline constexpr std::size_t kHashBytes = 32;
inline constexpr std::size_t kPrefixBytes = 8;

// prev_root of the first seal.
std::string FirstRoot();
// SHA-256 over the previous root and the leaves.
std::string RootOf(std::string_view prev_root, const std::vector<Leaf>& leaves);
// The `leaves` column.
std::string PrefixesOf(const std::vector<Leaf>& leaves);
// What is signed: the range, the number of entries and both roots.
std::string SignedText(const Seal& seal);

// Leaves of at most `limit` entries with after < seq <= upto, in order of seq.
std::vector<Leaf> ReadLeaves(db::Tx& tx, int64_t after, int64_t upto, int limit);
// At most `limit` seals with last_seq > after, in order.
std::vector<Seal> ReadSeals(db::Tx& tx, int64_t after, int limit);

// An Ed25519 key of seals.
class SealKey {
 public:
  // Reads a PEM file with a private or a public key.
  // FAILED_PRECONDITION: the file cannot be read or holds no Ed25519 key.
  static absl::StatusOr<SealKey> Read(const std::string& file);

  // Beginning of the SHA-256 of the public key, in hexadecimal.
  const std::string& id() const { return id_; }
  bool can_sign() const { return private_; }

  // INTERNAL: there is no private key.
  absl::StatusOr<std::string> Sign(std::string_view text) const;
  bool Verify(std::string_view text, std::string_view signature) const;

 private:
  SealKey(std::shared_ptr<void> key, bool has_private, std::string id)
      : key_(std::move(key)), private_(has_private), id_(std::move(id)) {}

  std::shared_ptr<void> key_;  // EVP_PKEY
  bool private_;
  std::string id_;
};

}  // namespace opora::audit
