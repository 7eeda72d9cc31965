#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/agency.pb.h"
#include "opora/registry/v1/substitution.pb.h"

// Who may act for whom (XC-61).
namespace opora::registry {

// True for a role that a deputy can act in: work with clients and at system level. Leadership of an
// agency, administration, stewardship, audit and supervision go with the person, as do the seats of
// facilitators (CONF-35) and complaint officers, whose impartiality is a person's own.
bool CanBeLent(common::v1::ActingRole role);

// PERMISSION_DENIED NOT_YOURS_TO_SUBSTITUTE: neither the absent worker nor a head of the unit, or
// somebody who acts as a deputy.
absl::Status CheckMayEnter(const rpc::Caller& caller, const v1::Worker& absent);

// PERMISSION_DENIED DEPUTY_OF_OTHER_UNIT (XC-17). INVALID_ARGUMENT DEPUTY_IS_ABSENT,
// PERIOD_REVERSED, PERIOD_OVER, PERIOD_TOO_LONG.
absl::Status CheckSubstitution(const v1::Substitution& wanted, const v1::Worker& absent,
                               const v1::Worker& deputy, absl::Time now);

// The roles of the substitution: those asked for, or all that can be lent of those held.
//
// FAILED_PRECONDITION ROLE_NOT_LENT.
absl::StatusOr<std::vector<common::v1::ActingRole>> RolesLent(
    const v1::Substitution& wanted, const std::set<common::v1::ActingRole>& held);

// What separates the deputy from the roles lent (XC-32, HOUS-07): active assignments of the absent
// worker in these stand as if they were the deputy's own beside what the deputy holds.
//
// FAILED_PRECONDITION STANCE_CONFLICT, DEPUTY_IS_LIAISON.
struct Held {
  std::set<common::v1::ActingRole> roles_held;    // By the deputy.
  std::vector<v1::ClientAssignment> assignments;  // Active ones.
};
std::vector<absl::Status> SeparationRefusals(const std::vector<v1::ClientAssignment>& lent,
                                             const std::set<common::v1::ActingRole>& roles_lent,
                                             const Held& deputy);

// True while it gives the deputy anything.
bool IsInForce(const v1::Substitution& substitution, absl::Time now);

}  // namespace opora::registry
