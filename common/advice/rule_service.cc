#include "common/advice/rule_service.h"

#include "common/advice/agency_rules.h"
#include "common/advice/refusals.h"
#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/listing.h"
#include "common/rpc/policy.h"

namespace opora::advice {
namespace {

using common::v1::AgencyRuleSettings;
using common::v1::RuleDeviation;

std::optional<AgencyRuleSettings> FindSettings(db::Tx& tx, const std::string& agency_id,
                                               int version) {
  auto found = db::Select<AgencyRuleSettings>(
      tx, "WHERE r.agency_id = $1 AND ($2 = 0 OR r.version = $2) ORDER BY r.version DESC LIMIT 1",
      {agency_id, std::to_string(version)});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

bool Leads(const rpc::Call& call) {
  return rpc::IsInGroup(call.caller().role, common::v1::ROLE_GROUP_LEADERSHIP);
}

// Of another agency, or somebody else's act.
bool IsForeign(const rpc::Call& call, const RuleDeviation& deviation) {
  return deviation.agency_id() != call.caller().unit.agency_id ||
         (deviation.worker_id() != call.caller().worker_id && !Leads(call));
}

// What concerns no client is the agency's own; everything else is decided like the record of the
// act.
void HoldWithoutClient(rpc::Call& call, const RuleDeviation& deviation) {
  if (deviation.has_client_id()) return;
  rpc::Grants grants;
  grants.own = true;
  call.Hold({"", rpc::HolderOf(deviation)}, std::move(grants));
}

}  // namespace

void RuleService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.common.v1.RuleService";
  rpc::Bind(methods, kInterface, "PutRuleSettings", *this, &RuleService::PutRuleSettings);
  rpc::Bind(methods, kInterface, "GetRuleSettings", *this, &RuleService::GetRuleSettings);
  rpc::Bind(methods, kInterface, "ListDeviations", *this, &RuleService::ListDeviations);
  rpc::Bind(methods, kInterface, "ExplainDeviation", *this, &RuleService::ExplainDeviation);
}

absl::StatusOr<common::v1::PutRuleSettingsResponse> RuleService::PutRuleSettings(
    rpc::Call& call, const common::v1::PutRuleSettingsRequest& request) {
  common::v1::PutRuleSettingsResponse response;
  AgencyRuleSettings& settings = *response.mutable_settings();
  *settings.mutable_settings() = request.settings();
  RETURN_IF_ERROR(CheckSettings(settings, all_, recommendations_));
  const std::string& agency_id = call.caller().unit.agency_id;
  // Versions of an agency are numbered one after the other.
  call.tx().Run("SELECT pg_advisory_xact_lock(hashtext($1))", {"rule settings " + agency_id});
  const auto before = FindSettings(call.tx(), agency_id, 0);
  settings.set_settings_id(ids::RandomId());
  settings.set_agency_id(agency_id);
  settings.set_version(before.has_value() ? before->version() + 1 : 1);
  for (auto& setting : *settings.mutable_settings()) setting.set_setting_id(ids::RandomId());
  settings.set_reason(request.reason());
  settings.set_worker_id(call.caller().worker_id);
  *settings.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), settings);
  return response;
}

absl::StatusOr<common::v1::GetRuleSettingsResponse> RuleService::GetRuleSettings(
    rpc::Call& call, const common::v1::GetRuleSettingsRequest& request) {
  const auto settings = FindSettings(call.tx(), call.caller().unit.agency_id, request.version());
  if (!settings.has_value() && request.version() > 0) return rules::NotFound();
  common::v1::GetRuleSettingsResponse response;
  if (settings.has_value()) *response.mutable_settings() = *settings;
  const AgencyRules agency(settings.value_or(AgencyRuleSettings()));
  for (auto& one : RulesInForce(agency, all_, recommendations_, call.language()))
    *response.add_rules() = std::move(one);
  return response;
}

absl::StatusOr<common::v1::ListDeviationsResponse> RuleService::ListDeviations(
    rpc::Call& call, const common::v1::ListDeviationsRequest& request) {
  common::v1::ListDeviationsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "r.agency_id = $1 AND ($2::uuid IS NULL OR r.worker_id = $2) AND (NOT $3::boolean OR "
      "r.words IS NULL) AND ($4::uuid IS NULL OR r.request_id = $4)",
      {call.caller().unit.agency_id, db::OrNull(Leads(call) ? "" : call.caller().worker_id),
       request.open_only() ? "true" : "false", db::OrNull(request.of_request_id())},
      *response.mutable_deviations(), response));
  for (const RuleDeviation& deviation : response.deviations()) HoldWithoutClient(call, deviation);
  return response;
}

absl::StatusOr<common::v1::ExplainDeviationResponse> RuleService::ExplainDeviation(
    rpc::Call& call, const common::v1::ExplainDeviationRequest& request) {
  common::v1::ExplainDeviationResponse response;
  RuleDeviation& deviation = *response.mutable_deviation();
  if (!db::Find(call.tx(), request.deviation_id(), deviation) || IsForeign(call, deviation))
    return rules::NotFound();
  HoldWithoutClient(call, deviation);
  call.SetClient(deviation.client_id());
  // Asked before anything is locked.
  ASSIGN_OR_RETURN(const rpc::Grants* grants,
                   call.GrantsFor({deviation.client_id(), rpc::HolderOf(deviation)}));
  if (!grants->Any()) return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  deviation.Clear();
  if (!db::FindForUpdate(call.tx(), request.deviation_id(), deviation)) return rules::NotFound();
  if (deviation.has_words()) return rules::Refuse(rule::kDeviationExplained);
  deviation.set_words(request.words());
  deviation.set_explaining_worker_id(call.caller().worker_id);
  *deviation.mutable_explain_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), deviation, {"words", "explaining_worker_id", "explain_time"});
  return response;
}

}  // namespace opora::advice
