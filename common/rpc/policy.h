#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/rpc/call.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/policy.pb.h"
#include "opora/common/v1/types.pb.h"

namespace opora::rpc {

// Readings of a method's policy option: used where calls are refused and where `actions` are told,
// so that the two cannot differ.

// True when this kind of caller may call; without a list, persons only.
bool AllowsCaller(const common::v1::MethodPolicy& policy, common::v1::Caller caller);

// True when the role is in one of the groups, or the policy asks for none.
bool AllowsRole(const common::v1::MethodPolicy& policy, common::v1::ActingRole role);

// False for a person who acts in a role that works without clients: online editors (REG-32) and
// support coordinators (REG-35). No record of a client is theirs, not even one of their own unit.
bool MayHaveClients(const Caller& caller);

// True when the grants are what the policy needs towards a client.
bool IsEnough(const common::v1::MethodPolicy& policy, const Grants& grants);

// True when the role belongs to the group.
bool IsInGroup(common::v1::ActingRole role, common::v1::RoleGroup group);

// What a role means.
const common::v1::RoleMeaning& MeaningOf(common::v1::ActingRole role);

// Whether the caller could call these methods on a client with these grants; full method names.
std::vector<common::v1::Action> PolicyActions(const Call& call,
                                              const std::vector<std::string_view>& methods,
                                              const Grants& grants);

}  // namespace opora::rpc
