#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "opora/conference/v1/plan.pb.h"

namespace opora::conference {

// Items of a conference's plan in the order of their making, replaced ones included.
std::vector<v1::ActionItem> ItemsOf(db::Tx& tx, const std::string& conference_id);

// The same, locked for change.
std::vector<v1::ActionItem> LockItemsOf(db::Tx& tx, const std::string& conference_id);

// Ids of running items with a milestone whose deadline lies before the day and is not yet noticed;
// locked, without waiting for those that somebody else changes.
std::vector<std::string> LockDueItems(db::Tx& tx, absl::CivilDay as_of, int limit);

// The conference that a milestone's item belongs to, and the item; false when there is none.
struct MilestonePlace {
  std::string conference_id;
  std::string item_id;
};
bool FindMilestone(db::Tx& tx, const std::string& milestone_id, MilestonePlace& place);

}  // namespace opora::conference
