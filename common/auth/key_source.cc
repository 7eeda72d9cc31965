#include "common/auth/key_source.h"

#include <utility>

namespace opora::auth {

void KeySource::Publish(absl::StatusOr<std::string> document) {
  if (!document.ok() || *document == document_) return SetProblem(document.status());
  absl::StatusOr<std::shared_ptr<const KeySet>> keys = ParseKeySet(*document);
  if (!keys.ok()) return SetProblem(keys.status());
  document_ = *std::move(document);
  {
    absl::MutexLock lock(&mutex_);
    keys_ = *std::move(keys);
    problem_ = absl::OkStatus();
  }
  on_change_();
}

void KeySource::SetProblem(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  problem_ = status;
}

}  // namespace opora::auth
