#include "common/app/seal_keys.h"

#include "common/status_macros.h"

namespace opora::app {

absl::StatusOr<std::vector<audit::SealKey>> ReadSealKeys(const config::Config& config) {
  std::vector<std::string> files = config.List("audit-earlier-key-files");
  if (const std::string today = config.String("audit-key-file"); !today.empty()) {
    files.insert(files.begin(), today);
  }
  std::vector<audit::SealKey> keys;
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(audit::SealKey key, audit::SealKey::Read(file));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace opora::app
