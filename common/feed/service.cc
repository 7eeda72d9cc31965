#include "common/feed/service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/rpc/bytes.h"
#include "common/rpc/dynamic_service.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"
#include "common/validation/validator.h"

namespace opora::feed {
namespace {

constexpr char kInterface[] = "opora.common.v1.FeedService";
constexpr char kWatchPath[] = "/opora.common.v1.FeedService/Watch";
constexpr int kRowsPerPage = 500;
constexpr absl::Duration kToAnswer = absl::Seconds(1);  // Before the deadline of a call that waits.
constexpr std::size_t kBytesPerAnswer = 1 << 20;
constexpr int kPagesPerAnswer = 20;  // Searched for events of an agency.

}  // namespace

FeedService::FeedService(Options options, Reader& reader, audit::Writer& audit,
                         Authenticate authenticate, Recheck recheck,
                         telemetry::MethodMetrics* watch_metrics)
    : options_(std::move(options)),
      reader_(reader),
      audit_(audit),
      authenticate_(std::move(authenticate)),
      metrics_(watch_metrics),
      watchers_({options_.watch, reader, audit, std::move(recheck), watch_metrics}) {
  reader_.Subscribe([this](const Reader::State& state, const Page&) {
    {
      absl::MutexLock lock(&mutex_);
      newest_ = state.seq;
    }
    watchers_.Wake();
  });
}

FeedService::~FeedService() { reader_.Stop(); }

void FeedService::Register(rpc::Methods& methods) {
  rpc::Bind(methods, kInterface, "ListChanges", *this, &FeedService::ListChanges);
  rpc::Bind(methods, kInterface, "GetFeedInfo", *this, &FeedService::GetFeedInfo);
}

std::unique_ptr<grpc::Service> FeedService::MakeGrpcService() {
  auto service = std::make_unique<rpc::DynamicService>();
  service->AddStream(kWatchPath,
                     [this](grpc::CallbackServerContext* call, const grpc::ByteBuffer* bytes) {
                       return OpenWatch(call, *bytes);
                     });
  return service;
}

void FeedService::EndStreams() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  watchers_.EndAll();
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* FeedService::OpenWatch(
    grpc::CallbackServerContext* call, const grpc::ByteBuffer& bytes) noexcept {
  // Room for a last position behind a full queue.
  auto writer = rpc::StreamWriter::Create(options_.watch.queue_length + 1);
  auto* reactor = writer->reactor();
  rpc::Caller caller;
  absl::Status status;
  try {
    status = Accept(call, bytes, writer, caller);
  } catch (const std::exception& error) {
    telemetry::Log(telemetry::Level::kError, "a stream could not be opened",
                   {{"error", error.what()}});
    status = rules::StatusWithReason(absl::StatusCode::kInternal, "INTERNAL", "internal error");
  }
  if (!status.ok()) {
    if (metrics_ != nullptr) {
      metrics_->Started();
      metrics_->Handled(status.code(), absl::ZeroDuration());
    }
    LogWatch(name(), caller, {status.code(), rules::ReasonOf(status), {}, call->peer()});
    writer->Close(ToGrpcStatus(status, name()));
  }
  return reactor;
}

absl::Status FeedService::Accept(grpc::CallbackServerContext* call, const grpc::ByteBuffer& bytes,
                                 const std::shared_ptr<rpc::StreamWriter>& writer,
                                 rpc::Caller& caller) {
  ASSIGN_OR_RETURN(caller, authenticate_(*call));
  if (caller.kind != common::v1::CALLER_SERVICE &&
      caller.kind != common::v1::CALLER_AGENCY_SYSTEM) {
    return rules::StatusWithReason(absl::StatusCode::kPermissionDenied, "CALLER_KIND_REFUSED",
                                   "this kind of caller may not call the method");
  }
  common::v1::WatchRequest request;
  if (!request.ParseFromString(rpc::FromBuffer(bytes))) {
    return rules::StatusWithReason(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED",
                                   "the request cannot be read");
  }
  RETURN_IF_ERROR(validation::Validate(request));
  return watchers_.Open(call, writer, caller, std::move(request));
}

// Holds a place among the calls that wait; without one, a call does not wait at all.
class FeedService::Wait {
 public:
  Wait(FeedService& service, absl::Time until) : service_(service) {
    absl::MutexLock lock(&service_.mutex_);
    if (until <= absl::Now() || service_.waiting_ >= service_.options_.waiting_calls) return;
    ++service_.waiting_;
    until_ = until;
  }
  ~Wait() {
    absl::MutexLock lock(&service_.mutex_);
    if (until_ > absl::InfinitePast()) --service_.waiting_;
  }
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  // False when nothing came after `seq` in time.
  bool For(int64_t seq) {
    if (absl::Now() >= until_) return false;
    absl::MutexLock lock(&service_.mutex_);
    const auto changed = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(service_.mutex_) {
      return service_.newest_ > seq || service_.ending_;
    };
    return service_.mutex_.AwaitWithDeadline(absl::Condition(&changed), until_) &&
           !service_.ending_;
  }

