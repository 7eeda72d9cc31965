#include "services/housing_referral/applications/application_store.h"

#include "common/db/plan.h"
#include "common/db/record.h"

namespace opora::housing {

std::vector<v1::Application> FindApplications(db::Tx& tx, const std::string& programme_id,
                                              const rpc::Page& page) {
  return db::Select<v1::Application>(
      tx,
      "WHERE r.programme_id = $1 AND ($2::timestamptz IS NULL OR (r.create_time, "
      "r.application_id) < ($2::timestamptz, $3::uuid)) "
      "ORDER BY r.create_time DESC, r.application_id DESC LIMIT $4",
      {programme_id, page.Key(0),
       page.Key(1), page.Limit()});
}

bool HasTenant(db::Tx& tx, const std::string& flat_id) {
  return !tx.Run("SELECT 1 FROM tenancies WHERE flat_id = $1 AND state <> 'ENDED'", {flat_id})
              .empty();
}

std::vector<std::string> SortKeys(const v1::Application& application) {
  return {db::TimestampText(application.create_time()), application.application_id()};
}

}  // namespace opora::housing
