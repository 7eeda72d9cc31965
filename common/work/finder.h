#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "common/work/source.h"

namespace opora::work {

// One thing that waits, before anybody is told of it.
struct Row {
  const Source* source;
  int index;  // Of the source.
  std::string record_id;
  std::string client_id;  // Empty for none.
  rpc::Unit holder;
  rpc::Unit unit;         // For which it waits.
  std::string worker_id;  // Empty for anybody of the unit.
  std::optional<absl::CivilDay> due;
  absl::Time since;
  std::vector<std::string> areas;
};

// Where a page begins.
struct Place {
  std::string due;  // "2026-11-22" or "infinity"
  std::string index;
  std::string record_id;
};

struct Question {
  common::v1::WorkScope scope = common::v1::WORK_SCOPE_OWN;
  std::vector<std::string> worker_ids;  // Whose own work.
  rpc::Unit unit;
  // Roles in which they find what waits for anybody.
  std::vector<common::v1::ActingRole> roles;
  // False for roles that work without clients (REG-32, REG-35): they find nothing about one.
  bool with_clients = true;
  absl::CivilDay today;
  std::optional<Place> after;
  int limit = 50;
};

// Finds what waits in all sources of a service, by one statement.
class Finder {
 public:
  explicit Finder(std::span<const Source> sources);

  // By due day; what has none comes last.
  std::vector<Row> Find(db::Tx& tx, const Question& question) const;
  static Place PlaceOf(const Row& row);

 private:
  std::vector<std::string> IndexesFor(const Question& question) const;

  const std::span<const Source> sources_;
  std::string own_;  // Statements of the two scopes.
  std::string unit_;
};

}  // namespace opora::work
