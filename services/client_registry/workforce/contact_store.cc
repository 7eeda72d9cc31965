#include "services/client_registry/workforce/contact_store.h"

#include "common/db/plan.h"
#include "common/rpc/policy.h"
#include "common/rules/period.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "opora/common/v1/audit.pb.h"
#include "services/client_registry/workforce/substitution_store.h"

namespace opora::registry {
namespace {

constexpr char kRequestTask[] = "opora.registry.v1.WorkforceService.RequestTask";

bool HoldsStance(const std::set<common::v1::ActingRole>& roles, common::v1::Stance stance) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](auto role) { return rpc::MeaningOf(role).stance() == stance; });
}

std::map<std::string, int32_t> CountsOf(const pqxx::result& rows) {
  std::map<std::string, int32_t> counts;
  for (const auto& row : rows) counts[row[0].c_str()] = row[1].as<int32_t>();
  return counts;
}

}  // namespace

bool ActsInMergedRoles(db::Tx& tx, const std::string& worker_id, const std::string& client_id,
                       absl::CivilDay day) {
  const pqxx::result rows = tx.Run(
      "SELECT count(DISTINCT stance) FROM client_assignments WHERE worker_id = $1 AND client_id IN "
      "(SELECT * FROM records_of($2)) AND state <> 'PAUSED' AND stance <> 'UNSPECIFIED' AND "
      "$3::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')",
      {worker_id, client_id, dates::DateText(day)});
  if (rows[0][0].as<int>() > 1) return true;
  if (!MayMergeRoles(tx, worker_id, day)) return false;
  const auto roles = RolesHeld(tx, worker_id, day);
  return HoldsStance(roles, common::v1::STANCE_SUPPORT) &&
         HoldsStance(roles, common::v1::STANCE_CONTROL);
}

bool SupportsOnlyAsExpert(db::Tx& tx, const std::string& worker_id, absl::CivilDay day) {
  auto roles = RolesHeld(tx, worker_id, day);
  if (roles.erase(common::v1::ACTING_ROLE_EXPERT) == 0) return false;
  return std::none_of(roles.begin(), roles.end(), [](auto role) {
    return rpc::IsInGroup(role, common::v1::ROLE_GROUP_SUPPORT_WORK);
  });
}

absl::StatusOr<SummaryPeriod> ReadSummaryPeriod(const common::v1::Date& from,
                                                const common::v1::Date& to) {
  RETURN_IF_ERROR(rules::CheckPeriod(&from, &to, "from_date", "to_date"));
  const SummaryPeriod period{dates::FromDate(from), dates::FromDate(to)};
  if (period.to - period.from > 366)
    return rules::InvalidField("to_date", "PERIOD_TOO_LONG", "must be at most a year later");
  return period;
}

int32_t CountWaivers(db::Tx& tx, const std::string& agency_id, const SummaryPeriod& period) {
  return tx
      .Run(
          "SELECT count(*) FROM role_merge_waivers WHERE agency_id = $1 AND valid_from <= $3 AND "
          "coalesce(valid_to, 'infinity') >= $2",
          {agency_id, dates::DateText(period.from), dates::DateText(period.to)})[0][0]
      .as<int32_t>();
}

std::map<std::string, int32_t> CountMergedContacts(db::Tx& tx, const std::string& agency_id,
                                                   const SummaryPeriod& period) {
  return CountsOf(tx.Run(
      "SELECT role_disclosed_to_client, count(*) FROM contact_records WHERE agency_id = $1 AND "
      "is_merged_role AND (occurred_at AT TIME ZONE 'Europe/Prague')::date BETWEEN $2 AND $3 "
      "GROUP BY 1",
      {agency_id, dates::DateText(period.from), dates::DateText(period.to)}));
}

std::map<std::string, int32_t> CountControlAttempts(db::Tx& tx, const std::string& agency_id,
                                                    const SummaryPeriod& period) {
  std::map<std::string, int32_t> counts;
  const pqxx::result rows = tx.Run(
      "SELECT entry FROM audit_entries WHERE agency_id = $1 AND recipient_agency_id IS NOT NULL "
      "AND (occurred_at AT TIME ZONE 'Europe/Prague')::date BETWEEN $2 AND $3",
      {agency_id, dates::DateText(period.from), dates::DateText(period.to)});
  for (const auto& row : rows) {
    common::v1::AuditEntry entry;
    entry.ParseFromString(db::ParseBytea(row[0].c_str()));
    if (entry.method() == kRequestTask && entry.reason() == "CONTROL_TASK") ++counts[entry.rule()];
  }
  return counts;
}

}  // namespace opora::registry
