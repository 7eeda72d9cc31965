#pragma once

#include <map>
#include <string>
#include <vector>

#include "common/rpc/caller.h"
#include "common/work/finder.h"
#include "opora/registry/v1/notification.pb.h"

namespace opora::registry {

// A worker whose list is to be looked at.
struct Watched {
  std::string worker_id;
  v1::NotificationMode mode = v1::NOTIFICATION_MODE_UNSPECIFIED;
  rpc::Unit unit;
  std::vector<common::v1::ActingRole> roles;  // Held now.
  std::vector<std::string> absent;            // For whom the worker stands in now.
};

// Workers not looked at since `before`, locked and marked as looked at.
std::vector<Watched> TakeWatched(db::Tx& tx, absl::Time now, absl::Time before, int limit);

bool HasMail(db::Tx& tx, const std::string& worker_id, absl::Time window);

// Of `rows`, those that the worker was not told of.
std::vector<work::Row> NotTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                               std::vector<work::Row> rows);
void RememberTold(db::Tx& tx, const std::string& worker_id, bool escalated,
                  const std::vector<work::Row>& rows, absl::Time now);

// When each of the workers last saw the list.
std::map<std::string, absl::Time> SeenBy(db::Tx& tx, const std::vector<std::string>& workers);

// Forgets mails and what they were about after their time.
void ForgetOld(db::Tx& tx);

}  // namespace opora::registry
