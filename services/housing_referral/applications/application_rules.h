#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/caller.h"
#include "common/rules/rule.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/housing/v1/application.pb.h"
#include "opora/housing/v1/programme.pb.h"

namespace opora::housing {

// Whose eyes look at an application.
enum class Viewer {
  kKeeper,    // The unit of applications, not in the stance SUPPORT: everything.
  kApprover,  // The landlord who decides: from the submission for approval on.
  kTeller,    // The support side, who is to tell the applicant: once a flat is confirmed.
  kOther,     // Anybody else with a basis: once the applicant knows.
};

// The state machine of an application (HOUS-30), with whose verb it is.
struct ApplicationStep {
  v1::ApplicationState from;
  std::string_view verb;
  v1::ApplicationState to;
  Viewer side;
};
std::span<const ApplicationStep> ApplicationSteps();

// The state that the verb leads to. FAILED_PRECONDITION APPLICATION_STATE_REFUSES.
absl::StatusOr<v1::ApplicationState> NextState(v1::ApplicationState from, std::string_view verb);

// Who the caller is to this application.
Viewer ViewerOf(const rpc::Caller& caller, const v1::Application& application);

// The applicant knows: was told, or has learned of it otherwise (HOUS-43).
bool IsPublic(const v1::Application& application);

// True when what the application is now must not be seen by the viewer (HOUS-45).
bool IsDiscreet(const v1::Application& application, Viewer viewer);

// The application as the viewer is to see it: until the applicant knows, INVESTIGATED stands for
// everything from the selection on, and nothing of it shows. Every read goes through this
// (HOUS-45).
void AsSeenBy(Viewer viewer, v1::Application& application);

// The support team's part in applications: none (HOUS-24, HOUS-25). nullptr when the caller may.
const rules::Rule* KeepsOut(const rpc::Caller& caller, const v1::Programme& programme,
                            const std::vector<v1::ProgrammeRole>& roles);

// Whether the caller is of the support team of the programme (HOUS-42, HOUS-47).
bool IsSupportTeam(const rpc::Caller& caller, const v1::Programme& programme,
                   const std::vector<v1::ProgrammeRole>& roles);

// INVALID_ARGUMENT VERIFIED_HOW_MISSING (HOUS-22).
absl::Status CheckFindings(const v1::RecordFindingsRequest& request);

// Points of the values by the criteria, reproducible (HOUS-31). Fills `points`.
//
// INVALID_ARGUMENT CRITERION_UNKNOWN.
absl::StatusOr<int> Score(const v1::SelectionCriteria& criteria,
                          google::protobuf::RepeatedPtrField<v1::ScoreItem>& items,
                          registry::v1::DebtorStanding standing);

// Whether the landlord's rule stands against the standing (HOUS-35 to HOUS-39).
bool DebtRuleRefuses(v1::DebtTolerance tolerance, registry::v1::DebtorStanding standing);

// The body that decides next, empty when all have (HOUS-40).
std::string NextBody(const v1::LandlordConditions& conditions, const v1::Application& application);

// Verbs on the application as this viewer sees it.
std::vector<common::v1::Action> ApplicationActions(const v1::Application& application,
                                                   Viewer viewer, common::v1::Language language);

}  // namespace opora::housing
