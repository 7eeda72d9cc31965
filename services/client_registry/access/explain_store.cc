#include "services/client_registry/access/explain_store.h"

#include "common/db/plan.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/registry_decider.h"

namespace opora::registry::access {
namespace {

std::string Text(const pqxx::field& field) { return field.is_null() ? "" : field.c_str(); }

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
    one.assignment_id = Text(row[0]);
    one.worker_id = Text(row[1]);
    one.unit = {Text(row[2]), Text(row[3])};
    one.service_id = Text(row[4]);
    const auto* role = db::FromStoredName(*common::v1::ActingRole_descriptor(), Text(row[5]));
    if (role != nullptr) one.role = static_cast<common::v1::ActingRole>(role->number());
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
