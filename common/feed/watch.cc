#include "common/feed/watch.h"

#include <algorithm>

#include "common/rpc/idempotency.h"
#include "common/rules/rule.h"

namespace opora::feed {
namespace {

constexpr absl::Duration kIdle = absl::Milliseconds(100);   // Between looks at the clock.
constexpr absl::Duration kBlocked = absl::Milliseconds(5);  // Between looks at full queues.
constexpr absl::Duration kTelling = absl::Seconds(1);

}  // namespace

Watchers::Watchers(WatchContext context) : context_(std::move(context)) {}

Watchers::~Watchers() { Stop(); }

void Watchers::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Watchers::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    draining_ = stopping_ = true;
  }
  context_.bell->Ring();
  if (thread_.joinable()) thread_.join();
}

void Watchers::EndAll() {
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  context_.bell->Ring();
  const auto ended = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return streams_.empty(); };
  mutex_.AwaitWithTimeout(absl::Condition(&ended), kTelling);
}

int Watchers::count() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int>(streams_.size());
}

absl::Status Watchers::Open(grpc::CallbackServerContext* call,
                            std::shared_ptr<rpc::StreamWriter> writer, rpc::Caller caller,
                            common::v1::WatchRequest request) {
  const std::string key = rpc::CallerKey(caller);
  auto stream = std::make_shared<WatchStream>(context_, call, std::move(writer), std::move(caller),
                                              std::move(request));
  {
    absl::MutexLock lock(&mutex_);
    if (draining_) {
      return rules::StatusWithReason(absl::StatusCode::kUnavailable, "DRAINING",
                                     "the service is stopping");
    }
    const auto of_caller = std::count_if(streams_.begin(), streams_.end(), [&](const auto& open) {
      return rpc::CallerKey(open->caller()) == key;
    });
    if (streams_.size() >= static_cast<std::size_t>(context_.options.streams) ||
        of_caller >= context_.options.streams_per_caller) {
      return rules::StatusWithReason(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
                                     "too many streams are open");
    }
    stream->Attach();
    streams_.push_back(std::move(stream));
  }
  context_.bell->Ring();
  return absl::OkStatus();
}

void Watchers::Run() {
  WatchTable table(context_);
  absl::Duration pause = kIdle;
  for (;;) {
    context_.bell->WaitFor(pause);
    pause = Round(table);
    absl::MutexLock lock(&mutex_);
    // Streams that the server has not finished yet are its own to cancel.
    if (stopping_ && streams_.empty()) return;
  }
}

absl::Duration Watchers::Round(WatchTable& table) {
  std::vector<std::shared_ptr<WatchStream>> streams;
  bool draining = false;
  {
    absl::MutexLock lock(&mutex_);
    streams = streams_;
    draining = draining_;
  }
  const absl::Time now = absl::Now();
  absl::Duration pause = streams.empty() && ending_.empty() ? absl::InfiniteDuration() : kIdle;
  for (const auto& stream : streams) {
    switch (draining ? stream->Drain() : stream->Advance(table, now)) {
      case WatchStream::Progress::kIdle:
        break;
      case WatchStream::Progress::kBlocked:
        pause = std::min(pause, kBlocked);
        break;
      case WatchStream::Progress::kMoved:
        pause = absl::ZeroDuration();
        break;
      case WatchStream::Progress::kEnded:
        Retire(stream, now);
        break;
    }
  }
  CutOff(now);
  return pause;
}

void Watchers::Retire(const std::shared_ptr<WatchStream>& stream, absl::Time now) {
  ending_.push_back({stream, now + context_.options.slow_limit});
  absl::MutexLock lock(&mutex_);
  std::erase(streams_, stream);
}

void Watchers::CutOff(absl::Time now) {
  std::erase_if(ending_, [&](Ending& ending) {
    if (ending.stream->finished()) return true;
    if (now >= ending.cut_off) {
      ending.stream->Abort();
      ending.cut_off = absl::InfiniteFuture();
    }
    return false;
  });
}

}  // namespace opora::feed
