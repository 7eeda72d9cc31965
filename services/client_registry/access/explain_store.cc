#include "services/client_registry/access/explain_store.h"

#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/registry_decider.h"

namespace opora::registry::access {
namespace {

std::vector<Assigned> ReadAssigned(db::Tx& tx, const std::string& client_id, absl::CivilDay day) {
  const pqxx::result rows = tx.Run(
      "SELECT assignment_id, worker_id, agency_id, department_id, service_id, role FROM "
      "client_assignments WHERE client_id IN (SELECT * FROM records_of($1)) AND valid_from <= $2 "
      "AND coalesce(valid_to, 'infinity') >= $2 AND (state = 'ACTIVE' OR valid_to IS NOT NULL) "
      "ORDER BY create_time, assignment_id",
      {client_id, dates::DateText(day)});
  std::vector<Assigned> assigned;
  for (const auto& row : rows) {
    Assigned& one = assigned.emplace_back();
    one.assignment_id = db::Text(row[0]);
    one.worker_id = db::Text(row[1]);
    one.unit = {db::Text(row[2]), db::Text(row[3])};
    one.service_id = db::Text(row[4]);
    one.role = db::EnumOf<common::v1::ActingRole>(db::Text(row[5]));
  }
  return assigned;
}

}  // namespace

Grounds ReadGrounds(rpc::Call& call, const std::string& client_id, absl::Time instant) {
  Grounds grounds;
  grounds.instant = instant;
  grounds.day = dates::DayAt(instant);
  if (instant < call.now()) {
    auto facts = ReadFactsAsOf(call.tx(), {client_id}, instant);
    grounds.facts = std::move(facts[client_id]);
  } else {
    grounds.facts = FactsOf(call, client_id);
  }
  grounds.law = ReadLaw(call.tx(), grounds.day);
  grounds.classes =
      ReadClasses(call.tx(), {grounds.facts.units.begin(), grounds.facts.units.end()}, grounds.day);
  grounds.assigned = ReadAssigned(call.tx(), client_id, grounds.day);
  return grounds;
}

}  // namespace opora::registry::access
