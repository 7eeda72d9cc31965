#include "services/client_registry/workforce/substitution_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/rpc/policy.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/agencies/refusals.h"
#include "services/client_registry/workforce/refusals.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;

constexpr absl::Duration kLongest = absl::Hours(366 * 24);

bool OfSamePerson(const v1::ClientAssignment& left, const v1::ClientAssignment& right) {
  return left.client_id() == right.client_id();
}

// XC-32
bool StandsAgainst(const std::vector<v1::ClientAssignment>& lent,
                   const std::vector<v1::ClientAssignment>& own) {
  return std::any_of(lent.begin(), lent.end(), [&](const v1::ClientAssignment& one) {
    return std::any_of(own.begin(), own.end(), [&](const v1::ClientAssignment& other) {
      return OfSamePerson(one, other) && StancesConflict(one.stance(), other.stance());
    });
  });
}

bool IsKeyWorker(const std::vector<v1::ClientAssignment>& assignments) {
  return std::any_of(assignments.begin(), assignments.end(), [](const auto& one) {
    return one.role() == common::v1::ACTING_ROLE_KEY_WORKER;
  });
}

}  // namespace

bool CanBeLent(ActingRole role) {
  if (role == common::v1::ACTING_ROLE_FACILITATOR ||
      role == common::v1::ACTING_ROLE_COMPLAINT_OFFICER) {
    return false;
  }
  for (auto power : {common::v1::ROLE_GROUP_AGENCY_ADMINISTRATION,
                     common::v1::ROLE_GROUP_PLATFORM_ADMINISTRATION,
                     common::v1::ROLE_GROUP_STEWARDSHIP, common::v1::ROLE_GROUP_AUDIT}) {
    if (rpc::IsInGroup(role, power)) return false;
  }
  return rpc::IsInGroup(role, common::v1::ROLE_GROUP_SUPPORT_WORK) ||
         rpc::IsInGroup(role, common::v1::ROLE_GROUP_CONTROL_WORK) ||
         rpc::IsInGroup(role, common::v1::ROLE_GROUP_SYSTEM_LEVEL);
}

absl::Status CheckMayEnter(const rpc::Caller& caller, const v1::Worker& absent) {
  const bool head =
      caller.role == common::v1::ACTING_ROLE_HEAD_OF_UNIT && caller.unit == UnitOf(absent);
  const bool self = caller.worker_id == absent.worker_id();
  if (caller.substituted_worker_id.empty() && (head || self)) return absl::OkStatus();
  return rules::Refuse(rule::kNotYoursToSubstitute);
}

absl::Status CheckSubstitution(const v1::Substitution& wanted, const v1::Worker& absent,
                               const v1::Worker& deputy, absl::Time now) {
  if (absent.worker_id() == deputy.worker_id()) {
    return rules::InvalidField("substitution.deputy_worker_id", "DEPUTY_IS_ABSENT",
                               "is the absent worker");
  }
  if (UnitOf(absent) != UnitOf(deputy)) return rules::Refuse(rule::kDeputyOfOtherUnit);
  const absl::Time begin = rpc::FromTimestamp(wanted.begin_time());
  const absl::Time end = rpc::FromTimestamp(wanted.end_time());
  if (end <= begin) {
    return rules::InvalidField("substitution.end_time", "PERIOD_REVERSED",
                               "must be after begin_time");
  }
  if (end <= now)
    return rules::InvalidField("substitution.end_time", "PERIOD_OVER", "lies in the past");
  if (end - begin > kLongest) {
    return rules::InvalidField("substitution.end_time", "PERIOD_TOO_LONG",
                               "must be at most a year after begin_time");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ActingRole>> RolesLent(const v1::Substitution& wanted,
                                                  const std::set<ActingRole>& held) {
  std::vector<ActingRole> lent;
  for (int number : wanted.roles()) {
    const auto role = static_cast<ActingRole>(number);
    if (!held.contains(role) || !CanBeLent(role)) return rules::Refuse(rule::kRoleNotLent);
    lent.push_back(role);
  }
  if (!lent.empty()) return lent;
  std::copy_if(held.begin(), held.end(), std::back_inserter(lent), CanBeLent);
  if (lent.empty()) return rules::Refuse(rule::kRoleNotLent);
  return lent;
}

std::vector<absl::Status> SeparationRefusals(const std::vector<v1::ClientAssignment>& lent,
                                             const std::set<ActingRole>& roles_lent,
                                             const Held& deputy) {
  std::vector<absl::Status> refusals;
  if (StandsAgainst(lent, deputy.assignments))
    refusals.push_back(rules::Refuse(rule::kStanceConflict));
  const bool liaison_acts = deputy.roles_held.contains(common::v1::ACTING_ROLE_LANDLORD_LIAISON) &&
                            roles_lent.contains(common::v1::ACTING_ROLE_KEY_WORKER);
  const bool key_worker_acts = roles_lent.contains(common::v1::ACTING_ROLE_LANDLORD_LIAISON) &&
                               IsKeyWorker(deputy.assignments);
  if (liaison_acts || key_worker_acts) refusals.push_back(rules::Refuse(rule::kDeputyIsLiaison));
  return refusals;
}

bool IsInForce(const v1::Substitution& substitution, absl::Time now) {
  return !substitution.has_ended_time() && rpc::FromTimestamp(substitution.begin_time()) <= now &&
         now < rpc::FromTimestamp(substitution.end_time());
}

}  // namespace opora::registry
