#include "common/feed/reader.h"

#include <algorithm>

#include "common/feed/position.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::feed {
namespace {

constexpr int kRowsPerPage = 500;
constexpr absl::Duration kLongestPause = absl::Seconds(5);

int64_t NewestUpTo(db::Tx& tx, int64_t seq) {
  const pqxx::result rows = tx.Run(
      "SELECT seq FROM outbox WHERE seq <= $1 ORDER BY seq DESC LIMIT 1", {std::to_string(seq)});
  return rows.empty() ? 0 : rows[0][0].as<int64_t>();
}

}  // namespace

Page ReadPage(db::Tx& tx, int64_t after, int64_t upto, int limit) {
  Page page;
  for (const auto& row :
       tx.Run("SELECT seq, (extract(epoch FROM create_time) * 1000000)::bigint, events FROM outbox "
              "WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3",
              {std::to_string(after), std::to_string(upto), std::to_string(limit)})) {
    page.push_back(std::make_shared<Transaction>(
        Transaction{row[0].as<int64_t>(), absl::FromUnixMicros(row[1].as<int64_t>()),
                    db::ParseBytea(row[2].c_str())}));
  }
  return page;
}

Reader::Reader(Options options)
    : options_(std::move(options)),
      fence_(options_.fence != nullptr ? options_.fence
                                       : std::make_shared<db::Fence>("outbox_seq_seq")),
      session_(options_.conninfo) {}

Reader::~Reader() { Stop(); }

void Reader::Subscribe(Subscriber subscriber) { subscribers_.push_back(std::move(subscriber)); }

void Reader::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Reader::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Reader::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

Reader::State Reader::state() const {
  absl::MutexLock lock(&mutex_);
  return state_;
}

bool Reader::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

std::optional<Page> Reader::Recent(int64_t after, std::size_t limit) const {
  absl::MutexLock lock(&mutex_);
  if (after < kept_after_) return std::nullopt;
  const auto first =
      std::upper_bound(kept_.begin(), kept_.end(), after,
                       [](int64_t seq, const auto& transaction) { return seq < transaction->seq; });
  const auto count = std::min<std::size_t>(limit, static_cast<std::size_t>(kept_.end() - first));
  return Page(first, first + static_cast<std::ptrdiff_t>(count));
}

void Reader::Run() {
  absl::Duration pause = options_.poll_interval;
  while (!stopping()) {
    const absl::Status status = Step();
    if (status.ok()) {
      pause = options_.poll_interval;
    } else if (!stopping()) {
      telemetry::Log(telemetry::Level::kError, "the feed cannot be read",
                     {{"error", status.message()}});
      pause = std::min(pause * 2, kLongestPause);
    }
    absl::MutexLock lock(&mutex_);
    const auto called = [this]()
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return woken_ || stopping_; };
    mutex_.AwaitWithTimeout(absl::Condition(&called), pause);
    woken_ = false;
  }
}

absl::Status Reader::Step() {
  absl::Status status;
  try {
    // A new connection may lead to another database: after a restore, or to a promoted standby.
    if (session_.BackendPid() == 0) status = Attach();
    if (status.ok()) {
      pqxx::nontransaction transaction(session_.Connection());
      db::Tx tx(session_, transaction);
      Follow(tx);
      return absl::OkStatus();
    }
  } catch (const std::exception&) {
    status = db::StatusFromCurrentException();
  }
  session_.Discard();
  return status;
}

absl::Status Reader::Attach() {
  int epoch = 0;
  {
    pqxx::work work(session_.Connection());
    db::Tx tx(session_, work);
    ASSIGN_OR_RETURN(epoch, EnsureEpoch(tx));
    work.commit();
  }
  if (epoch == state().epoch) return absl::OkStatus();
  pqxx::nontransaction transaction(session_.Connection());
  db::Tx tx(session_, transaction);
  const db::Fence::Head head = fence_->ReadHead(tx);
  if (!fence_->Await(tx, [this] { return stopping(); })) return absl::CancelledError("stopping");
  read_upto_ = head.seq;
  Reset(epoch, NewestUpTo(tx, head.seq), head.as_of);
  return absl::OkStatus();
}

void Reader::Follow(db::Tx& tx) {
  const db::Fence::Head head = fence_->ReadHead(tx);
  if (head.seq > read_upto_ && !fence_->Await(tx, [this] { return stopping(); })) return;
  while (read_upto_ < head.seq) {
    const Page page = ReadPage(tx, read_upto_, head.seq, kRowsPerPage);
    read_upto_ = page.size() < kRowsPerPage ? head.seq : page.back()->seq;
    if (page.empty()) break;
    Publish(page);
    Tell(page);
  }
  absl::MutexLock lock(&mutex_);
  state_.as_of = head.as_of;
}

void Reader::Publish(const Page& page) {
  absl::MutexLock lock(&mutex_);
  state_.seq = page.back()->seq;
  for (const auto& transaction : page) {
    kept_.push_back(transaction);
    kept_bytes_ += transaction->events.size();
  }
  while (kept_.size() > options_.kept_transactions || kept_bytes_ > options_.kept_bytes) {
    kept_after_ = kept_.front()->seq;
    kept_bytes_ -= kept_.front()->events.size();
    kept_.pop_front();
  }
}

void Reader::Reset(int epoch, int64_t seq, absl::Time as_of) {
  {
    absl::MutexLock lock(&mutex_);
    state_ = {epoch, seq, as_of};
    kept_.clear();
    kept_bytes_ = 0;
    kept_after_ = seq;
  }
  Tell({});
}

void Reader::Tell(const Page& page) {
  const State now = state();
  for (const Subscriber& subscriber : subscribers_) subscriber(now, page);
}

}  // namespace opora::feed
