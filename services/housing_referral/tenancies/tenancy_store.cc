#include "services/housing_referral/tenancies/tenancy_store.h"

#include "common/db/plan.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {

std::vector<v1::RentCharge> ChargesOf(db::Tx& tx, const std::string& tenancy_id) {
  return db::Select<v1::RentCharge>(
      tx, "WHERE r.tenancy_id = $1 ORDER BY r.due_date, r.charge_id LIMIT 500", {tenancy_id});
}

std::vector<v1::Complaint> ComplaintsOf(db::Tx& tx, const std::string& tenancy_id) {
  return db::Select<v1::Complaint>(
      tx, "WHERE r.tenancy_id = $1 ORDER BY r.create_time DESC, r.complaint_id LIMIT 500",
      {tenancy_id});
}

std::vector<v1::Tenancy> FindTenancies(db::Tx& tx, const std::string& programme_id,
                                       const rpc::Page& page) {
  return db::Select<v1::Tenancy>(
      tx,
      "WHERE r.programme_id = $1 AND ($2::timestamptz IS NULL OR (r.create_time, r.tenancy_id) < "
      "($2::timestamptz, $3::uuid)) ORDER BY r.create_time DESC, r.tenancy_id DESC LIMIT $4",
      {programme_id, page.Key(0),
       page.Key(1), page.Limit()});
}

std::vector<std::string> SortKeys(const v1::Tenancy& tenancy) {
  return {db::TimestampText(tenancy.create_time()), tenancy.tenancy_id()};
}

std::vector<v1::Tenancy> RunningTenancies(db::Tx& tx, const std::string& programme_id, int count) {
  return db::Select<v1::Tenancy>(
      tx,
      "WHERE r.programme_id = $1 AND r.state <> 'ENDED' ORDER BY r.lease_to NULLS LAST, "
      "r.tenancy_id LIMIT $2",
      {programme_id, std::to_string(count)});
}

std::vector<v1::Tenancy> LockEndingLeases(db::Tx& tx, const std::string& programme_id,
                                          absl::CivilDay day, int count) {
  return db::Select<v1::Tenancy>(
      tx,
      "WHERE r.programme_id = $1 AND r.state <> 'ENDED' AND r.end_announced_on IS NULL AND "
      "r.lease_to <= $2::date + 90 ORDER BY r.tenancy_id LIMIT $3 FOR UPDATE",
      {programme_id, dates::DateText(day), std::to_string(count)});
}

std::vector<v1::Tenancy> MovedInTenancies(db::Tx& tx, const std::string& programme_id) {
  return db::Select<v1::Tenancy>(tx, "WHERE r.programme_id = $1 AND r.move_in_time IS NOT NULL",
                                 {programme_id});
}

void KeepDeviations(rpc::Call& call, const Judge& judge, const v1::Tenancy& tenancy,
                    const std::string& reason, bool is_fact, absl::Time occurred_at) {
  if (judge.deviations().empty()) return;
  const auto programme = ReadProgramme(call.tx(), tenancy.programme_id());
  if (!programme.ok()) return;
  KeepDeviations(call, judge,
                 {.programme = &*programme,
                  .client_id = tenancy.client_id(),
                  .holder = rpc::HolderOf(tenancy),
                  .record_type = "Tenancy",
                  .record_id = tenancy.tenancy_id(),
                  .is_fact = is_fact,
                  .reason = reason,
                  .occurred_at = occurred_at});
}

absl::StatusOr<v1::Tenancy> LockTenancy(rpc::Call& call, const std::string& tenancy_id) {
  return LockKnown<v1::Tenancy>(call, tenancy_id);
}

absl::Status CheckLandlord(const rpc::Call& call, const google::protobuf::Message& record) {
  if (rpc::HolderOf(record) == call.caller().unit) return absl::OkStatus();
  return rules::Refuse(rule::kNotOfProgramme);
}

}  // namespace opora::housing
