#include <sys/stat.h>

#include <cstdint>
#include <fstream>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/auth/key_source.h"
#include "common/auth/throttle.h"

namespace opora::auth {
namespace {

constexpr absl::Duration kFileCheckPeriod = absl::Seconds(1);

class KeysOfFile final : public KeySource {
 public:
  KeysOfFile(std::string path, std::function<void()> on_change)
      : KeySource(std::move(on_change)), path_(std::move(path)) {
    Reread();
  }

  void Poll(absl::Time now) override {
    if (throttle_.Pass(now)) Reread();
  }

  void Seek(absl::Time) override { Reread(); }

 private:
  struct Stamp {
    dev_t device;
    ino_t inode;
    off_t size;
    int64_t mtime_s, mtime_ns;
    bool operator==(const Stamp&) const = default;
  };

  void Reread() {
    absl::MutexLock lock(&mutex_);
    struct stat info = {};
    if (stat(path_.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
      return Publish(absl::NotFoundError(absl::StrCat("no file ", path_)));
    }
    const Stamp stamp = {info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec,
                         info.st_mtim.tv_nsec};
    if (stamp == read_) return;
    // Times of files have a granularity of some milliseconds: a second write may leave the same
    // stamp, so only one that has settled is remembered.
    const bool settled = absl::Now() - absl::TimeFromTimespec(info.st_mtim) > absl::Seconds(1);
    absl::StatusOr<std::string> document = Read();
    read_ = settled && document.ok() ? std::optional(stamp) : std::nullopt;
    Publish(std::move(document));
  }

  absl::StatusOr<std::string> Read() const {
    std::string document(kMaxKeySetBytes + 1, '\0');
    std::ifstream file(path_, std::ios::binary);
    if (!file) return absl::UnavailableError(absl::StrCat("cannot read ", path_));
    file.read(document.data(), static_cast<std::streamsize>(document.size()));
    if (file.bad()) return absl::UnavailableError(absl::StrCat("cannot read ", path_));
    document.resize(static_cast<size_t>(file.gcount()));
    return document;
  }

  const std::string path_;
  Throttle throttle_{kFileCheckPeriod};
  absl::Mutex mutex_;
  std::optional<Stamp> read_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<KeySource> FileKeys(const std::string& path, std::function<void()> on_change) {
  return std::make_unique<KeysOfFile>(path, std::move(on_change));
}

}  // namespace opora::auth
