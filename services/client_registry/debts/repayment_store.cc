#include "services/client_registry/debts/repayment_store.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"

namespace opora::registry {

OptionalPolicy PolicyOn(db::Tx& tx, const std::string& creditor_agency_id, absl::CivilDay day) {
  if (creditor_agency_id.empty()) return std::nullopt;
  auto policies = db::Select<v1::CreditorPolicy>(
      tx,
      "WHERE r.creditor_agency_id = $1 AND r.valid_from <= $2 ORDER BY r.valid_from DESC LIMIT 1",
      {creditor_agency_id, dates::DateText(day)});
  if (policies.empty()) return std::nullopt;
  return std::move(policies.front());
}

OptionalPolicy PolicyOn(db::Tx& tx, const v1::Debt& debt, absl::CivilDay day) {
  return PolicyOn(tx, debt.creditor_agency_id(), day);
}

absl::StatusOr<ScheduleOfDebt> LockSchedule(db::Tx& tx, const std::string& schedule_id,
                                            const std::string& etag) {
  ASSIGN_OR_RETURN(const v1::RepaymentSchedule seen,
                   db::Get<v1::RepaymentSchedule>(tx, schedule_id));
  ScheduleOfDebt found;
  ASSIGN_OR_RETURN(found.debt, db::Lock<v1::Debt>(tx, seen.debt_id()));
  ASSIGN_OR_RETURN(found.schedule, db::Lock<v1::RepaymentSchedule>(tx, schedule_id, etag));
  return found;
}

std::vector<v1::RepaymentSchedule> OpenSchedules(db::Tx& tx, const std::string& debt_id) {
  return db::Select<v1::RepaymentSchedule>(
      tx, "WHERE r.debt_id = $1 AND r.state IN ('DRAFT', 'AGREED', 'ACTIVE') FOR UPDATE",
      {debt_id});
}

std::vector<std::string> SchedulesWithMissed(db::Tx& tx, absl::CivilDay as_of, int limit) {
  std::vector<std::string> schedules;
  // The grace is that of the policy in force on the day when the instalment was due.
  for (const auto& row : tx.Run(
           "SELECT DISTINCT s.schedule_id, d.debt_id FROM instalments i JOIN repayment_schedules s "
           "USING "
           "(schedule_id) JOIN debts d USING (debt_id) LEFT JOIN LATERAL (SELECT grace_days FROM "
           "creditor_policies p WHERE p.creditor_agency_id = d.creditor_agency_id AND p.valid_from "
           "<= i.due_date ORDER BY p.valid_from DESC LIMIT 1) p ON true WHERE i.missed_on IS NULL "
           "AND (i.paid_on IS NULL OR i.paid_on > i.due_date) AND i.due_date < $1::date AND "
           "s.state IN ('AGREED', 'ACTIVE') AND i.due_date + "
           "coalesce(p.grace_days, 0) < $1::date AND coalesce(i.paid_on, 'infinity') > i.due_date "
           "+ "
           "coalesce(p.grace_days, 0) ORDER BY d.debt_id, s.schedule_id LIMIT $2",
           {dates::DateText(as_of), std::to_string(limit)})) {
    schedules.push_back(row[0].c_str());
  }
  return schedules;
}

std::vector<v1::Debt> DebtsTowards(db::Tx& tx, const v1::GetDebtorStandingRequest& request) {
  const bool agency = !request.creditor_agency_id().empty();
  return db::Select<v1::Debt>(
      tx,
      agency ? "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.creditor_agency_id = "
               "$2::uuid ORDER BY r.debt_id"
             : "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.creditor_name = $2 ORDER "
               "BY r.debt_id",
      {request.client_id(), agency ? request.creditor_agency_id() : request.creditor_name()});
}

std::vector<v1::RepaymentSchedule> SchedulesOf(db::Tx& tx, const std::vector<v1::Debt>& debts) {
  std::vector<std::string> ids;
  for (const v1::Debt& debt : debts) ids.push_back(debt.debt_id());
  return db::Select<v1::RepaymentSchedule>(
      tx, "WHERE r.debt_id = ANY($1::uuid[]) ORDER BY r.create_time DESC, r.schedule_id",
      {db::ArrayLiteral(ids)});
}

int64_t WaivedOf(db::Tx& tx, const std::string& debt_id) {
  return tx
      .Run(
          "SELECT coalesce(sum(amount_minor_units), 0) FROM waiver_requests WHERE debt_id = $1 AND "
          "state = 'GRANTED' AND scope = 'PRINCIPAL'",
          {debt_id})[0][0]
      .as<int64_t>();
}

}  // namespace opora::registry
