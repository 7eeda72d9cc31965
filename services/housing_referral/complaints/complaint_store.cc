#include "services/housing_referral/complaints/complaint_store.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/complaints/complaint_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/records.h"

namespace opora::housing {

std::vector<v1::Complaint> FindComplaints(db::Tx& tx, const std::string& tenancy_id, bool for_lease,
                                          const rpc::Page& page) {
  return db::Select<v1::Complaint>(
      tx,
      "WHERE r.tenancy_id = $1 AND ($2::boolean IS FALSE OR (r.type = 'COMPLAINT' AND r.state NOT "
      "IN ('RECLASSIFIED_NOTICE', 'REROUTED_DEFECT'))) AND ($3::timestamptz IS NULL OR "
      "(r.create_time, r.complaint_id) < ($3::timestamptz, $4::uuid)) "
      "ORDER BY r.create_time DESC, r.complaint_id DESC LIMIT $5",
      {tenancy_id, for_lease ? "t" : "f",
       page.Key(0),
       page.Key(1), page.Limit()});
}

std::vector<std::string> SortKeys(const v1::Complaint& complaint) {
  return {db::TimestampText(complaint.create_time()), complaint.complaint_id()};
}

std::vector<v1::Complaint> LockUninformed(db::Tx& tx, const std::string& programme_id,
                                          absl::CivilDay received, int count) {
  return db::Select<v1::Complaint>(
      tx,
      "WHERE r.programme_id = $1 AND (r.received_time AT TIME ZONE 'Europe/Prague')::date <= "
      "$3::date AND r.type = 'COMPLAINT' AND r.client_informed_time IS NULL AND "
      "r.overdue_on IS NULL AND r.state NOT IN ('CLOSED', 'RECLASSIFIED_NOTICE', "
      "'REROUTED_DEFECT') ORDER BY r.complaint_id LIMIT $2 FOR UPDATE",
      {programme_id, std::to_string(count), dates::DateText(received)});
}

std::vector<v1::Complaint> LockUnforwarded(db::Tx& tx, const std::string& programme_id,
                                           absl::CivilDay received, int count) {
  return db::Select<v1::Complaint>(
      tx,
      "WHERE r.programme_id = $1 AND (r.received_time AT TIME ZONE 'Europe/Prague')::date <= "
      "$3::date AND r.type = 'COMPLAINT' AND r.forwarded_time IS NULL AND "
      "r.unforwarded_on IS NULL AND r.state IN ('RECEIVED', 'CLIENT_INFORMED') "
      "ORDER BY r.complaint_id LIMIT $2 FOR UPDATE",
      {programme_id, std::to_string(count), dates::DateText(received)});
}

void KeepDeviations(rpc::Call& call, const Judge& judge, const v1::Complaint& complaint,
                    const std::string& reason) {
  if (judge.deviations().empty()) return;
  const auto programme = ReadProgramme(call.tx(), complaint.programme_id());
  if (!programme.ok()) return;
  KeepDeviations(call, judge,
                 {.programme = &*programme,
                  .client_id = complaint.client_id(),
                  .holder = rpc::HolderOf(complaint),
                  .record_type = "Complaint",
                  .record_id = complaint.complaint_id(),
                  .reason = reason,
                  .occurred_at = call.now()});
}

void EmitComplaint(rpc::Call& call, std::string_view type, const v1::Complaint& complaint) {
  v1::ComplaintFact fact;
  fact.set_programme_id(complaint.programme_id());
  fact.set_tenancy_id(complaint.tenancy_id());
  fact.set_type(complaint.type());
  fact.set_topic(complaint.topic());
  fact.set_conclusion(complaint.conclusion());
  if (complaint.has_client_informed_time()) {
    fact.set_days_to_client(
        WorkingDaysBetween(dates::DayAt(rpc::FromTimestamp(complaint.received_time())),
                           dates::DayAt(rpc::FromTimestamp(complaint.client_informed_time()))));
  }
  fact.set_complaints_of_tenancy(
      call.tx()
          .Run("SELECT count(*) FROM complaints WHERE tenancy_id = $1 AND type = 'COMPLAINT' AND "
               "state NOT IN ('RECLASSIFIED_NOTICE', 'REROUTED_DEFECT')",
               {complaint.tenancy_id()})[0][0]
          .as<int>());
  call.Emit(type, complaint, &fact);
}

std::vector<v1::ComplaintTrend> TrendOf(db::Tx& tx, const std::string& tenancy_id) {
  const pqxx::result rows = tx.Run(
      "SELECT to_char(date_trunc('month', received_time AT TIME ZONE 'Europe/Prague'), "
      "'YYYY-MM-DD'), count(*) FILTER (WHERE type = 'REMARK'), count(*) FILTER (WHERE type = "
      "'NOTICE'), count(*) FILTER (WHERE type = 'COMPLAINT') FROM complaints WHERE tenancy_id = $1 "
      "GROUP BY 1 ORDER BY 1",
      {tenancy_id});
  std::vector<v1::ComplaintTrend> months;
  for (const auto& row : rows) {
    v1::ComplaintTrend& month = months.emplace_back();
    *month.mutable_month() =
        dates::ToDate(dates::ParseDate(row[0].c_str()).value_or(absl::CivilDay::min()));
    month.set_remarks(row[1].as<int>());
    month.set_notices(row[2].as<int>());
    month.set_complaints(row[3].as<int>());
  }
  return months;
}

std::vector<v1::RepeatedComplainant> RepeatedComplainants(db::Tx& tx,
                                                          const std::string& programme_id,
                                                          const rpc::Unit& unit) {
  const pqxx::result rows = tx.Run(
      "SELECT complainant_key, count(*), count(*) FILTER (WHERE conclusion = 'UNJUSTIFIED') FROM "
      "complaints WHERE programme_id = $1 AND agency_id = $2 AND department_id IS NOT DISTINCT "
      "FROM $3::uuid AND complainant_key IS NOT NULL AND type = 'COMPLAINT' GROUP BY 1 HAVING "
      "count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 200",
      {programme_id, unit.agency_id, OrNull(unit.department_id)});
  std::vector<v1::RepeatedComplainant> complainants;
  for (const auto& row : rows) {
    v1::RepeatedComplainant& one = complainants.emplace_back();
    one.set_complainant_key(row[0].as<std::string>());
    one.set_complaints(row[1].as<int>());
    one.set_unjustified(row[2].as<int>());
  }
  return complainants;
}

std::vector<std::string> InvolvementOf(db::Tx& tx, const std::string& worker_id,
                                       const std::string& client_id) {
  const pqxx::result rows = tx.Run(
      "SELECT 'Application' WHERE EXISTS (SELECT 1 FROM applications a WHERE a.client_id = $2 AND "
      "$1::uuid IN (a.received_by_worker_id, a.owner_worker_id, a.investigator_worker_id, "
      "a.notified_by_worker_id)) "
      "UNION ALL SELECT 'Tenancy' WHERE EXISTS (SELECT 1 FROM tenancies t WHERE t.client_id = $2 "
      "AND $1::uuid IN (t.manager_worker_id, t.accompanied_by_worker_id)) "
      "UNION ALL SELECT 'ExtensionDecision' WHERE EXISTS (SELECT 1 FROM extension_decisions d "
      "WHERE d.client_id = $2 AND d.worker_id = $1::uuid) "
      "UNION ALL SELECT 'Complaint' WHERE EXISTS (SELECT 1 FROM complaints c WHERE c.client_id = "
      "$2 AND $1::uuid IN (c.received_by_worker_id, c.officer_worker_id)) "
      "UNION ALL SELECT 'HouseRuleBreach' WHERE EXISTS (SELECT 1 FROM house_rule_breaches b WHERE "
      "b.client_id = $2 AND b.worker_id = $1::uuid)",
      {worker_id, client_id});
  std::vector<std::string> types;
  for (const auto& row : rows) types.push_back(row[0].as<std::string>());
  return types;
}

}  // namespace opora::housing
