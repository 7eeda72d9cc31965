#include "common/feed/watch_stream.h"

#include "common/feed/position.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::feed {
namespace {

constexpr char kMethod[] = "opora.common.v1.FeedService.Watch";
constexpr int kRowsPerPage = 500;

absl::Status Unavailable(std::string_view reason, std::string_view message) {
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, reason, message);
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status, const std::string& service) {
  if (status.ok()) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(status.code()),
          rules::MessageOf(status, common::v1::LANGUAGE_UNSPECIFIED),
          rules::SerializeDetails(status, service + ".opora", common::v1::LANGUAGE_UNSPECIFIED)};
}

void LogWatch(const std::string& service, const rpc::Caller& caller, const StreamEnd& end) {
  telemetry::AccessLine line;
  line.service = service;
  line.method = kMethod;
  line.code = end.code;
  line.reason = end.reason;
  line.time = end.time;
  line.agency = caller.unit.agency_id;
  line.peer = end.peer;
  telemetry::Log(line);
}

void Bell::Ring() {
  absl::MutexLock lock(&mutex_);
  rung_ = true;
}

void Bell::WaitFor(absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&rung_), timeout);
  rung_ = false;
}

WatchTable::WatchTable(const WatchContext& context)
    : context_(context), session_(context.options.conninfo) {}

absl::Status WatchTable::Run(const std::function<absl::Status(db::Tx&)>& work) {
  absl::Status status = RunOnce(work);
  // A connection that died while it lay idle is no reason to end a stream.
  if (db::IsConnectionLost(status)) status = RunOnce(work);
  return status;
}

absl::Status WatchTable::RunOnce(const std::function<absl::Status(db::Tx&)>& work) {
  absl::Status status;
  try {
    if (session_.BackendPid() == 0) epoch_ = 0;
    const int epoch = context_.reader.state().epoch;
    pqxx::nontransaction transaction(session_.Connection());
    db::Tx tx(session_, transaction);
    if (epoch != epoch_) RETURN_IF_ERROR(CheckEpoch(tx, epoch));
    epoch_ = epoch;
    return work(tx);
  } catch (const std::exception&) {
    status = db::StatusFromCurrentException();
  }
  session_.Discard();
  return status;
}

WatchStream::WatchStream(const WatchContext& context, grpc::CallbackServerContext* call,
                         std::shared_ptr<rpc::StreamWriter> writer, rpc::Caller caller,
                         common::v1::WatchRequest request)
    : context_(context),
      writer_(std::move(writer)),
      caller_(std::move(caller)),
      request_(std::move(request)),
      begun_(absl::Now()),
      call_(call) {
  end_.peer = call->peer();
}

void WatchStream::Attach() {
  if (context_.metrics != nullptr) context_.metrics->Started();
  writer_->OnEnd([self = shared_from_this()] { self->Finished(); });
}

void WatchStream::Finished() {
  StreamEnd end;
  {
    absl::MutexLock lock(&mutex_);
    call_ = nullptr;
    end = end_;
  }
  end.time = absl::Now() - begun_;
  if (context_.metrics != nullptr) context_.metrics->Handled(end.code, end.time);
  LogWatch(context_.options.service, caller_, end);
  context_.bell->Ring();
}

bool WatchStream::finished() const {
  absl::MutexLock lock(&mutex_);
  return call_ == nullptr && !in_audit_.load();
}

void WatchStream::Abort() {
  absl::MutexLock lock(&mutex_);
  if (call_ != nullptr) call_->TryCancel();
}

WatchStream::Progress WatchStream::End(const absl::Status& status) {
  {
    absl::MutexLock lock(&mutex_);
    end_.code = status.code();
    end_.reason = rules::ReasonOf(status);
  }
  writer_->Close(ToGrpcStatus(status, context_.options.service));
  return Progress::kEnded;
}

WatchStream::Progress WatchStream::Drain() {
  if (writer_->closed()) return Progress::kEnded;
  if (in_audit_.load()) return Progress::kBlocked;
  if (started_) Send(Mark(seq_, time_));
  return End(Unavailable("DRAINING", "the service is stopping"));
}

WatchStream::Progress WatchStream::Advance(WatchTable& table, absl::Time now) {
  if (writer_->closed()) return Progress::kEnded;
  if (in_audit_.load()) return Progress::kIdle;
  if (now - begun_ > context_.options.longest_stream) {
    return End(
        Unavailable("STREAM_MAX_AGE", "the stream has lasted its time; go on from the position"));
  }
  if (!started_) {
    if (absl::Status status = Begin(table); !status.ok()) return End(status);
  }
  // Also while nothing happens: who is suspended is not kept on the line (XC-62).
  if (absl::Status status = CheckAgain(table, now); !status.ok()) return End(status);
  if (writer_->waiting() >= context_.options.queue_length) return Blocked(now);
  full_since_ = absl::InfiniteFuture();
  const Reader::State state = context_.reader.state();
  if (state.epoch != epoch_) {
    return End(Unavailable("FEED_EPOCH_CHANGED", "the database is another one; ask again"));
  }
  if (absl::Status status = Fill(table, state); !status.ok()) return End(status);
  if (!pending_.empty()) return SendNext(now);
  if (now >= checkpoint_due_) SendCheckpoint(now, std::max(time_, state.as_of));
  return Progress::kIdle;
}

