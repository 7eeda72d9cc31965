#include "common/rpc/policy.h"

#include <algorithm>

#include "common/rules/rule.h"

namespace opora::rpc {
namespace {

constexpr rules::Text kAskSomebodyElse = {
    "Somebody in a role that may do this does it, with a record or basis of their own.",
    "Provede to někdo v roli, která to smí, s vlastním záznamem či právním základem."};

}  // namespace

bool AllowsCaller(const common::v1::MethodPolicy& policy, common::v1::Caller caller) {
  if (policy.callers().empty()) return caller == common::v1::CALLER_PERSON;
  for (int allowed : policy.callers()) {
    if (allowed == caller) return true;
  }
  return false;
}

bool IsInGroup(common::v1::ActingRole role, common::v1::RoleGroup group) {
  const auto& groups = MeaningOf(role).groups();
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

bool AllowsRole(const common::v1::MethodPolicy& policy, common::v1::ActingRole role) {
  return policy.groups().empty() ||
         std::any_of(policy.groups().begin(), policy.groups().end(), [&](int group) {
           return IsInGroup(role, static_cast<common::v1::RoleGroup>(group));
         });
}

bool MayHaveClients(const Caller& caller) {
  return caller.kind != common::v1::CALLER_PERSON ||
         (caller.role != common::v1::ACTING_ROLE_ONLINE_EDITOR &&
          caller.role != common::v1::ACTING_ROLE_SUPPORT_COORDINATOR);
}

bool IsEnough(const common::v1::MethodPolicy& policy, const Grants& grants) {
  switch (policy.need()) {
    case common::v1::NEED_NO_CLIENT:
    case common::v1::NEED_DECIDED_BY_METHOD:
      return true;
    case common::v1::NEED_ANY_BASIS:
      return grants.Any();
    case common::v1::NEED_OWN_RECORD:
      return grants.own;
    default:
      return false;
  }
}

const common::v1::RoleMeaning& MeaningOf(common::v1::ActingRole role) {
  return common::v1::ActingRole_descriptor()->FindValueByNumber(role)->options().GetExtension(
      common::v1::role_meaning);
}

std::vector<common::v1::Action> PolicyActions(const Call& call,
                                              const std::vector<std::string_view>& methods,
                                              const Grants& grants) {
  std::vector<common::v1::Action> actions;
  for (const std::string_view name : methods) {
    const auto* method =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(std::string(name));
    const auto& policy = method->options().GetExtension(common::v1::policy);
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(method->name());
    const bool role =
        call.caller().kind != common::v1::CALLER_PERSON || AllowsRole(policy, call.caller().role);
    action.set_allowed(AllowsCaller(policy, call.caller().kind) && role &&
                       IsEnough(policy, grants));
    if (!action.allowed()) action.set_remedy(std::string(kAskSomebodyElse.In(call.language())));
  }
  return actions;
}

}  // namespace opora::rpc
