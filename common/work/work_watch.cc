#include "common/work/work_watch.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/feed/watch_stream.h"
#include "common/rpc/bytes.h"
#include "common/rpc/dynamic_service.h"
#include "common/rpc/idempotency.h"
#include "common/rpc/server.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"
#include "common/time/proto_date.h"
#include "common/validation/validator.h"
#include "common/work/work_service.h"

namespace opora::work {
namespace {

using common::v1::WatchMyWorkRequest;
using common::v1::WatchMyWorkResponse;

constexpr char kMethod[] = "opora.common.v1.WorkService.WatchMyWork";
constexpr char kPath[] = "/opora.common.v1.WorkService/WatchMyWork";
constexpr int kFirst = 50;  // Items of one message.
constexpr absl::Duration kTelling = absl::Seconds(1);
constexpr absl::Duration kAnswer = absl::Seconds(5);
constexpr absl::Duration kDecideEvery = absl::Seconds(4);  // XC-61: seen within five.

absl::Status Unavailable(std::string_view reason, std::string_view message) {
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, reason, message);
}

common::v1::ListMyWorkRequest FirstOf(common::v1::WorkScope scope) {
  common::v1::ListMyWorkRequest request;
  request.set_scope(scope);
  request.set_page_size(kFirst);
  return request;
}

// A stream has no deadline; what it runs has.
absl::Status AsLoss(const absl::Status& status) {
  if (rules::ReasonOf(status) != "DEADLINE_EXCEEDED") return status;
  return Unavailable("DATABASE_UNAVAILABLE", "the database cannot be reached");
}

}  // namespace

// One open stream. Its callbacks come on threads of gRPC, the rest on the one thread.
class WorkWatch::Stream : public std::enable_shared_from_this<Stream> {
 public:
  Stream(WorkWatch& watch, grpc::CallbackServerContext* call,
         std::shared_ptr<rpc::StreamWriter> stream_writer, const rpc::Caller& caller,
         const WatchMyWorkRequest& request)
      : writer(std::move(stream_writer)),
        inbound(rpc::InboundOf(*call)),
        scope(request.scope()),
        key(rpc::CallerKey(caller)),
        begun(absl::Now()),
        watch_(watch),
        call_(call) {
    end_.peer = call->peer();
  }

  void Attach() {
    if (watch_.metrics_ != nullptr) watch_.metrics_->Started();
    writer->OnEnd([self = shared_from_this()] { self->Ended(); });
  }

  void End(const absl::Status& status) {
    {
      const absl::MutexLock lock(&mutex_);
      end_.code = status.code();
      end_.reason = rules::ReasonOf(status);
    }
    writer->Close(feed::ToGrpcStatus(status, watch_.options_.service));
    ended_at = absl::Now();
  }

  // The peer takes not even the end.
  void Abort() {
    const absl::MutexLock lock(&mutex_);
    if (call_ != nullptr) call_->TryCancel();
  }

  bool finished() const {
    const absl::MutexLock lock(&mutex_);
    return call_ == nullptr;
  }

  const std::shared_ptr<rpc::StreamWriter> writer;
  const rpc::Inbound inbound;
  const common::v1::WorkScope scope;
  const std::string key;
  const absl::Time begun;
  absl::Time next_look;
  absl::Time full_since = absl::InfiniteFuture();
  absl::Time ended_at = absl::InfiniteFuture();
  absl::Time next_decision;
  std::string mark;                 // Of the list as it was sent.
  std::optional<std::string> told;  // Its items, as they were sent.

 private:
  void Ended() {
    feed::StreamEnd end;
    {
      const absl::MutexLock lock(&mutex_);
      call_ = nullptr;
      end = end_;
    }
    if (watch_.metrics_ != nullptr) watch_.metrics_->Handled(end.code, absl::Now() - begun);
    telemetry::AccessLine line;
    line.service = watch_.options_.service;
    line.method = kMethod;
    line.code = end.code;
    line.reason = end.reason;
    line.time = absl::Now() - begun;
    line.peer = end.peer;
    telemetry::Log(line);
  }

  WorkWatch& watch_;
  mutable absl::Mutex mutex_;
  feed::StreamEnd end_ ABSL_GUARDED_BY(mutex_);
  grpc::CallbackServerContext* call_ ABSL_GUARDED_BY(mutex_);  // nullptr when gRPC is done.
};

