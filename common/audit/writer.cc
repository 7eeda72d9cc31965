#include "common/audit/writer.h"

#include "common/audit/log.h"
#include "common/rules/rule.h"

namespace opora::audit {
namespace {

// Below this many waiting calls the writer never waits for company: a fixed timer was measured to
// hurt.
constexpr std::size_t kWorthWaiting = 32;
constexpr absl::Duration kWaitForCompany = absl::Milliseconds(1);
// A database that works says after five seconds that it could not (statement_timeout).
constexpr absl::Duration kWriteWithin = absl::Seconds(6);

}  // namespace

Writer::Writer(std::string conninfo, std::size_t queue_limit)
    : session_(std::move(conninfo)), queue_limit_(queue_limit), thread_([this] { Run(); }) {}

Writer::~Writer() { Stop(); }

absl::Status Writer::Submit(std::vector<common::v1::AuditEntry> entries, Done done) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || queue_.size() >= queue_limit_) {
    return rules::StatusWithReason(absl::StatusCode::kResourceExhausted, "AUDIT_OVERLOADED",
                                   "too many calls wait for the audit log");
  }
  queue_.push_back({std::move(entries), std::move(done)});
  return absl::OkStatus();
}

void Writer::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

std::size_t Writer::queue_length() const {
  absl::MutexLock lock(&mutex_);
  return queue_.size();
}

std::vector<Writer::Item> Writer::TakeAll() {
  absl::MutexLock lock(&mutex_);
  const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !queue_.empty() || stopping_;
  };
  mutex_.Await(absl::Condition(&ready));
  if (queue_.size() > kWorthWaiting && !stopping_) {
    const std::size_t seen = queue_.size();
    const auto more = [this, seen]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return queue_.size() >= 2 * seen || stopping_;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&more), kWaitForCompany);
  }
  return std::exchange(queue_, {});
}

absl::Status Writer::Write(const std::vector<Item>& items) {
  EntryRows rows;
  for (const Item& item : items) {
    for (const auto& entry : item.entries) rows.Add(entry);
  }
  if (rows.empty()) return absl::OkStatus();
  absl::Status status;
  // Entries are unique by nothing: after a lost connection a second attempt may write them twice,
  // which over-reports. That is the safe error.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const db::Session::Until until(session_, absl::Now() + kWriteWithin);
    try {
      pqxx::nontransaction transaction(session_.Connection());
      db::Tx tx(session_, transaction);
      tx.Run(kInsertEntries, rows.ToParams());
      return absl::OkStatus();
    } catch (const std::exception&) {
      status = db::StatusFromCurrentException();
      session_.Discard();
      if (!db::IsConnectionLost(status)) break;
    }
  }
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, "AUDIT_UNAVAILABLE",
                                 "the audit log cannot be written");
}

void Writer::Run() {
  for (;;) {
    const std::vector<Item> items = TakeAll();
    if (items.empty()) return;
    const absl::Status status = Write(items);
    for (const Item& item : items) item.done(status);
  }
}

}  // namespace opora::audit