absl::Status WatchStream::Begin(WatchTable& table) {
  const Reader::State state = context_.reader.state();
  if (state.epoch == 0) return Unavailable("FEED_NOT_READY", "the feed is being opened; ask again");
  RETURN_IF_ERROR(table.Run([&](db::Tx& tx) {
    ASSIGN_OR_RETURN(seq_, FirstSeq(tx, state));
    return absl::OkStatus();
  }));
  epoch_ = state.epoch;
  started_ = true;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> WatchStream::FirstSeq(db::Tx& tx, const Reader::State& state) const {
  if (request_.start_case() == common::v1::WatchRequest::kPosition) {
    ASSIGN_OR_RETURN(const Position position,
                     ParsePosition(context_.options.service, request_.position()));
    RETURN_IF_ERROR(CheckPosition(tx, state.epoch, position));
    return position.seq;
  }
  if (request_.start_at() == common::v1::START_AT_NOW) return state.seq;
  return BeforeOldest(tx, state.seq);
}

WatchStream::Progress WatchStream::Blocked(absl::Time now) {
  full_since_ = std::min(full_since_, now);
  if (now - full_since_ <= context_.options.slow_limit) return Progress::kBlocked;
  return End(rules::StatusWithReason(absl::StatusCode::kResourceExhausted, "WATCH_TOO_SLOW",
                                     "the messages are not taken; go on from the position"));
}

absl::Status WatchStream::CheckAgain(WatchTable& table, absl::Time now) {
  if (!context_.recheck || now < recheck_due_) return absl::OkStatus();
  recheck_due_ = now + context_.options.recheck_interval;
  return table.Run([&](db::Tx& tx) { return context_.recheck(tx, caller_); });
}

absl::Status WatchStream::Fill(WatchTable& table, const Reader::State& state) {
  if (!pending_.empty() || seq_ >= state.seq) return absl::OkStatus();
  std::optional<Page> page = context_.reader.Recent(seq_, kRowsPerPage);
  if (!page.has_value()) {
    RETURN_IF_ERROR(table.Run([&](db::Tx& tx) {
      page = ReadPage(tx, seq_, state.seq, kRowsPerPage);
      return absl::OkStatus();
    }));
  }
  pending_.assign(page->begin(), page->end());
  return absl::OkStatus();
}

WatchStream::Progress WatchStream::SendNext(absl::Time now) {
  if (!SeesAll(caller_)) return SendToAgency(now);
  // Messages of protobuf join by joining their bytes.
  std::string message;
  while (!pending_.empty() && message.size() < context_.options.message_bytes) {
    message += pending_.front()->events;
    seq_ = pending_.front()->seq;
    time_ = pending_.front()->time;
    pending_.pop_front();
  }
  checkpoint_due_ = now + context_.options.checkpoint_interval;
  return Send(message + Mark(seq_, time_)) ? Progress::kMoved : Progress::kEnded;
}

WatchStream::Progress WatchStream::SendToAgency(absl::Time now) {
  Events events;
  std::size_t scanned = 0;
  std::size_t bytes = 0;
  while (scanned < pending_.size() && bytes < context_.options.message_bytes) {
    bytes += pending_[scanned]->events.size();
    AppendVisible(caller_, *pending_[scanned++], events);
  }
  const int64_t seq = pending_[scanned - 1]->seq;
  const absl::Time time = pending_[scanned - 1]->time;
  if (!events.empty()) {
    if (!SendAudited(events, seq, time).ok()) return Progress::kBlocked;
    checkpoint_due_ = now + context_.options.checkpoint_interval;
  }
  seq_ = seq;
  time_ = time;
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(scanned));
  if (events.empty() && now >= checkpoint_due_) SendCheckpoint(now, time_);
  return Progress::kMoved;
}

// No audit, no answer: the message goes out once its entries are durable.
absl::Status WatchStream::SendAudited(const Events& events, int64_t seq, absl::Time time) {
  common::v1::WatchResponse response;
  *response.mutable_events() = events;
  in_audit_.store(true);
  const absl::Status queued = context_.audit.Submit(
      EntriesOf(caller_, context_.options.service, kMethod, events, absl::Now()),
      [self = shared_from_this(), bell = context_.bell,
       message = response.SerializeAsString() + Mark(seq, time)](const absl::Status& status) {
        if (status.ok()) {
          self->Send(message);
        } else {
          self->End(status);
        }
        self->in_audit_.store(false);
        bell->Ring();
      });
  if (!queued.ok()) in_audit_.store(false);
  return queued;
}

void WatchStream::SendCheckpoint(absl::Time now, absl::Time as_of) {
  checkpoint_due_ = now + context_.options.checkpoint_interval;
  Send(Mark(seq_, as_of));
}

std::string WatchStream::Mark(int64_t seq, absl::Time as_of) const {
  common::v1::WatchResponse response;
  response.set_position(FormatPosition(context_.options.service, {epoch_, seq}));
  *response.mutable_as_of() = rpc::ToTimestamp(as_of);
  return response.SerializeAsString();
}

bool WatchStream::Send(std::string message) {
  if (!writer_->Send(std::move(message))) return false;
  if (context_.metrics != nullptr) context_.metrics->MessageSent();
  return true;
}

}  // namespace opora::feed
