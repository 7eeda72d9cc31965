#include "services/client_registry/agencies/agency_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using Param = std::optional<std::string>;

// Records of the person whom $1 is one record of.
constexpr char kRecordsOfPerson[] = "(SELECT * FROM records_of($1))";

template <typename Record>
bool FindOne(db::Tx& tx, std::string_view rest, const db::Params& params, Record& found) {
  std::vector<Record> rows = db::Select<Record>(tx, rest, params);
  if (rows.empty()) return false;
  found = std::move(rows.front());
  return true;
}

}  // namespace

void FindAgencies(db::Tx& tx, v1::AgencyType type, const rpc::Page& page,
                  const std::function<v1::Agency*()>& add) {
  const Param wanted = db::StoredOrNull(type);
  db::SelectInto(tx, v1::Agency::default_instance(),
                 "WHERE ($1::text IS NULL OR r.type = $1::text) AND "
                 "($2::text IS NULL OR (r.name, r.agency_id) > ($2::text, $3::uuid)) "
                 "ORDER BY r.name, r.agency_id LIMIT $4",
                 {wanted, page.Key(0), page.Key(1), page.Limit()}, add);
}

bool FindStaffing(db::Tx& tx, const v1::Staffing& keys, v1::Staffing& found) {
  return FindOne(tx, "WHERE r.service_id = $1 AND r.as_of_date = $2",
                 {keys.service_id(), dates::DateText(dates::FromDate(keys.as_of_date()))}, found);
}

bool FindCapacity(db::Tx& tx, const v1::Capacity& keys, v1::Capacity& found) {
  return FindOne(tx,
                 "WHERE r.service_id = $1 AND r.as_of_date = $2 AND r.form = $3 AND r.kind = $4",
                 {keys.service_id(), dates::DateText(dates::FromDate(keys.as_of_date())),
                  db::Stored(keys.form()), db::Stored(keys.kind())},
                 found);
}

std::optional<v1::Staffing> StaffingAsOf(db::Tx& tx, const std::string& service_id,
                                         absl::CivilDay day) {
  v1::Staffing found;
  const bool any = FindOne(
      tx, "WHERE r.service_id = $1 AND r.as_of_date <= $2 ORDER BY r.as_of_date DESC LIMIT 1",
      {service_id, dates::DateText(day)}, found);
  return any ? std::optional(std::move(found)) : std::nullopt;
}

std::vector<v1::Capacity> CapacitiesAsOf(db::Tx& tx, const std::string& service_id,
                                         absl::CivilDay day) {
  return db::Select<v1::Capacity>(
      tx,
      "WHERE r.capacity_id IN (SELECT DISTINCT ON (c.form, c.kind) c.capacity_id FROM capacities c "
      "WHERE c.service_id = $1 AND c.as_of_date <= $2 "
      "ORDER BY c.form, c.kind, c.as_of_date DESC) ORDER BY r.kind, r.form",
      {service_id, dates::DateText(day)});
}

int32_t ClientsOfService(db::Tx& tx, const std::string& service_id) {
  return tx
      .Run(
          "SELECT count(DISTINCT k.survivor_id) FROM client_assignments a "
          "JOIN client_clusters k USING (client_id) JOIN services s USING (service_id) "
          "WHERE a.service_id = $1 AND a.state = 'ACTIVE' "
          "AND (s.counted_class <> 'LONG_TERM' OR a.client_class <> 'SHORT_TERM')",
          {service_id})[0][0]
      .as<int32_t>();
}

int32_t ClientsOfWorker(db::Tx& tx, const std::string& service_id, const std::string& worker_id) {
  return tx
      .Run(
          "SELECT count(DISTINCT k.survivor_id) FROM client_assignments a "
          "JOIN client_clusters k USING (client_id) JOIN services s USING (service_id) "
          "WHERE a.service_id = $1 AND a.worker_id = $2 AND a.state = 'ACTIVE' "
          "AND (s.counted_class <> 'LONG_TERM' OR a.client_class <> 'SHORT_TERM')",
          {service_id, worker_id})[0][0]
      .as<int32_t>();
}

bool HoldsRole(db::Tx& tx, const std::string& worker_id, common::v1::ActingRole role,
               absl::CivilDay day) {
  return !tx.Run(
                "SELECT 1 FROM role_assignments WHERE worker_id = $1 AND role = $2 AND "
                "$3::date BETWEEN valid_from AND coalesce(valid_to, 'infinity')",
                {worker_id, db::Stored(role), dates::DateText(day)})
              .empty();
}

bool LockPerson(db::Tx& tx, const std::string& client_id) {
  const std::string lock = absl::StrCat("SELECT client_id FROM clients WHERE client_id IN ",
                                        kRecordsOfPerson, " ORDER BY client_id FOR UPDATE");
  std::vector<std::string> locked;
  // A merge that committed while this waited has changed who the person is: lock those records too.
  while (true) {
    std::vector<std::string> records;
    for (const auto& row : tx.Run(lock, {client_id})) records.emplace_back(row[0].c_str());
    if (records == locked) return !records.empty();
    locked = std::move(records);
  }
}

std::vector<v1::ClientAssignment> OpenAssignments(db::Tx& tx, const std::string& client_id) {
  return db::Select<v1::ClientAssignment>(
      tx, absl::StrCat("WHERE r.client_id IN ", kRecordsOfPerson, " AND r.state <> 'ENDED'"),
      {client_id});
}

std::vector<v1::ClientAssignment> ActiveAssignments(db::Tx& tx, const std::string& client_id) {
  std::vector<v1::ClientAssignment> active = OpenAssignments(tx, client_id);
  std::erase_if(active, [](const v1::ClientAssignment& one) {
    return one.state() != v1::ASSIGNMENT_STATE_ACTIVE;
  });
  return active;
}

void FindAssignments(db::Tx& tx, const std::string& client_id, absl::CivilDay day,
                     const rpc::Page& page, const std::function<v1::ClientAssignment*()>& add) {
  db::SelectInto(
      tx, v1::ClientAssignment::default_instance(),
      absl::StrCat("WHERE r.client_id IN ", kRecordsOfPerson,
                   " AND $2::date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity') "
                   "AND ($3::text IS NULL OR (r.create_time, r.assignment_id) < "
                   "($3::text::timestamptz, $4::uuid)) "
                   "ORDER BY r.create_time DESC, r.assignment_id DESC LIMIT $5"),
      {client_id, dates::DateText(day), page.Key(0), page.Key(1), page.Limit()}, add);
}

std::vector<std::string> SortKeys(const v1::ClientAssignment& assignment) {
  return {db::TimestampText(assignment.create_time()), assignment.assignment_id()};
}

void AddUnit(db::Tx& tx, const std::string& client_id, const rpc::Unit& unit) {
  const Param department = db::OrNull(unit.department_id);
  tx.Run(
      "INSERT INTO client_units (client_id, agency_id, department_id) VALUES ($1, $2, $3) "
      "ON CONFLICT DO NOTHING",
      {client_id, unit.agency_id, department});
}

bool HasCaseloadLimits(db::Tx& tx, const std::string& agency_id, absl::CivilDay day) {
  return !tx.Run(
                "SELECT 1 FROM services s WHERE s.agency_id = $1 AND coalesce(s.closed_on, "
                "'infinity') > $2::date AND (s.target_groups_only OR EXISTS (SELECT 1 FROM "
                "staffings g WHERE g.service_id = s.service_id AND g.as_of_date <= $2::date AND "
                "g.caseload_per_fte IS NOT NULL)) LIMIT 1",
                {agency_id, dates::DateText(day)})
              .empty();
}

}  // namespace opora::registry
