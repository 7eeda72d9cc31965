#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/key_set.h"

// Where keys come from.
namespace opora::auth {

// The keys of one issuer. Keeps the last good set while a newer one cannot be had.
class KeySource {
 public:
  explicit KeySource(std::function<void()> on_change) : on_change_(std::move(on_change)) {}
  virtual ~KeySource() = default;
  KeySource(const KeySource&) = delete;
  KeySource& operator=(const KeySource&) = delete;

  // Null until there is a good set.
  std::shared_ptr<const KeySet> keys() const {
    absl::ReaderMutexLock lock(&mutex_);
    return keys_;
  }

  absl::Status problem() const {
    absl::ReaderMutexLock lock(&mutex_);
    return problem_;
  }

  // Comes before every verification, so it must be cheap.
  virtual void Poll(absl::Time now) = 0;

  // For a token whose key is not in the set.
  virtual void Seek(absl::Time now) = 0;

 protected:
  // Never by two threads at once.
  void Publish(absl::StatusOr<std::string> document);

 private:
  void SetProblem(const absl::Status& status);

  const std::function<void()> on_change_;
  std::string document_;  // that keys_ was made from
  mutable absl::Mutex mutex_;
  std::shared_ptr<const KeySet> keys_ ABSL_GUARDED_BY(mutex_);
  absl::Status problem_ ABSL_GUARDED_BY(mutex_) = absl::UnavailableError("not fetched yet");
};

// INVALID_ARGUMENT: a URL that is neither https:// nor http:// to this very machine, or that holds
//   a password.
absl::Status CheckKeysUrl(const std::string& url);

// The keys of a file, read again when it changes, or of a URL, fetched by a thread of its own.
// `on_change` is called for each new set.
std::unique_ptr<KeySource> FileKeys(const std::string& path, std::function<void()> on_change);
std::unique_ptr<KeySource> UrlKeys(const std::string& url, std::function<void()> on_change);

}  // namespace opora::auth
