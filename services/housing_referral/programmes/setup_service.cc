#include "services/housing_referral/programmes/setup_service.h"

#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/time/date.h"
#include "services/housing_referral/programmes/programme_access.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {
namespace {

template <typename Record>
rpc::Unit UnitIn(const Record& record) {
  return {record.agency_id(), record.department_id()};
}

std::vector<v1::ProgrammeFunction> FunctionsOf(const std::vector<v1::ProgrammeRole>& roles,
                                               const std::string& worker_id) {
  std::vector<v1::ProgrammeFunction> functions;
  for (const v1::ProgrammeRole& role : roles) {
    if (role.worker_id() == worker_id) functions.push_back(role.function());
  }
  return functions;
}

// Only the liaison depends on whom the worker supports (HOUS-07).
absl::StatusOr<bool> IsKeyWorker(rpc::Call& call, const Registry& registry,
                                 const v1::ProgrammeRole& role) {
  if (role.function() != v1::PROGRAMME_FUNCTION_LANDLORD_LIAISON) return false;
  return registry.IsKeyWorkerOf(call, role.worker_id(), ClientsOf(call.tx(), role.programme_id()));
}

absl::StatusOr<v1::LandlordConditions> LockConditions(rpc::Call& call, const std::string& id) {
  ASSIGN_OR_RETURN(v1::LandlordConditions conditions,
                   db::Lock<v1::LandlordConditions>(call.tx(), id));
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   ReadProgramme(call.tx(), conditions.programme_id()));
  RETURN_IF_ERROR(CheckUnitOrRealiser(call, programme, UnitIn(conditions)));
  if (conditions.state() != v1::CONDITIONS_STATE_DRAFT)
    return rules::Refuse(rule::kConditionsStateRefuses);
  return conditions;
}

void EndConditionsBefore(rpc::Call& call, const v1::LandlordConditions& next) {
  auto before = ConditionsInForce(call.tx(), next.programme_id(), UnitIn(next));
  if (!before.has_value()) return;
  before->set_state(v1::CONDITIONS_STATE_ENDED);
  db::Update(call.tx(), *before, {"state"});
  call.Emit("LandlordConditionsEnded", *before);
}

}  // namespace

void SetupService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.ProgrammeService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("NameRole", &SetupService::NameRole);
  bind("EndRole", &SetupService::EndRole);
  bind("ListRoles", &SetupService::ListRoles);
  bind("PutSelectionCriteria", &SetupService::PutSelectionCriteria);
  bind("GetSelectionCriteria", &SetupService::GetSelectionCriteria);
  bind("PutLandlordConditions", &SetupService::PutLandlordConditions);
  bind("ClarifyCondition", &SetupService::ClarifyCondition);
  bind("AgreeLandlordConditions", &SetupService::AgreeLandlordConditions);
  bind("ListLandlordConditions", &SetupService::ListLandlordConditions);
  bind("PutDebtRule", &SetupService::PutDebtRule);
  bind("GetDebtRule", &SetupService::GetDebtRule);
  bind("PutRuleSettings", &SetupService::PutRuleSettings);
  bind("GetRuleSettings", &SetupService::GetRuleSettings);
  bind("WaiveSeparation", &SetupService::WaiveSeparation);
  bind("ListWaivers", &SetupService::ListWaivers);
  bind("ListDeviations", &SetupService::ListDeviations);
}

