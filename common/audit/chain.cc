#include "common/audit/chain.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <cstdio>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace opora::audit {
namespace {

constexpr std::size_t kPublicKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Sha256(std::string_view bytes) {
  std::string hash(kHashBytes, '\0');
  SHA256(Bytes(bytes), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

void AppendBigEndian(uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift & 0xff);
  }
}

void AppendColumn(const pqxx::field& field, bool binary, std::string& out) {
  out += field.is_null() ? '\0' : '\1';
  if (field.is_null()) return;
  const std::string text = binary ? db::ParseBytea(field.c_str()) : field.as<std::string>();
  AppendBigEndian(text.size(), 8, out);
  out += text;
}

// Forms that no setting of the session changes.
constexpr char kEntries[] =
    "SELECT seq, entry, entry_id::text, xid::text, extract(epoch FROM occurred_at)::text, "
    "client_id::text, worker_id::text, agency_id::text, recipient_agency_id::text, "
    "is_machine::text, "
    "peer_certificate FROM audit_entries WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3";

Leaf LeafOf(const pqxx::row& row) {
  Leaf leaf{row[0].as<int64_t>(), {}};
  std::string bytes(1, '\0');
  AppendBigEndian(static_cast<uint64_t>(leaf.seq), 8, bytes);
  for (pqxx::row::size_type i = 1; i < row.size(); ++i) AppendColumn(row[i], i == 1, bytes);
  leaf.hash = Sha256(bytes);
  return leaf;
}

std::string IdOf(EVP_PKEY* key) {
  std::string raw(kPublicKeyBytes, '\0');
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size) != 1) {
    return "";
  }
  return absl::BytesToHexString(Sha256(raw)).substr(0, 16);
}

std::shared_ptr<EVP_MD_CTX> NewContext() { return {EVP_MD_CTX_new(), EVP_MD_CTX_free}; }

}  // namespace

std::string FirstRoot() { return std::string(kHashBytes, '\0'); }

std::string RootOf(std::string_view prev_root, const std::vector<Leaf>& leaves) {
  std::string bytes(prev_root);
  bytes.reserve(bytes.size() + leaves.size() * kHashBytes);
  for (const Leaf& leaf : leaves) bytes += leaf.hash;
  return Sha256(bytes);
}

std::string PrefixesOf(const std::vector<Leaf>& leaves) {
  std::string prefixes;
  prefixes.reserve(leaves.size() * kPrefixBytes);
  for (const Leaf& leaf : leaves) prefixes.append(leaf.hash, 0, kPrefixBytes);
  return prefixes;
}

std::string SignedText(const Seal& seal) {
  std::string text = "opora audit seal 1\n";
  AppendBigEndian(static_cast<uint64_t>(seal.first_seq), 8, text);
  AppendBigEndian(static_cast<uint64_t>(seal.last_seq), 8, text);
  AppendBigEndian(static_cast<uint64_t>(seal.entry_count), 8, text);
  return text + seal.prev_root + seal.root;
}

std::vector<Leaf> ReadLeaves(db::Tx& tx, int64_t after, int64_t upto, int limit) {
  std::vector<Leaf> leaves;
  for (const auto& row :
       tx.Run(kEntries, {std::to_string(after), std::to_string(upto), std::to_string(limit)})) {
    leaves.push_back(LeafOf(row));
  }
  return leaves;
}

std::vector<Seal> ReadSeals(db::Tx& tx, int64_t after, int limit) {
  std::vector<Seal> seals;
  for (const auto& row :
       tx.Run("SELECT first_seq, last_seq, entry_count, prev_root, root, leaves, key_id, signature "
              "FROM audit_seals WHERE last_seq > $1 ORDER BY last_seq LIMIT $2",
              {std::to_string(after), std::to_string(limit)})) {
    seals.push_back({row[0].as<int64_t>(), row[1].as<int64_t>(), row[2].as<int>(),
                     db::ParseBytea(row[3].c_str()), db::ParseBytea(row[4].c_str()),
                     db::ParseBytea(row[5].c_str()), row[6].as<std::string>(),
                     db::ParseBytea(row[7].c_str())});
  }
  return seals;
}

absl::StatusOr<SealKey> SealKey::Read(const std::string& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "re"),
                                                               std::fclose);
  if (stream == nullptr) return absl::FailedPreconditionError(absl::StrCat("cannot read ", file));
  EVP_PKEY* key = PEM_read_PrivateKey(stream.get(), nullptr, nullptr, nullptr);
  const bool has_private = key != nullptr;
  if (!has_private) {
    std::rewind(stream.get());
    key = PEM_read_PUBKEY(stream.get(), nullptr, nullptr, nullptr);
  }
  const std::shared_ptr<EVP_PKEY> owned(key, EVP_PKEY_free);
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) {
    return absl::FailedPreconditionError(absl::StrCat(file, " holds no Ed25519 key in PEM"));
  }
  return SealKey(owned, has_private, IdOf(key));
}

absl::StatusOr<std::string> SealKey::Sign(std::string_view text) const {
  const auto context = NewContext();
  auto* key = static_cast<EVP_PKEY*>(key_.get());
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  if (!private_ || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(text), text.size()) != 1) {
    return absl::InternalError("the seal cannot be signed");
  }
  return signature;
}

bool SealKey::Verify(std::string_view text, std::string_view signature) const {
  const auto context = NewContext();
  auto* key = static_cast<EVP_PKEY*>(key_.get());
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(text),
                          text.size()) == 1;
}

}  // namespace opora::audit
