#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/programme.pb.h"
#include "services/housing_referral/registry.h"

namespace opora::housing {

// People, criteria, conditions and rules of programmes: the rest of ProgrammeService.
class SetupService {
 public:
  explicit SetupService(const Registry& registry) : registry_(registry) {}
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::NameRoleResponse> NameRole(rpc::Call& call,
                                                const v1::NameRoleRequest& request);
  absl::StatusOr<v1::EndRoleResponse> EndRole(rpc::Call& call, const v1::EndRoleRequest& request);
  absl::StatusOr<v1::ListRolesResponse> ListRoles(rpc::Call& call,
                                                  const v1::ListRolesRequest& request);
  absl::StatusOr<v1::PutSelectionCriteriaResponse> PutSelectionCriteria(
      rpc::Call& call, const v1::PutSelectionCriteriaRequest& request);
  absl::StatusOr<v1::GetSelectionCriteriaResponse> GetSelectionCriteria(
      rpc::Call& call, const v1::GetSelectionCriteriaRequest& request);
  absl::StatusOr<v1::PutLandlordConditionsResponse> PutLandlordConditions(
      rpc::Call& call, const v1::PutLandlordConditionsRequest& request);
  absl::StatusOr<v1::ClarifyConditionResponse> ClarifyCondition(
      rpc::Call& call, const v1::ClarifyConditionRequest& request);
  absl::StatusOr<v1::AgreeLandlordConditionsResponse> AgreeLandlordConditions(
      rpc::Call& call, const v1::AgreeLandlordConditionsRequest& request);
  absl::StatusOr<v1::ListLandlordConditionsResponse> ListLandlordConditions(
      rpc::Call& call, const v1::ListLandlordConditionsRequest& request);
  absl::StatusOr<v1::PutDebtRuleResponse> PutDebtRule(rpc::Call& call,
                                                      const v1::PutDebtRuleRequest& request);
  absl::StatusOr<v1::GetDebtRuleResponse> GetDebtRule(rpc::Call& call,
                                                      const v1::GetDebtRuleRequest& request);
  absl::StatusOr<v1::PutRuleSettingsResponse> PutRuleSettings(
      rpc::Call& call, const v1::PutRuleSettingsRequest& request);
  absl::StatusOr<v1::GetRuleSettingsResponse> GetRuleSettings(
      rpc::Call& call, const v1::GetRuleSettingsRequest& request);
  absl::StatusOr<v1::WaiveSeparationResponse> WaiveSeparation(
      rpc::Call& call, const v1::WaiveSeparationRequest& request);
  absl::StatusOr<v1::ListWaiversResponse> ListWaivers(rpc::Call& call,
                                                      const v1::ListWaiversRequest& request);
  absl::StatusOr<v1::ListDeviationsResponse> ListDeviations(
      rpc::Call& call, const v1::ListDeviationsRequest& request);

 private:
  const Registry& registry_;
};

}  // namespace opora::housing
