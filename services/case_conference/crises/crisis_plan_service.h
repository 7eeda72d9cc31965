#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/crisis_plan.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// What is prepared before a crisis (CONF-96 to CONF-100, CONF-106, CONF-112).
class CrisisPlanService {
 public:
  explicit CrisisPlanService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateCrisisPlanResponse> CreateCrisisPlan(
      rpc::Call& call, const v1::CreateCrisisPlanRequest& request);
  absl::StatusOr<v1::AmendCrisisPlanResponse> AmendCrisisPlan(
      rpc::Call& call, const v1::AmendCrisisPlanRequest& request);
  absl::StatusOr<v1::ApproveCrisisPlanResponse> ApproveCrisisPlan(
      rpc::Call& call, const v1::ApproveCrisisPlanRequest& request);
  absl::StatusOr<v1::ListCrisisPlansResponse> ListCrisisPlans(
      rpc::Call& call, const v1::ListCrisisPlansRequest& request);
  absl::StatusOr<v1::CreateContactCardResponse> CreateContactCard(
      rpc::Call& call, const v1::CreateContactCardRequest& request);
  absl::StatusOr<v1::RegenerateContactCardResponse> RegenerateContactCard(
      rpc::Call& call, const v1::RegenerateContactCardRequest& request);
  absl::StatusOr<v1::HandOverContactCardResponse> HandOverContactCard(
      rpc::Call& call, const v1::HandOverContactCardRequest& request);
  absl::StatusOr<v1::ListContactCardsResponse> ListContactCards(
      rpc::Call& call, const v1::ListContactCardsRequest& request);
  absl::StatusOr<v1::SetEntryRuleResponse> SetEntryRule(rpc::Call& call,
                                                        const v1::SetEntryRuleRequest& request);
  absl::StatusOr<v1::ListEntryRulesResponse> ListEntryRules(
      rpc::Call& call, const v1::ListEntryRulesRequest& request);
  absl::StatusOr<v1::PutTeamRulesResponse> PutTeamRules(rpc::Call& call,
                                                        const v1::PutTeamRulesRequest& request);
  absl::StatusOr<v1::GetTeamRulesResponse> GetTeamRules(rpc::Call& call,
                                                        const v1::GetTeamRulesRequest& request);
  absl::StatusOr<v1::AddMethodologyNoteResponse> AddMethodologyNote(
      rpc::Call& call, const v1::AddMethodologyNoteRequest& request);
  absl::StatusOr<v1::ListMethodologyNotesResponse> ListMethodologyNotes(
      rpc::Call& call, const v1::ListMethodologyNotesRequest& request);

 private:
  // The client's approval was given by somebody who can (XC-59).
  absl::Status CheckApproval(const rpc::Call& call, const std::string& client_id,
                             const common::v1::Attestation& approval,
                             const registry::v1::Grantor* grantor, const std::string& field) const;

  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