WorkWatch::WorkWatch(Options options, const Finder& finder, rpc::Pipeline& pipeline,
                     telemetry::MethodMetrics* metrics)
    : options_(std::move(options)),
      finder_(finder),
      pipeline_(pipeline),
      metrics_(metrics),
      session_(options_.conninfo) {
  mark_methods_.Add<WatchMyWorkRequest, WatchMyWorkResponse>(
      kMethod, [this](rpc::Call& call, const WatchMyWorkRequest& request) {
        return TakeMark(call, request);
      });
  mark_ = mark_methods_.all().at(kMethod);
  // Tells nobody anything of a client, so it is audited only when it is refused.
  mark_policy_ = *mark_.policy;
  mark_policy_.set_need(common::v1::NEED_NO_CLIENT);
  mark_.policy = &mark_policy_;
}

WorkWatch::~WorkWatch() { Stop(); }

std::unique_ptr<grpc::Service> WorkWatch::MakeGrpcService() {
  auto service = std::make_unique<rpc::DynamicService>();
  service->AddStream(kPath, [this](grpc::CallbackServerContext* call,
                                   const grpc::ByteBuffer* bytes) { return Open(call, *bytes); });
  return service;
}

void WorkWatch::Start(const rpc::Method& list) {
  list_ = &list;
  thread_ = std::thread([this] { Run(); });
}

void WorkWatch::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    draining_ = stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void WorkWatch::EndStreams() {
  const absl::MutexLock lock(&mutex_);
  draining_ = true;
  const auto ended = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return streams_.empty(); };
  mutex_.AwaitWithTimeout(absl::Condition(&ended), kTelling);
}

int WorkWatch::streams() const {
  const absl::MutexLock lock(&mutex_);
  return static_cast<int>(streams_.size());
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* WorkWatch::Open(
    grpc::CallbackServerContext* call, const grpc::ByteBuffer& bytes) noexcept {
  auto writer = rpc::StreamWriter::Create(1);
  auto* reactor = writer->reactor();
  absl::Status status;
  try {
    status = Accept(call, bytes, writer);
  } catch (const std::exception& error) {
    telemetry::Log(telemetry::Level::kError, "a stream could not be opened",
                   {{"error", error.what()}});
    status = rules::StatusWithReason(absl::StatusCode::kInternal, "INTERNAL", "internal error");
  }
  if (!status.ok()) writer->Close(feed::ToGrpcStatus(status, options_.service));
  return reactor;
}

absl::Status WorkWatch::Accept(grpc::CallbackServerContext* call, const grpc::ByteBuffer& bytes,
                               const std::shared_ptr<rpc::StreamWriter>& writer) {
  ASSIGN_OR_RETURN(const rpc::Caller caller,
                   pipeline_.AuthenticateStream(*mark_.descriptor, rpc::InboundOf(*call)));
  WatchMyWorkRequest request;
  if (!request.ParseFromString(rpc::FromBuffer(bytes))) {
    return rules::StatusWithReason(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED",
                                   "the request cannot be read");
  }
  RETURN_IF_ERROR(validation::Validate(request));
  auto stream = std::make_shared<Stream>(*this, call, writer, caller, request);
  const absl::MutexLock lock(&mutex_);
  if (draining_) return Unavailable("DRAINING", "the service is stopping");
  const auto of_caller = std::count_if(streams_.begin(), streams_.end(),
                                       [&](const auto& open) { return open->key == stream->key; });
  if (streams_.size() >= static_cast<std::size_t>(options_.streams) ||
      of_caller >= options_.streams_per_caller) {
    return rules::StatusWithReason(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
                                   "too many streams are open");
  }
  stream->Attach();
  streams_.push_back(std::move(stream));
  return absl::OkStatus();
}

// True when there is something to do now; otherwise `next` is when there will be.
bool WorkWatch::Due(absl::Time& next) const {
  if (draining_) {
    return std::any_of(streams_.begin(), streams_.end(),
                       [](const auto& stream) { return !stream->writer->closed(); });
  }
  const absl::Time now = absl::Now();
  for (const auto& stream : streams_) {
    if (stream->next_look <= now || stream->writer->closed()) return true;
    next = std::min(next, stream->next_look);
  }
  return false;
}

void WorkWatch::Run() {
  for (;;) {
    std::vector<std::shared_ptr<Stream>> streams;
    {
      const absl::MutexLock lock(&mutex_);
      absl::Time next = absl::Now() + absl::Milliseconds(200);
      const auto due = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return Due(next); };
      mutex_.AwaitWithDeadline(absl::Condition(&due), next);
      std::erase_if(streams_, [](const auto& stream) { return stream->finished(); });
      if (stopping_ && streams_.empty()) return;
      streams = streams_;
      if (draining_) {
        for (const auto& stream : streams)
          stream->End(Unavailable("DRAINING", "the service is stopping"));
      }
    }
    for (const auto& stream : streams) Look(*stream);
  }
}