 private:
  FeedService& service_;
  absl::Time until_ = absl::InfinitePast();
};

absl::StatusOr<common::v1::ListChangesResponse> FeedService::ListChanges(
    rpc::Call& call, const common::v1::ListChangesRequest& request) {
  ASSIGN_OR_RETURN(Position position, PositionOf(call.tx(), request.position()));
  common::v1::ListChangesResponse response;
  Wait wait(*this, std::min(absl::Now() + absl::Milliseconds(request.wait_ms()),
                            call.facts().deadline - kToAnswer));
  do {
    Gather(call, position, *response.mutable_events());
  } while (response.events().empty() && wait.For(position.seq));
  response.set_position(FormatPosition(name(), position));
  RETURN_IF_ERROR(Audit(call, response.events()));
  return response;
}

absl::StatusOr<Position> FeedService::PositionOf(db::Tx& tx, const std::string& text) const {
  const Reader::State state = reader_.state();
  if (state.epoch == 0) {
    return rules::StatusWithReason(absl::StatusCode::kUnavailable, "FEED_NOT_READY",
                                   "the feed is being opened; ask again");
  }
  if (text.empty()) return Position{state.epoch, BeforeOldest(tx, state.seq)};
  ASSIGN_OR_RETURN(const Position position, ParsePosition(name(), text));
  RETURN_IF_ERROR(CheckPosition(tx, state.epoch, position));
  return Position{state.epoch, position.seq};
}

// Goes on from `position` until there is something for the caller, or no more.
void FeedService::Gather(rpc::Call& call, Position& position, Events& events) const {
  const int64_t newest = reader_.state().seq;
  std::size_t bytes = 0;
  for (int i = 0; i < kPagesPerAnswer && events.empty() && position.seq < newest; ++i) {
    for (const auto& transaction : ReadPage(call.tx(), position.seq, newest, kRowsPerPage)) {
      bytes += transaction->events.size();
      if (bytes > kBytesPerAnswer && !events.empty()) return;
      AppendVisible(call.caller(), *transaction, events);
      position.seq = transaction->seq;
    }
  }
}

absl::Status FeedService::Audit(rpc::Call& call, const Events& events) {
  if (SeesAll(call.caller()) || events.empty()) return absl::OkStatus();
  absl::Notification written;
  absl::Status status;
  RETURN_IF_ERROR(
      audit_.Submit(EntriesOf(call.caller(), name(), absl::StrCat(kInterface, ".ListChanges"),
                              events, call.now()),
                    [&](const absl::Status& result) {
                      status = result;
                      written.Notify();
                    }));
  written.WaitForNotification();
  return status;
}

absl::StatusOr<common::v1::GetFeedInfoResponse> FeedService::GetFeedInfo(
    rpc::Call& call, const common::v1::GetFeedInfoRequest&) {
  ASSIGN_OR_RETURN(const Position oldest, PositionOf(call.tx(), ""));
  common::v1::GetFeedInfoResponse response;
  response.set_oldest_position(FormatPosition(name(), oldest));
  response.set_newest_position(FormatPosition(name(), {oldest.epoch, reader_.state().seq}));
  return response;
}

}  // namespace opora::feed
