#pragma once

#include <string>
#include <vector>

#include "common/work/finder.h"

namespace opora::work {

// A worker whose list is looked at without the worker asking (REG-119).
struct Listener {
  std::string worker_id;
  rpc::Unit unit;
  std::vector<common::v1::ActingRole> roles;  // Held now.
  std::vector<std::string> absent;            // For whom the worker stands in now.
};

// What came since the worker last saw the list of this service, of whom the worker stands in for
// too. What may not be shown without a basis is not counted either.
std::vector<Row> FreshFor(db::Tx& tx, const Finder& finder, const Listener& worker, absl::Time now);

// What waits longer than `patience` for others of the unit, unread or overdue; for who leads it.
std::vector<Row> EscalatedTo(db::Tx& tx, const Finder& finder, const Listener& worker,
                             absl::Time now, absl::Duration patience);

}  // namespace opora::work
