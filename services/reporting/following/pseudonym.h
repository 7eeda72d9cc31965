#pragma once

#include <string>
#include <string_view>

namespace opora::reporting {

// Names under which reporting keeps what is about a person: hashes under a key that only this
// service has, so that nobody who sees them, or the database, can tell or try out whose they are
// (XC-54).
class Pseudonyms {
 public:
  // `key` is a secret of at least 16 bytes.
  explicit Pseudonyms(std::string key) : key_(std::move(key)) {}

  // 32 hexadecimal digits; ids of different kinds never meet.
  std::string Of(std::string_view kind, std::string_view id) const;

  std::string Client(std::string_view client_id) const { return Of("client", client_id); }

  // Tells one key from another, and nothing of it.
  std::string KeyFingerprint() const { return Of("key", ""); }

 private:
  std::string key_;
};

}  // namespace opora::reporting
