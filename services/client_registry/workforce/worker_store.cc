#include "services/client_registry/workforce/worker_store.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/rpc/call.h"
#include "services/client_registry/workforce/refusals.h"

namespace opora::registry {

rpc::Unit UnitOf(const v1::Worker& worker) { return {worker.agency_id(), worker.department_id()}; }

bool HasLeft(db::Tx& tx, const std::string& worker_id, absl::Time now) {
  return !tx.Run(
                "SELECT 1 FROM employment_ends WHERE worker_id = $1 AND resumed_time IS NULL AND "
                "end_time <= $2",
                {worker_id, db::TimestampText(rpc::ToTimestamp(now))})
              .empty();
}

absl::Status CheckActive(db::Tx& tx, const v1::Worker& worker, absl::Time now) {
  if (!worker.suspended() && !HasLeft(tx, worker.worker_id(), now)) return absl::OkStatus();
  return rules::Refuse(rule::kWorkerNotActive);
}

std::optional<v1::EmploymentEnd> PresentEnd(db::Tx& tx, const std::string& worker_id) {
  auto ends = db::Select<v1::EmploymentEnd>(tx, "WHERE r.worker_id = $1 AND r.resumed_time IS NULL",
                                            {worker_id});
  return ends.empty() ? std::nullopt : std::optional(std::move(ends.front()));
}

void SetLeft(db::Tx& tx, const std::string& worker_id, bool left) {
  tx.Run("UPDATE workers SET x_left = $2 WHERE worker_id = $1", {worker_id, left ? "t" : "f"});
}

}  // namespace opora::registry