absl::StatusOr<v1::NameRoleResponse> SetupService::NameRole(rpc::Call& call,
                                                            const v1::NameRoleRequest& request) {
  const absl::CivilDay today = dates::DayAt(call.now());
  ASSIGN_OR_RETURN(const absl::CivilDay from,
                   DayOr(request.role().has_valid_from(), request.role().valid_from(),
                         "role.valid_from", call.now()));
  ASSIGN_OR_RETURN(const bool key_worker, IsKeyWorker(call, registry_, request.role()));
  // Locked: two functions that oppose each other are not given at the same moment.
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   db::Lock<v1::Programme>(call.tx(), request.role().programme_id()));
  RETURN_IF_ERROR(CheckUnitOrRealiser(call, programme, UnitIn(request.role())));
  if (!TakesPart(programme, UnitIn(request.role())))
    return rules::Refuse(rule::kUnitNotPartner, {.field = "role.agency_id"});
  v1::NameRoleResponse response;
  v1::ProgrammeRole& role = *response.mutable_role();
  role = request.role();
  Judge judge(RulesOf(call.tx(), role.programme_id(), today), role.worker_id(), call.language());
  const auto roles = RolesOn(call.tx(), role.programme_id(), today);
  for (const rules::Rule* problem :
       RoleProblems(role.function(), FunctionsOf(roles, role.worker_id()), key_worker)) {
    RETURN_IF_ERROR(judge.Broken(*problem));
  }
  role.set_programme_role_id(ids::RandomId());
  *role.mutable_valid_from() = dates::ToDate(from);
  db::Insert(call.tx(), role);
  call.Emit("ProgrammeRoleNamed", role);
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::EndRoleResponse> SetupService::EndRole(rpc::Call& call,
                                                          const v1::EndRoleRequest& request) {
  v1::EndRoleResponse response;
  v1::ProgrammeRole& role = *response.mutable_role();
  ASSIGN_OR_RETURN(role, db::Lock<v1::ProgrammeRole>(call.tx(), request.programme_role_id()));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), role.programme_id()));
  RETURN_IF_ERROR(CheckUnitOrRealiser(call, programme, UnitIn(role)));
  const absl::CivilDay last =
      std::max(dates::FromDate(role.valid_from()), dates::DayAt(call.now()));
  *role.mutable_valid_to() = dates::ToDate(last);
  db::Update(call.tx(), role, {"valid_to"});
  call.Emit("ProgrammeRoleEnded", role);
  return response;
}

absl::StatusOr<v1::ListRolesResponse> SetupService::ListRoles(rpc::Call& call,
                                                              const v1::ListRolesRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  RETURN_IF_ERROR(ReadProgramme(call.tx(), request.programme_id()).status());
  v1::ListRolesResponse response;
  for (auto& role : RolesOn(call.tx(), request.programme_id(), day))
    *response.add_roles() = std::move(role);
  return response;
}

absl::StatusOr<v1::PutSelectionCriteriaResponse> SetupService::PutSelectionCriteria(
    rpc::Call& call, const v1::PutSelectionCriteriaRequest& request) {
  ASSIGN_OR_RETURN(const v1::Programme programme, LockRealised(call, request.programme_id()));
  const auto before = FindCriteria(call.tx(), programme.programme_id());
  v1::PutSelectionCriteriaResponse response;
  v1::SelectionCriteria& criteria = *response.mutable_criteria();
  criteria = request.criteria();
  criteria.set_criteria_id(ids::RandomId());
  criteria.set_programme_id(programme.programme_id());
  criteria.set_version(before.has_value() ? before->version() + 1 : 1);
  for (v1::Criterion& criterion : *criteria.mutable_criteria())
    criterion.set_criterion_id(ids::RandomId());
  *criteria.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), criteria);
  call.Emit("SelectionCriteriaPut", criteria);
  return response;
}

absl::StatusOr<v1::GetSelectionCriteriaResponse> SetupService::GetSelectionCriteria(
    rpc::Call& call, const v1::GetSelectionCriteriaRequest& request) {
  auto found = FindCriteria(call.tx(), request.programme_id(), request.version());
  if (!found.has_value()) return rules::NotFound();
  v1::GetSelectionCriteriaResponse response;
  *response.mutable_criteria() = *std::move(found);
  return response;
}

absl::StatusOr<v1::PutLandlordConditionsResponse> SetupService::PutLandlordConditions(
    rpc::Call& call, const v1::PutLandlordConditionsRequest& request) {
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   ReadProgramme(call.tx(), request.conditions().programme_id()));
  RETURN_IF_ERROR(CheckUnitOrRealiser(call, programme, UnitIn(request.conditions())));
  RETURN_IF_ERROR(CheckSide(programme, UnitIn(request.conditions()), v1::PARTNER_SIDE_LANDLORD,
                            "conditions.agency_id"));
  v1::PutLandlordConditionsResponse response;
  v1::LandlordConditions& conditions = *response.mutable_conditions();
  conditions = request.conditions();
  conditions.set_conditions_id(ids::RandomId());
  conditions.set_state(v1::CONDITIONS_STATE_DRAFT);
  conditions.clear_force_time();
  bool unclear = false;
  for (v1::LandlordCondition& condition : *conditions.mutable_conditions()) {
    condition.set_condition_id(ids::RandomId());
    unclear |= !condition.has_observable_criterion();
  }
  *conditions.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), conditions);
  call.Emit("LandlordConditionsPut", conditions);
  if (unclear) *response.add_warnings() = rules::Warn(rule::kConditionUnclarified, call.language());
  return response;
}

