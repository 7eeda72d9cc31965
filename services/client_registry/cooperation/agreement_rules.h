#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/cooperation.pb.h"

namespace opora::registry {

// The state machine of an agreement; refusals, `actions` and the documentation come from it.
struct AgreementStep {
  v1::AgreementState from;
  std::string_view verb;
  v1::AgreementState to;
};
const std::vector<AgreementStep>& AgreementSteps();

// The state on a day: what is concluded is proposed before its first day, in force from then on and
// ended after its last (REG-04).
v1::AgreementState StateOn(const v1::CooperationAgreement& agreement, absl::CivilDay day);

// FAILED_PRECONDITION AGREEMENT_STATE_REFUSES: the verb is not for this state.
absl::Status CheckVerb(v1::AgreementState state, std::string_view verb);

// INVALID_ARGUMENT PARTY_TWICE naming the party.
absl::Status CheckParties(const v1::CooperationAgreement& agreement);

// Ends the agreement with a last day. One that has not begun by then never comes into force.
void End(absl::CivilDay last, v1::CooperationAgreement& agreement);

// What a caller may do with an agreement in this state; who does not keep it, nothing.
std::vector<common::v1::Action> AgreementActions(v1::AgreementState state, bool keeps,
                                                 common::v1::Language language);

}  // namespace opora::registry
