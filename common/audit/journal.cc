#include "common/audit/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/ids/ids.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"

namespace opora::audit {
namespace {

constexpr char kTimeFormat[] = "%Y-%m-%dT%H:%M:%E6SZ";
constexpr char kEnd[] = ".";  // Last field of a complete line.
constexpr char kHeader[] = "journal";

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

// The id in the first header, empty when there is none.
std::string ReadId(const std::string& path) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> parts = absl::StrSplit(line, ' ');
    if (parts.size() == 3 && parts[0] == kHeader && parts[2] == kEnd) return parts[1];
  }
  return "";
}

bool EndsWithLine(const std::string& path) {
  std::ifstream file(path, std::ios::ate);
  if (file.tellg() <= 0) return true;
  file.seekg(-1, std::ios::end);
  return file.get() == '\n';
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(std::string path) {
  std::unique_ptr<Journal> journal(new Journal(std::move(path)));
  const absl::MutexLock lock(&journal->mutex_);
  if (journal->path_.empty() || access(journal->path_.c_str(), F_OK) != 0) return journal;
  RETURN_IF_ERROR(journal->OpenFile(0));
  return journal;
}

absl::Status Journal::OpenFile(int flags) {
  fd_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0600);
  if (fd_ < 0) {
    return absl::FailedPreconditionError(absl::StrCat("the journal cannot be opened: ", path_));
  }
  id_ = ReadId(path_);
  // A line torn by a crash is closed, so that the next one stands alone.
  return EndsWithLine(path_) ? absl::OkStatus() : Write("\n");
}

absl::Status Journal::Begin() {
  if (path_.empty()) return absl::FailedPreconditionError("there is no journal-file");
  const absl::MutexLock lock(&mutex_);
  if (fd_ < 0) RETURN_IF_ERROR(OpenFile(O_CREAT));
  if (!id_.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(Write(absl::StrCat(kHeader, " ", ids::RandomId(), " ", kEnd, "\n")));
  // Of two processes that begin it at once the first line counts for both.
  id_ = ReadId(path_);
  return id_.empty() ? absl::FailedPreconditionError("the journal cannot be read")
                     : absl::OkStatus();
}

std::string Journal::id() const {
  const absl::MutexLock lock(&mutex_);
  return id_;
}

Journal::~Journal() {
  if (fd_ >= 0) close(fd_);
}

absl::Status Journal::Write(const std::string& text) {
  if (fd_ >= 0 && write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      fdatasync(fd_) == 0) {
    return absl::OkStatus();
  }
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, "JOURNAL_UNAVAILABLE",
                                 "the journal of withdrawals cannot be written");
}

absl::Status Journal::Append(const std::vector<JournalEntry>& entries) {
  std::string lines;
  for (const JournalEntry& entry : entries) lines += Line(entry);
  const absl::MutexLock lock(&mutex_);
  return Write(lines);
}

absl::StatusOr<std::vector<JournalEntry>> Journal::ReadAll() const {
  std::vector<JournalEntry> entries;
  std::ifstream file(path_);
  std::string line;
  while (std::getline(file, line)) {
    JournalEntry entry;
    if (ParseLine(line, entry)) {
      entries.push_back(std::move(entry));
    } else if (!absl::StartsWith(line, absl::StrCat(kHeader, " ")) &&
               absl::EndsWith(line, absl::StrCat(" ", kEnd))) {
      return absl::DataLossError("the journal has a line that cannot be read");
    }
  }
  return entries;
}

}  // namespace opora::audit
