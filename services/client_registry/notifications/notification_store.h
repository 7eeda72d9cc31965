#pragma once

#include <string>
#include <vector>

#include "common/rpc/caller.h"
#include "common/work/waiting.h"
#include "opora/registry/v1/notification.pb.h"

namespace opora::registry {

// A worker whose list is to be looked at.
struct Watched : work::Listener {
  v1::NotificationMode mode = v1::NOTIFICATION_MODE_UNSPECIFIED;
};

// One thing that waits, here or in another service.
struct Waiting {
  std::string kind;  // Of work; of what waits elsewhere, the service.
  std::string key;   // Of the record, or as the service told it.
  absl::Time since;
};
std::vector<Waiting> WaitingOf(const std::vector<work::Row>& rows);

// Workers who want mails, by id after `after`.
std::vector<Watched> FindWatched(db::Tx& tx, absl::Time now, const std::string& after, int limit);

// Workers not looked at since `before`, locked and marked as looked at.
std::vector<Watched> TakeWatched(db::Tx& tx, absl::Time now, absl::Time before, int limit);

bool HasMail(db::Tx& tx, const std::string& worker_id, absl::Time window);

// What a service told that waits for the worker there; and what all services told.
void PutElsewhere(db::Tx& tx, const std::string& service, const v1::WaitingWork& waiting);
std::vector<Waiting> Elsewhere(db::Tx& tx, const std::string& worker_id, bool escalated);

// Whose wishes have changed is told of nothing before the services have said anew what waits.
void ForgetElsewhere(db::Tx& tx, const std::string& worker_id);

// Of `waiting`, what the worker was not told of.
std::vector<Waiting> NotTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                             std::vector<Waiting> waiting);
void RememberTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                  const std::vector<Waiting>& waiting, absl::Time now);

// Forgets mails and what they were about after their time.
void ForgetOld(db::Tx& tx);

}  // namespace opora::registry
