#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/db/session.h"
#include "common/ids/ids.h"
#include "opora/common/v1/feed.pb.h"

// What tests of the feed write into the outbox.
namespace opora::component {

inline common::v1::Event MakeEvent(const std::string& aggregate_id, int64_t version,
                                   const std::string& agency_id = "") {
  common::v1::Event event;
  event.set_event_id(ids::RandomId());
  event.set_aggregate("Thing");
  event.set_aggregate_id(aggregate_id);
  event.set_version(version);
  event.set_previous_version(version - 1);
  event.set_type("ThingChanged");
  event.set_agency_id(agency_id);
  event.mutable_fact()->set_type_url("type.googleapis.com/opora.test.Fact");
  return event;
}

// The last statement of a writing transaction.
inline void AppendToOutbox(db::Tx& tx, const std::vector<common::v1::Event>& events) {
  common::v1::WatchResponse row;
  for (const auto& event : events) *row.add_events() = event;
  tx.Run("INSERT INTO outbox (events) VALUES ($1::bytea)",
         {db::ByteaLiteral(row.SerializeAsString())});
}

// One transaction of its own.
inline void Emit(const std::string& conninfo, const std::vector<common::v1::Event>& events) {
  db::Session session(conninfo);
  pqxx::work work(session.Connection());
  db::Tx tx(session, work);
  AppendToOutbox(tx, events);
  work.commit();
}

inline std::vector<common::v1::Event> EventsIn(const std::string& row) {
  common::v1::WatchResponse parsed;
  parsed.ParseFromString(row);
  return {parsed.events().begin(), parsed.events().end()};
}

// Whether it comes true within five seconds.
inline bool Soon(const std::function<bool()>& condition) {
  const absl::Time give_up = absl::Now() + absl::Seconds(5);
  while (!condition()) {
    if (absl::Now() > give_up) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

}  // namespace opora::component
