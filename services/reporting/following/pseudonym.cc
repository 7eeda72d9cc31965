#include "services/reporting/following/pseudonym.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace opora::reporting {

std::string Pseudonyms::Of(std::string_view kind, std::string_view id) const {
  constexpr std::size_t kBytes = 16;
  const std::string text = absl::StrCat(std::string(kind), ":", std::string(id));
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash, &length);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), kBytes));
}

}  // namespace opora::reporting
