#include "services/case_conference/crises/crisis_access.h"

#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "services/case_conference/crises/crisis_rules.h"

namespace opora::conference {

std::optional<v1::TeamRules> TeamRulesOf(db::Tx& tx, const rpc::Unit& unit) {
  auto found = db::Select<v1::TeamRules>(
      tx, "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2",
      {unit.agency_id, unit.department_id});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<v1::EmergencyContact> ContactsNow(rpc::Call& call) {
  const std::optional<v1::TeamRules> rules = TeamRulesOf(call.tx(), call.caller().unit);
  if (!rules.has_value() || IsOnDuty(*rules, call.now())) return {};
  return {rules->emergency_contacts().begin(), rules->emergency_contacts().end()};
}

std::vector<v1::ReportRecipient> RecipientsOn(db::Tx& tx, absl::CivilDay day) {
  return db::Select<v1::ReportRecipient>(
      tx,
      "WHERE r.valid_from <= $1::date AND coalesce(r.valid_to >= $1::date, true) ORDER BY r.row_id",
      {dates::DateText(day)});
}

bool IsInCrisis(rpc::Call& call, const std::string& client_id) {
  const rpc::Unit& unit = call.caller().unit;
  for (const v1::Crisis& crisis :
       db::Select<v1::Crisis>(call.tx(),
                              "WHERE r.client_id IN (SELECT records_of($1)) AND r.state = 'OPEN' "
                              "AND r.agency_id = $2 AND "
                              "coalesce(r.department_id::text, '') = $3",
                              {client_id, unit.agency_id, unit.department_id})) {
    if (EndangersClient(crisis.kind())) return true;
  }
  return false;
}

void MoveReflections(rpc::Call& call, const v1::Crisis& crisis) {
  for (v1::Reflection& reflection : db::Select<v1::Reflection>(
           call.tx(),
           "WHERE r.crisis_id = $1 AND r.close_time IS NULL ORDER BY r.reflection_id FOR UPDATE",
           {crisis.crisis_id()})) {
    if (!MoveReflection(crisis.state(), call.now(), reflection)) continue;
    db::Update(call.tx(), reflection, {"state", "due_date"});
    call.Emit("ReflectionMoved", reflection);
  }
}

void StoreCrisis(rpc::Call& call, v1::Crisis& crisis) {
  crisis.set_crisis_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, crisis);
  crisis.clear_areas();
  for (common::v1::DataArea area : AreasOf(crisis.kind())) crisis.add_areas(area);
  if (!crisis.has_key_worker_id()) crisis.set_key_worker_id(call.caller().worker_id);
  if (crisis.priority() == v1::CRISIS_PRIORITY_UNSPECIFIED)
    crisis.set_priority(v1::CRISIS_PRIORITY_HIGH);
  crisis.set_state(v1::CRISIS_STATE_OPEN);
  for (v1::CrisisActor& actor : *crisis.mutable_actors()) actor.set_actor_id(ids::RandomId());
  *crisis.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), crisis);
  const v1::CrisisFact fact = FactOf(crisis, call.now());
  call.Emit("CrisisOpened", crisis, &fact);
}

}  // namespace opora::conference
