#include "services/housing_referral/programmes/programme_store.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "services/housing_referral/records.h"

namespace opora::housing {
namespace {

template <typename Record>
std::optional<Record> FindNumbered(db::Tx& tx, const std::string& programme_id, int version) {
  std::vector<Record> found = db::Select<Record>(
      tx,
      "WHERE r.programme_id = $1 AND ($2::integer = 0 OR r.version = $2::integer) "
      "ORDER BY r.version DESC LIMIT 1",
      {programme_id, std::to_string(version)});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

absl::StatusOr<v1::Programme> ReadProgramme(db::Tx& tx, const std::string& programme_id) {
  return db::Get<v1::Programme>(tx, programme_id);
}

std::vector<v1::ProgrammeRole> RolesOn(db::Tx& tx, const std::string& programme_id,
                                       absl::CivilDay day) {
  return db::Select<v1::ProgrammeRole>(
      tx,
      "WHERE r.programme_id = $1 AND $2::date BETWEEN r.valid_from AND coalesce(r.valid_to, "
      "'infinity') ORDER BY r.function, r.programme_role_id",
      {programme_id, dates::DateText(day)});
}

std::optional<v1::RuleSettings> FindSettings(db::Tx& tx, const std::string& programme_id,
                                             int version) {
  return FindNumbered<v1::RuleSettings>(tx, programme_id, version);
}

std::vector<v1::SeparationWaiver> WaiversOn(db::Tx& tx, const std::string& programme_id,
                                            absl::CivilDay day) {
  return db::Select<v1::SeparationWaiver>(
      tx,
      "WHERE r.programme_id = $1 AND $2::date BETWEEN r.valid_from AND coalesce(r.valid_to, "
      "'infinity') ORDER BY r.rule, r.waiver_id",
      {programme_id, dates::DateText(day)});
}

ProgrammeRules RulesOf(db::Tx& tx, const std::string& programme_id, absl::CivilDay day) {
  return {FindSettings(tx, programme_id).value_or(v1::RuleSettings()),
          WaiversOn(tx, programme_id, day)};
}

Judge JudgeOf(rpc::Call& call, const std::string& programme_id) {
  return {RulesOf(call.tx(), programme_id, dates::DayAt(call.now())), call.caller().worker_id,
          call.language()};
}

std::optional<v1::SelectionCriteria> FindCriteria(db::Tx& tx, const std::string& programme_id,
                                                  int version) {
  return FindNumbered<v1::SelectionCriteria>(tx, programme_id, version);
}

std::optional<v1::LandlordConditions> ConditionsInForce(db::Tx& tx, const std::string& programme_id,
                                                        const rpc::Unit& landlord) {
  auto found = db::Select<v1::LandlordConditions>(
      tx,
      "WHERE r.programme_id = $1 AND r.agency_id = $2 AND r.department_id IS NOT DISTINCT FROM "
      "$3::uuid AND r.state = 'IN_FORCE'",
      {programme_id, landlord.agency_id, OrNull(landlord.department_id)});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<v1::DebtRule> DebtRuleOn(db::Tx& tx, const std::string& programme_id,
                                       const rpc::Unit& landlord, absl::CivilDay day) {
  auto found = db::Select<v1::DebtRule>(
      tx,
      "WHERE r.programme_id = $1 AND r.agency_id = $2 AND r.department_id IS NOT DISTINCT FROM "
      "$3::uuid AND r.valid_from <= $4::date ORDER BY r.valid_from DESC LIMIT 1",
      {programme_id, landlord.agency_id, OrNull(landlord.department_id), dates::DateText(day)});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void FindProgrammes(db::Tx& tx, const rpc::Unit& unit, const rpc::Page& page, const std::function<google::protobuf::Message*()>& add) {
  db::SelectInto(
      tx, v1::Programme::default_instance(),
      "WHERE ($1::uuid IS NULL OR (r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM "
      "$2::uuid) OR EXISTS (SELECT 1 FROM programme_partners p WHERE p.programme_id = "
      "r.programme_id AND p.agency_id = $1 AND p.department_id IS NOT DISTINCT FROM $2::uuid)) "
      "AND ($3::text IS NULL OR (r.name, r.programme_id) > ($3, $4::uuid)) "
      "ORDER BY r.name, r.programme_id LIMIT $5",
      {OrNull(unit.agency_id), OrNull(unit.department_id),
       page.Key(0),
       page.Key(1), page.Limit()},
      add);
}

std::vector<std::string> ClientsOf(db::Tx& tx, const std::string& programme_id) {
  const pqxx::result rows = tx.Run(
      "SELECT client_id FROM applications WHERE programme_id = $1 AND state NOT IN "
      "('REJECTED', 'WITHDRAWN') UNION SELECT client_id FROM tenancies WHERE programme_id = "
      "$1 AND state <> 'ENDED'",
      {programme_id});
  std::vector<std::string> clients;
  for (const auto& row : rows) clients.push_back(row[0].as<std::string>());
  return clients;
}

void KeepDeviations(rpc::Call& call, const Judge& judge, const DeviationContext& context) {
  for (const rules::Rule* rule : judge.deviations()) {
    v1::RecordedDeviation deviation;
    deviation.set_deviation_id(ids::TimeOrderedId(call.now()));
    deviation.set_client_id(context.client_id);
    rpc::SetHolder(context.holder, deviation);
    deviation.set_recipient_agency_id(context.programme->agency_id());
    if (context.programme->has_department_id())
      deviation.set_recipient_department_id(context.programme->department_id());
    deviation.set_programme_id(context.programme->programme_id());
    deviation.set_record_type(context.record_type);
    deviation.set_record_id(context.record_id);
    deviation.set_rule(std::string(rule->id));
    deviation.set_rule_reason(std::string(rule->reason));
    if (!context.reason.empty()) deviation.set_reason(context.reason);
    deviation.set_is_fact(context.is_fact);
    deviation.set_settings_version(judge.rules().version());
    deviation.set_worker_id(call.caller().worker_id);
    *deviation.mutable_occurred_at() = rpc::ToTimestamp(context.occurred_at);
    *deviation.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), deviation);
  }
}

}  // namespace opora::housing
