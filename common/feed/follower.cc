#include "common/feed/follower.h"

#include <algorithm>
#include <memory>

#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::feed {
namespace {

using absl::StatusCode;

// The cure is to try again; everything else would only come out the same.
bool IsPassing(const absl::Status& status) {
  return status.code() == StatusCode::kUnavailable || status.code() == StatusCode::kAborted ||
         status.code() == StatusCode::kDeadlineExceeded || status.code() == StatusCode::kUnknown;
}

absl::Status Moved() {
  return rules::StatusWithReason(StatusCode::kAborted, "FEED_POSITION_MOVED",
                                 "the position is another one by now");
}

// What `work` does in a transaction, committed when it answers OK.
absl::Status Transact(db::Session& session, const std::function<absl::Status(db::Tx&)>& work) {
  absl::Status status;
  try {
    pqxx::work transaction(session.Connection());
    db::Tx tx(session, transaction);
    status = work(tx);
    if (status.ok()) transaction.commit();
  } catch (const std::exception&) {
    status = db::StatusFromCurrentException();
  }
  if (db::IsConnectionLost(status)) session.Discard();
  return status;
}

}  // namespace

struct Follower::Gauges {
  Gauges(telemetry::Metrics& metrics, const std::string& feed)
      : halted(metrics.Gauge("feed_follower_halted", "1 while a followed feed is halted",
                             {{"feed", feed}})),
        complete(metrics.Gauge("feed_follower_complete_timestamp_seconds",
                               "Everything told up to then has taken effect", {{"feed", feed}})),
        events(metrics.Counter("feed_follower_events_total", "Events of a followed feed applied",
                               {{"feed", feed}})) {}
  prometheus::Gauge& halted;
  prometheus::Gauge& complete;
  prometheus::Counter& events;
};

AskFeed FeedOf(const rpc::Client& neighbour) {
  return [&neighbour](const common::v1::ListChangesRequest& request, absl::Time deadline,
                      common::v1::ListChangesResponse& response) {
    return neighbour.CallAsService("opora.common.v1.FeedService.ListChanges", request, response,
                                   deadline);
  };
}

Follower::Follower(Options options) : options_(std::move(options)), session_(options_.conninfo) {
  if (options_.metrics != nullptr)
    gauges_ = std::make_unique<Gauges>(*options_.metrics, options_.feed);
}

Follower::~Follower() { Stop(); }

void Follower::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Follower::RequestStop() {
  if (!stop_.HasBeenNotified()) stop_.Notify();
}

void Follower::Stop() {
  RequestStop();
  if (thread_.joinable()) thread_.join();
}

void Follower::Run() {
  absl::Duration pause = options_.pause;
  while (!stop_.HasBeenNotified()) {
    const absl::Time begun = absl::Now();
    const absl::Status status = Step();
    if (!status.ok()) {
      place_.reset();
      stop_.WaitForNotificationWithTimeout(pause);
      pause = std::min(2 * pause, options_.longest_pause);
      continue;
    }
    pause = options_.pause;
    // A neighbour that lets too many wait answers at once.
    if (at_end_ && absl::Now() - begun < options_.wait / 2)
      stop_.WaitForNotificationWithTimeout(options_.pause);
  }
}

absl::Status Follower::Step() {
  if (!place_.has_value()) RETURN_IF_ERROR(FindPlace());
  if (halted_.has_value()) return absl::CancelledError("halted");
  common::v1::ListChangesResponse answer;
  const absl::Time asked = absl::Now();
  const absl::Status status = Ask(answer);
  if (status.ok()) return Take(answer, asked);
  at_end_ = false;
  if (status.code() == StatusCode::kOutOfRange) return BeginAnew();
  Note(FollowState::kDisconnected, rules::ReasonOf(status));
  return status;
}

