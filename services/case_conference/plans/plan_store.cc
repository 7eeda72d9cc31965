#include "services/case_conference/plans/plan_store.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"

namespace opora::conference {
namespace {

constexpr char kOfConference[] = "WHERE r.conference_id = $1 ORDER BY r.create_time, r.item_id";

}  // namespace

std::vector<v1::ActionItem> ItemsOf(db::Tx& tx, const std::string& conference_id) {
  return db::Select<v1::ActionItem>(tx, kOfConference, {conference_id});
}

std::vector<v1::ActionItem> LockItemsOf(db::Tx& tx, const std::string& conference_id) {
  return db::Select<v1::ActionItem>(tx, absl::StrCat(kOfConference, " FOR UPDATE OF r"),
                                    {conference_id});
}

std::vector<std::string> LockDueItems(db::Tx& tx, absl::CivilDay as_of, int limit) {
  const pqxx::result rows = tx.Run(
      "SELECT i.item_id FROM action_items i WHERE i.state IN ('OPEN', 'PLAN_B_ACTIVE') AND EXISTS "
      "(SELECT 1 FROM milestones m WHERE m.item_id = i.item_id AND m.due_date < $1::date AND "
      "m.done_time IS NULL AND m.miss_time IS NULL) ORDER BY i.item_id LIMIT $2 FOR UPDATE OF i "
      "SKIP LOCKED",
      {dates::DateText(as_of), std::to_string(limit)});
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row[0].as<std::string>());
  return ids;
}

bool FindMilestone(db::Tx& tx, const std::string& milestone_id, MilestonePlace& place) {
  const pqxx::result rows = tx.Run(
      "SELECT i.conference_id, i.item_id FROM milestones m JOIN action_items i USING (item_id) "
      "WHERE m.milestone_id = $1",
      {milestone_id});
  if (rows.empty()) return false;
  place = {rows[0][0].as<std::string>(), rows[0][1].as<std::string>()};
  return true;
}

}  // namespace opora::conference