absl::StatusOr<v1::ClarifyConditionResponse> SetupService::ClarifyCondition(
    rpc::Call& call, const v1::ClarifyConditionRequest& request) {
  v1::ClarifyConditionResponse response;
  v1::LandlordConditions& conditions = *response.mutable_conditions();
  ASSIGN_OR_RETURN(conditions, LockConditions(call, request.conditions_id()));
  for (v1::LandlordCondition& condition : *conditions.mutable_conditions()) {
    if (condition.condition_id() != request.condition_id()) continue;
    condition.set_observable_criterion(request.observable_criterion());
    db::Update(call.tx(), conditions, {"conditions"});
    call.Emit("LandlordConditionClarified", conditions);
    return response;
  }
  return rules::InvalidField("condition_id", "CONDITION_UNKNOWN", "is none of these conditions");
}

absl::StatusOr<v1::AgreeLandlordConditionsResponse> SetupService::AgreeLandlordConditions(
    rpc::Call& call, const v1::AgreeLandlordConditionsRequest& request) {
  v1::AgreeLandlordConditionsResponse response;
  v1::LandlordConditions& conditions = *response.mutable_conditions();
  ASSIGN_OR_RETURN(conditions, LockConditions(call, request.conditions_id()));
  Judge judge = JudgeOf(call, conditions.programme_id());
  for (const v1::LandlordCondition& condition : conditions.conditions()) {
    if (condition.has_observable_criterion()) continue;
    RETURN_IF_ERROR(judge.Broken(rule::kConditionUnclarified));
    break;
  }
  EndConditionsBefore(call, conditions);
  conditions.set_state(v1::CONDITIONS_STATE_IN_FORCE);
  *conditions.mutable_force_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), conditions, {"state", "force_time"});
  call.Emit("LandlordConditionsAgreed", conditions);
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::ListLandlordConditionsResponse> SetupService::ListLandlordConditions(
    rpc::Call& call, const v1::ListLandlordConditionsRequest& request) {
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), request.programme_id()));
  RETURN_IF_ERROR(CheckPartner(call, programme));
  v1::ListLandlordConditionsResponse response;
  db::SelectInto(call.tx(), v1::LandlordConditions::default_instance(),
                 "WHERE r.programme_id = $1 ORDER BY r.create_time DESC, r.conditions_id LIMIT 500",
                 {request.programme_id()}, [&] { return response.add_conditions(); });
  return response;
}

absl::StatusOr<v1::PutDebtRuleResponse> SetupService::PutDebtRule(
    rpc::Call& call, const v1::PutDebtRuleRequest& request) {
  const v1::DebtRule& asked = request.debt_rule();
  RETURN_IF_ERROR(dates::CheckDate(asked.valid_from(), "debt_rule.valid_from"));
  // Locked, so that versions are numbered one after the other.
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   db::Lock<v1::Programme>(call.tx(), asked.programme_id()));
  RETURN_IF_ERROR(CheckUnitOrRealiser(call, programme, UnitIn(asked)));
  RETURN_IF_ERROR(
      CheckSide(programme, UnitIn(asked), v1::PARTNER_SIDE_LANDLORD, "debt_rule.agency_id"));
  const auto before = DebtRuleOn(call.tx(), asked.programme_id(), UnitIn(asked),
                                 absl::CivilDay(dates::kLastYear, 12, 31));
  if (before.has_value() &&
      dates::FromDate(asked.valid_from()) <= dates::FromDate(before->valid_from())) {
    return rules::Refuse(rule::kDebtRuleNotLater, {.field = "debt_rule.valid_from"});
  }
  v1::PutDebtRuleResponse response;
  v1::DebtRule& rule = *response.mutable_debt_rule();
  rule = asked;
  rule.set_debt_rule_id(ids::RandomId());
  rule.set_version(before.has_value() ? before->version() + 1 : 1);
  *rule.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), rule);
  call.Emit("DebtRulePut", rule);
  return response;
}

absl::StatusOr<v1::GetDebtRuleResponse> SetupService::GetDebtRule(
    rpc::Call& call, const v1::GetDebtRuleRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  auto found = DebtRuleOn(call.tx(), request.programme_id(), UnitIn(request), day);
  if (!found.has_value()) return rules::NotFound();
  v1::GetDebtRuleResponse response;
  *response.mutable_debt_rule() = *std::move(found);
  return response;
}