// Reads where the service stands; effects of another basis are dropped first.
absl::Status Follower::FindPlace() {
  std::string place;
  RETURN_IF_ERROR(Transact(session_, [&](db::Tx& tx) {
    const std::optional<Progress> known = ReadProgress(tx, options_.feed);
    if (known.has_value() && known->basis == options_.basis) {
      place = known->position;
      return absl::OkStatus();
    }
    options_.drop(tx);
    StartOver(tx, options_.feed, options_.basis);
    return absl::OkStatus();
  }));
  if (halted_ != place) halted_.reset();
  place_ = std::move(place);
  return absl::OkStatus();
}

absl::Status Follower::Ask(common::v1::ListChangesResponse& answer) {
  common::v1::ListChangesRequest request;
  request.set_position(*place_);
  const absl::Duration wait = at_end_ ? options_.wait : absl::ZeroDuration();
  request.set_wait_ms(static_cast<int32_t>(absl::ToInt64Milliseconds(wait)));
  return options_.ask(request, absl::Now() + wait + options_.answer_within, answer);
}

absl::Status Follower::Take(const common::v1::ListChangesResponse& answer, absl::Time asked) {
  common::v1::WatchResponse batch;
  *batch.mutable_events() = answer.events();
  batch.set_position(answer.position());
  const absl::Status status = Apply(batch, asked);
  if (!status.ok()) return IsPassing(status) ? status : Halt(status);
  at_end_ = answer.events().empty();
  place_ = answer.position();
  Show(at_end_ ? FollowState::kFollowing : FollowState::kCatchingUp, "",
       at_end_ ? std::optional<absl::Time>(asked) : std::nullopt);
  if (gauges_ != nullptr) gauges_->events.Increment(answer.events_size());
  return absl::OkStatus();
}

absl::Status Follower::Apply(const common::v1::WatchResponse& batch, absl::Time asked) {
  const bool at_end = batch.events().empty();
  return Transact(session_, [&](db::Tx& tx) -> absl::Status {
    if (!at_end || batch.position() != *place_)
      RETURN_IF_ERROR(ApplyBatch(tx, options_.feed, *place_, batch, options_.consumer));
    const bool noted = NoteProgress(tx, options_.feed, batch.position(),
                                    at_end ? FollowState::kFollowing : FollowState::kCatchingUp, "",
                                    at_end ? std::optional<absl::Time>(asked) : std::nullopt);
    return noted ? absl::OkStatus() : Moved();
  });
}

// The feed does not know our place: restored from a backup, or cut behind it.
absl::Status Follower::BeginAnew() {
  telemetry::Log(telemetry::Level::kWarn, "the place in a feed is lost: building anew",
                 {{"feed", options_.feed}});
  place_.reset();
  return Transact(session_, [&](db::Tx& tx) {
    options_.drop(tx);
    StartOver(tx, options_.feed, options_.basis);
    return absl::OkStatus();
  });
}

absl::Status Follower::Halt(const absl::Status& cause) {
  halted_ = place_;
  Note(FollowState::kHalted, rules::ReasonOf(cause));
  return cause;
}

void Follower::Note(FollowState state, std::string_view reason) {
  if (shown_ == state && state != FollowState::kHalted) return;
  const absl::Status status = Transact(session_, [&](db::Tx& tx) {
    NoteProgress(tx, options_.feed, *place_, state, reason, std::nullopt);
    return absl::OkStatus();
  });
  if (status.ok()) Show(state, reason, std::nullopt);
}

void Follower::Show(FollowState state, std::string_view reason,
                    std::optional<absl::Time> complete) {
  if (shown_ != state) {
    const bool trouble = state == FollowState::kHalted || state == FollowState::kDisconnected;
    telemetry::Log(state == FollowState::kHalted ? telemetry::Level::kError
                   : trouble                     ? telemetry::Level::kWarn
                                                 : telemetry::Level::kDebug,
                   "following a feed",
                   {{"feed", options_.feed},
                    {"state", std::string(FollowStateName(state))},
                    {"reason", std::string(reason)}});
  }
  shown_ = state;
  if (gauges_ == nullptr) return;
  gauges_->halted.Set(state == FollowState::kHalted ? 1 : 0);
  if (complete.has_value())
    gauges_->complete.Set(absl::ToDoubleSeconds(*complete - absl::UnixEpoch()));
}

}  // namespace opora::feed
