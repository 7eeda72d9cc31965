#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/housing/v1/application.pb.h"
#include "services/housing_referral/applications/application_rules.h"
#include "services/housing_referral/programmes/judge.h"

namespace opora::housing {

// An application with what its acts are judged by.
struct ApplicationCase {
  v1::Application application;
  v1::Programme programme;
  std::vector<v1::ProgrammeRole> roles;
  Judge judge;
  Viewer viewer;
};

// Known to the caller, not locked: for asking before anything is locked.
absl::StatusOr<ApplicationCase> ReadCase(rpc::Call& call, const std::string& application_id);

// Locks it now, after everything was asked.
absl::Status LockCase(rpc::Call& call, ApplicationCase& found);

// The keeper's worker, who is not of the support team (HOUS-24).
absl::Status CheckKeeper(const rpc::Call& call, ApplicationCase& found);

// By its keeper, who is not of the support team (HOUS-24), locked, in a state that allows the verb.
absl::StatusOr<ApplicationCase> LockForKeeper(rpc::Call& call, const std::string& application_id,
                                              std::string_view verb);

// By the keeper or the landlord who decides; the others may not.
absl::StatusOr<ApplicationCase> LockForDecider(rpc::Call& call, const std::string& application_id);

// What a refusal says about the state: only what the viewer sees of it.
absl::StatusOr<v1::ApplicationState> NextSeen(const ApplicationCase& found, std::string_view verb);

// Moves the application on and keeps the step with role and time (HOUS-30). Tells the feed that it
// changed, and no more (HOUS-45).
void MoveTo(rpc::Call& call, v1::ApplicationState state, std::string_view verb,
            std::vector<std::string_view> fields, v1::Application& application,
            std::string_view event = "ApplicationChanged",
            const google::protobuf::Message* fact = nullptr);

// Keeps what the judge let pass (XC-46).
void KeepDeviations(rpc::Call& call, const ApplicationCase& found, const std::string& reason);

}  // namespace opora::housing
