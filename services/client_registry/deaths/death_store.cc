#include "services/client_registry/deaths/death_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/db/plan.h"
#include "common/rpc/call.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry {

std::string DeathKey(const v1::Death& death) {
  return absl::StrCat(death.death_id(), "/", dates::DateText(dates::FromDate(death.died_on())));
}

int64_t ReplayDeath(db::Tx& tx, const audit::JournalEntry& entry) {
  const std::vector<std::string> parts = absl::StrSplit(entry.record_id, '/');
  if (parts.size() != 2) return 0;
  return static_cast<int64_t>(
      tx.Run("INSERT INTO deaths (death_id, client_id, agency_id, department_id, died_on, "
             "evidence, create_time) SELECT $1, c.client_id, c.agency_id, c.department_id, $3, "
             "'re-applied from the journal', $4 FROM clients c WHERE c.client_id = $2 ON CONFLICT "
             "DO NOTHING",
             {parts[0], entry.client_id, parts[1], db::TimestampText(rpc::ToTimestamp(entry.time))})
          .affected_rows());
}

}  // namespace opora::registry
