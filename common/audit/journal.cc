#include "common/audit/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/rules/rule.h"

namespace opora::audit {
namespace {

constexpr char kTimeFormat[] = "%Y-%m-%dT%H:%M:%E6SZ";
constexpr char kEnd[] = ".";  // Last field of a complete line.

std::string Line(const JournalEntry& entry) {
  return absl::StrCat(absl::FormatTime(kTimeFormat, entry.time, absl::UTCTimeZone()), " ",
                      entry.kind, " ", entry.client_id.empty() ? "-" : entry.client_id, " ",
                      entry.record_id, " ", kEnd, "\n");
}

bool ParseLine(const std::string& line, JournalEntry& entry) {
  const std::vector<std::string> parts = absl::StrSplit(line, ' ');
  std::string error;
  if (parts.size() != 5 || parts[4] != kEnd ||
      !absl::ParseTime(kTimeFormat, parts[0], &entry.time, &error)) {
    return false;
  }
  entry.kind = parts[1];
  entry.client_id = parts[2] == "-" ? "" : parts[2];
  entry.record_id = parts[3];
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(std::string path) {
  std::unique_ptr<Journal> journal(new Journal(std::move(path)));
  if (journal->path_.empty()) return journal;
  const int fd = open(journal->path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the journal cannot be opened: ", journal->path_));
  }
  // A line torn by a crash is closed, so that the next one stands alone.
  std::ifstream file(journal->path_, std::ios::ate);
  if (file.tellg() > 0) {
    file.seekg(-1, std::ios::end);
    if (file.get() != '\n' && write(fd, "\n", 1) != 1) {
      close(fd);
      return absl::FailedPreconditionError("the journal cannot be written");
    }
  }
  absl::MutexLock lock(&journal->mutex_);
  journal->fd_ = fd;
  return journal;
}

Journal::~Journal() {
  if (fd_ >= 0) close(fd_);
}

absl::Status Journal::Append(const std::vector<JournalEntry>& entries) {
  std::string lines;
  for (const JournalEntry& entry : entries) lines += Line(entry);
  absl::MutexLock lock(&mutex_);
  if (fd_ >= 0 && write(fd_, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()) &&
      fdatasync(fd_) == 0) {
    return absl::OkStatus();
  }
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, "JOURNAL_UNAVAILABLE",
                                 "the journal of withdrawals cannot be written");
}

absl::StatusOr<std::vector<JournalEntry>> Journal::ReadAll() const {
  std::vector<JournalEntry> entries;
  std::ifstream file(path_);
  std::string line;
  while (std::getline(file, line)) {
    JournalEntry entry;
    if (ParseLine(line, entry)) {
      entries.push_back(std::move(entry));
    } else if (absl::EndsWith(line, absl::StrCat(" ", kEnd))) {
      return absl::DataLossError("the journal has a line that cannot be read");
    }
  }
  return entries;
}

}  // namespace opora::audit
