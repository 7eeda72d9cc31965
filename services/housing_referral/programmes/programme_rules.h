#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/caller.h"
#include "common/rules/rule.h"
#include "opora/housing/v1/programme.pb.h"

namespace opora::housing {

// The state machine of a programme; refusals and `actions` come from it.
struct ProgrammeStep {
  v1::ProgrammeState from;
  std::string_view verb;
  v1::ProgrammeState to;
};
std::span<const ProgrammeStep> ProgrammeSteps();

// FAILED_PRECONDITION PROGRAMME_STATE_REFUSES.
absl::StatusOr<v1::ProgrammeState> NextState(v1::ProgrammeState from, std::string_view verb);

// INVALID_ARGUMENT VARIANT_MISMATCH (HOUS-11): who realises, supports and lets is not as declared.
// A programme that lacks partners still is not a mismatch, except where the variant needs two
// kinds.
absl::Status CheckVariant(const v1::Programme& programme);

// Recommendations and hard rules that a programme does not meet when it starts (HOUS-02, HOUS-04,
// HOUS-05, HOUS-06, HOUS-09, HOUS-15), the hard ones first.
std::vector<const rules::Rule*> ActivationProblems(const v1::Programme& programme,
                                                   const std::vector<v1::ProgrammeRole>& roles);

// What the set-up lacks (XC-55).
std::vector<const rules::Rule*> CompletenessProblems(const v1::Programme& programme,
                                                     const std::vector<v1::ProgrammeRole>& roles,
                                                     bool has_criteria);

// Whether one unit both supports and lets (HOUS-02, HOUS-03).
bool MergesRoles(const v1::Programme& programme);

// Rules that a person in these functions would break (HOUS-07, HOUS-16, HOUS-72). `present` are the
// functions that the worker has; `is_key_worker` of any client of the programme.
std::vector<const rules::Rule*> RoleProblems(v1::ProgrammeFunction wanted,
                                             const std::vector<v1::ProgrammeFunction>& present,
                                             bool is_key_worker);

// Whether the unit is a partner on this side. The realiser is on the side of applications where no
// other unit is.
bool IsOnSide(const v1::Programme& programme, const rpc::Unit& unit, v1::PartnerSide side);
bool IsRealiser(const v1::Programme& programme, const rpc::Unit& unit);
bool TakesPart(const v1::Programme& programme, const rpc::Unit& unit);
// The first unit on a side; the realiser for applications; empty when there is none.
rpc::Unit UnitOnSide(const v1::Programme& programme, v1::PartnerSide side);
rpc::Unit UnitOf(const v1::Programme& programme);

// True when the role holds on the day.
bool HoldsOn(const v1::ProgrammeRole& role, absl::CivilDay day);
bool HasFunction(const std::vector<v1::ProgrammeRole>& roles, std::string_view worker_id,
                 v1::ProgrammeFunction function);

// Whether a rule separates roles and may be waived in this programme (XC-34, HOUS-26).
bool IsWaivable(std::string_view rule, const v1::Programme& programme);

}  // namespace opora::housing