absl::StatusOr<v1::PutRuleSettingsResponse> SetupService::PutRuleSettings(
    rpc::Call& call, const v1::PutRuleSettingsRequest& request) {
  v1::PutRuleSettingsResponse response;
  v1::RuleSettings& settings = *response.mutable_settings();
  *settings.mutable_settings() = request.settings();
  RETURN_IF_ERROR(CheckSettings(settings));
  ASSIGN_OR_RETURN(const v1::Programme programme, LockRealised(call, request.programme_id()));
  const auto before = FindSettings(call.tx(), programme.programme_id());
  settings.set_settings_id(ids::RandomId());
  settings.set_programme_id(programme.programme_id());
  settings.set_version(before.has_value() ? before->version() + 1 : 1);
  for (v1::RuleSetting& setting : *settings.mutable_settings())
    setting.set_setting_id(ids::RandomId());
  settings.set_reason(request.reason());
  settings.set_worker_id(call.caller().worker_id);
  *settings.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), settings);
  call.Emit("RuleSettingsPut", settings);
  return response;
}

absl::StatusOr<v1::GetRuleSettingsResponse> SetupService::GetRuleSettings(
    rpc::Call& call, const v1::GetRuleSettingsRequest& request) {
  RETURN_IF_ERROR(ReadProgramme(call.tx(), request.programme_id()).status());
  const auto settings = FindSettings(call.tx(), request.programme_id(), request.version());
  if (!settings.has_value() && request.version() > 0) return rules::NotFound();
  v1::GetRuleSettingsResponse response;
  if (settings.has_value()) *response.mutable_settings() = *settings;
  const ProgrammeRules rules(settings.value_or(v1::RuleSettings()), {});
  for (auto& one : RulesInForce(rules, call.language())) *response.add_rules() = std::move(one);
  return response;
}

absl::StatusOr<v1::WaiveSeparationResponse> SetupService::WaiveSeparation(
    rpc::Call& call, const v1::WaiveSeparationRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay from,
                   DayOr(request.waiver().has_valid_from(), request.waiver().valid_from(),
                         "waiver.valid_from", call.now()));
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   LockRealised(call, request.waiver().programme_id()));
  if (!IsWaivable(request.waiver().rule(), programme))
    return rules::Refuse(rule::kRuleNotWaivable, {.field = "waiver.rule"});
  v1::WaiveSeparationResponse response;
  v1::SeparationWaiver& waiver = *response.mutable_waiver();
  waiver = request.waiver();
  waiver.set_waiver_id(ids::RandomId());
  waiver.set_granted_by_worker_id(call.caller().worker_id);
  *waiver.mutable_valid_from() = dates::ToDate(from);
  db::Insert(call.tx(), waiver);
  call.Emit("SeparationWaived", waiver);
  return response;
}

absl::StatusOr<v1::ListWaiversResponse> SetupService::ListWaivers(
    rpc::Call& call, const v1::ListWaiversRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  RETURN_IF_ERROR(ReadProgramme(call.tx(), request.programme_id()).status());
  v1::ListWaiversResponse response;
  for (auto& waiver : WaiversOn(call.tx(), request.programme_id(), day))
    *response.add_waivers() = std::move(waiver);
  return response;
}

absl::StatusOr<v1::ListDeviationsResponse> SetupService::ListDeviations(
    rpc::Call& call, const v1::ListDeviationsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListDeviationsResponse response;
  db::SelectInto(
      call.tx(), v1::RecordedDeviation::default_instance(),
      "WHERE r.programme_id = $1 AND ($2::uuid IS NULL OR r.deviation_id < $2::uuid) AND "
      "((r.agency_id = $3 AND r.department_id IS NOT DISTINCT FROM $4::uuid) OR "
      "(r.recipient_agency_id = $3 AND r.recipient_department_id IS NOT DISTINCT FROM $4::uuid)) "
      "ORDER BY r.deviation_id DESC LIMIT $5",
      {request.programme_id(), page.Key(0), call.caller().unit.agency_id,
       OrNull(call.caller().unit.department_id), page.Limit()},
      [&] { return response.add_deviations(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_deviations()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->deviation_id()}));
  return response;
}

}  // namespace opora::housing
