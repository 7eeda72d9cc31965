#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "common/rules/rule.h"
#include "opora/common/v1/context.pb.h"
#include "opora/conference/v1/case.pb.h"
#include "opora/conference/v1/case_facts.pb.h"

namespace opora::conference {

// How a unit takes part in a case: it leads the case, or is a member of it.
enum class CaseSide { kMember, kLead };

// The state machine of a case (CONF-10); refusals, `actions` and the documentation come from it.
struct CaseStep {
  v1::CaseState from;
  std::string_view verb;
  v1::CaseState to;
  CaseSide side;  // At least.
};
const std::vector<CaseStep>& CaseSteps();

// The state that the verb leads to. FAILED_PRECONDITION CASE_STATE_REFUSES (CONF-10).
absl::StatusOr<v1::CaseState> NextCaseState(v1::CaseState from, std::string_view verb);

// What this side may do now.
std::vector<common::v1::Action> CaseActions(const v1::Case& value, CaseSide side,
                                            common::v1::Language language);

// A new case as asked for, on the ground that it rests on: the client's agreement, or a row of the
// law for child protection; PROPOSED without either (XC-51).
//
// BASIS_ROW_MISSING, CHILD_PROTECTION_ROLE (XC-51), ATTACH_NEEDS_AGREEMENT (CONF-22),
// TEAM_OF_ONE_DISCIPLINE (CONF-25).
absl::StatusOr<v1::Case> NewCase(const v1::Case& asked, const rpc::Caller& caller, absl::Time now);

// Keeps that a recommendation is not followed, and why where that was said (XC-46).
void Deviate(const rules::Rule& rule, const std::string& reason, v1::Case& value);

// TEAM_OF_ONE_DISCIPLINE (CONF-25) for a TEAM of fewer than two disciplines.
absl::Status CheckTeam(const v1::Case& value);

// CASE_MANAGER_MISSING (CONF-19): two or more agencies and nobody who coordinates.
absl::Status CheckCoordinated(const v1::Case& value);

// Agencies involved, the leading one included.
int AgencyCount(const v1::Case& value);

// ATTACHED_TO_TEAM (CONF-24), NO_COOPERATION_AGREEMENT (CONF-08).
std::vector<common::v1::Warning> AttachWarnings(const v1::Case& value, const v1::CaseMember& member,
                                                common::v1::Language language);

// What statistics learn of a case.
v1::CaseFact FactOf(const v1::Case& value, absl::Time now);

}  // namespace opora::conference
