#include "services/housing_referral/applications/application_store.h"

#include "common/db/plan.h"
#include "common/db/record.h"

namespace opora::housing {

std::vector<v1::Application> FindApplications(db::Tx& tx, const std::string& programme_id,
                                              const std::vector<std::string>& after, int count) {
  const bool first = after.empty();
  return db::Select<v1::Application>(
      tx,
      "WHERE r.programme_id = $1 AND ($2::timestamptz IS NULL OR (r.create_time, "
      "r.application_id) < ($2::timestamptz, $3::uuid)) "
      "ORDER BY r.create_time DESC, r.application_id DESC LIMIT $4",
      {programme_id, first ? std::nullopt : std::optional<std::string>(after[0]),
       first ? std::nullopt : std::optional<std::string>(after[1]), std::to_string(count)});
}

bool HasTenant(db::Tx& tx, const std::string& flat_id) {
  return !tx.Run("SELECT 1 FROM tenancies WHERE flat_id = $1 AND state <> 'ENDED'", {flat_id})
              .empty();
}

std::vector<std::string> SortKeys(const v1::Application& application) {
  return {db::TimestampText(application.create_time()), application.application_id()};
}

}  // namespace opora::housing