void WorkWatch::Look(Stream& stream) {
  const absl::Time now = absl::Now();
  if (stream.writer->closed()) {
    if (now - stream.ended_at > options_.slow_limit) stream.Abort();
    return;
  }
  if (now < stream.next_look) return;
  stream.next_look = now + options_.interval;
  if (now - stream.begun > options_.longest_stream) {
    return stream.End(
        Unavailable("STREAM_MAX_AGE", "the stream has lasted its time; open it again"));
  }
  // What waits for a slow peer grows old: nothing is decided for it before it takes what it has.
  const bool full = stream.writer->waiting() > 0;
  stream.full_since = full ? std::min(stream.full_since, now) : absl::InfiniteFuture();
  if (now - stream.full_since > options_.slow_limit) {
    return stream.End(rules::StatusWithReason(absl::StatusCode::kResourceExhausted,
                                              "WATCH_TOO_SLOW", "the messages are not taken"));
  }
  const absl::StatusOr<bool> changed = HasChanged(stream);
  if (!changed.ok()) return stream.End(AsLoss(changed.status()));
  if (full || !*changed) return;
  const std::string mark = marked_;
  const rpc::Outbound listing = Call(*list_, stream);
  if (!listing.status.ok()) return stream.End(AsLoss(listing.status));
  common::v1::ListMyWorkResponse listed;
  listed.ParseFromString(listing.body);
  WatchMyWorkResponse response;
  response.mutable_items()->Swap(listed.mutable_items());
  const std::string told = response.SerializeAsString();
  response.set_has_more(!listed.next_page_token().empty());
  *response.mutable_as_of_time() = rpc::ToTimestamp(now);
  const std::string message = response.SerializeAsString();
  if (absl::Now() > listing.answer_by || !stream.writer->Send(message)) return;
  if (metrics_ != nullptr) metrics_->MessageSent();
  stream.mark = mark;
  stream.told = told;
}

// Whether the list is another one than was sent: by what it holds at each look, and now and then by
// what the caller may see of it, since a consent that ends changes no item.
absl::StatusOr<bool> WorkWatch::HasChanged(Stream& stream) {
  const absl::Time now = absl::Now();
  deciding_ = stream.told.has_value() && now >= stream.next_decision;
  if (deciding_) stream.next_decision = now + kDecideEvery;
  const rpc::Outbound marked = Call(mark_, stream);
  if (!marked.status.ok()) return marked.status;
  if (!stream.told.has_value() || marked_ != stream.mark) return true;
  return deciding_ && marked.body != *stream.told;
}

rpc::Outbound WorkWatch::Call(const rpc::Method& method, const Stream& stream) {
  rpc::Inbound inbound = stream.inbound;
  inbound.arrived = absl::Now();
  inbound.deadline = inbound.arrived + kAnswer;
  inbound.body = [&] {
    if (&method == &mark_) {
      WatchMyWorkRequest request;
      request.set_scope(stream.scope);
      return request.SerializeAsString();
    }
    return FirstOf(stream.scope).SerializeAsString();
  };
  absl::Notification answered;
  rpc::Outbound out;
  pipeline_.Run(session_, method, inbound, [&](rpc::Outbound answer) {
    out = std::move(answer);
    answered.Notify();
  });
  answered.WaitForNotification();
  return out;
}

// What the list holds and, when it is asked for, what the caller may see of it; nobody is told.
absl::StatusOr<WatchMyWorkResponse> WorkWatch::TakeMark(rpc::Call& call,
                                                        const WatchMyWorkRequest& request) {
  ASSIGN_OR_RETURN(Question question, QuestionOf(call, request.scope()));
  question.limit = kFirst + 1;
  marked_ = absl::StrCat(absl::FormatCivilTime(question.today), "|",
                         absl::ToUnixMicros(SeenBy(call.tx(), call.caller().worker_id)));
  for (const Row& row : finder_.Find(call.tx(), question)) {
    const Place place = Finder::PlaceOf(row);
    absl::StrAppend(&marked_, "|", place.due, " ", place.index, " ", place.record_id, " ",
                    row.worker_id, " ", absl::ToUnixMicros(row.since));
  }
  WatchMyWorkResponse response;
  if (!deciding_) return response;
  common::v1::ListMyWorkResponse listed;
  RETURN_IF_ERROR(list_->handler(call, FirstOf(request.scope()), listed));
  response.mutable_items()->Swap(listed.mutable_items());
  return response;
}

}  // namespace opora::work
