// What roles may do at all, over the methods of all services.

#include <google/protobuf/descriptor_database.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "common/rpc/policy.h"
#include "opora/common/v1/policy.pb.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;

const common::v1::MethodPolicy& PolicyOf(const google::protobuf::MethodDescriptor& method) {
  return method.options().GetExtension(common::v1::policy);
}

// Every method of every interface in the contract.
void ForEachMethod(const std::function<void(const google::protobuf::MethodDescriptor&)>& visit) {
  using google::protobuf::DescriptorPool;
  std::vector<std::string> files;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  int services = 0;
  for (const std::string& name : files) {
    if (name.rfind("opora/", 0) != 0) continue;
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    for (int i = 0; i < file->service_count(); ++i) {
      ++services;
      for (int k = 0; k < file->service(i)->method_count(); ++k)
        visit(*file->service(i)->method(k));
    }
  }
  EXPECT_GT(services, 30);
}

bool PersonMay(const google::protobuf::MethodDescriptor& method, ActingRole role) {
  const auto& policy = PolicyOf(method);
  return rpc::AllowsCaller(policy, common::v1::CALLER_PERSON) && rpc::AllowsRole(policy, role);
}

// Methods that touch a client and are open to a role that works without clients. Conferences admit
// their invited participants only, whatever their role, and no online editor; a withdrawal may be
// heard by everybody and answers nothing; deviations are redacted by the decision; work lists leave
// out what concerns a client.
void ExpectNoClients(ActingRole role) {
  const std::set<std::string> known = {"opora.common.v1.RuleService.ExplainDeviation",
                                       "opora.common.v1.RuleService.ListDeviations",
                                       "opora.common.v1.WorkService.ListMyWork",
                                       "opora.common.v1.WorkService.WatchMyWork",
                                       "opora.registry.v1.ConsentService.RecordWithdrawal",
                                       "opora.housing.v1.ProgrammeService.ListDeviations"};
  ForEachMethod([&](const google::protobuf::MethodDescriptor& method) {
    if (PolicyOf(method).need() == common::v1::NEED_NO_CLIENT || !PersonMay(method, role)) return;
    if (known.contains(method.full_name())) return;
    EXPECT_EQ(PolicyOf(method).need(), common::v1::NEED_DECIDED_BY_METHOD) << method.full_name();
    const std::string& service = method.service()->full_name();
    EXPECT_TRUE(service == "opora.conference.v1.ConferenceService" ||
                service == "opora.conference.v1.ActionPlanService")
        << method.full_name();
  });
}

TEST(REG_32, AnOnlineEditorCallsNothingAboutClients) {
  ExpectNoClients(common::v1::ACTING_ROLE_ONLINE_EDITOR);
}

TEST(REG_35, ASupportCoordinatorCallsNothingAboutClientsByDefault) {
  ExpectNoClients(common::v1::ACTING_ROLE_SUPPORT_COORDINATOR);
}

TEST(REG_35, NoRecordIsOwnToARoleWithoutClients) {
  rpc::Caller caller;
  caller.kind = common::v1::CALLER_PERSON;
  for (int number = common::v1::ActingRole_MIN; number <= common::v1::ActingRole_MAX; ++number) {
    caller.role = static_cast<ActingRole>(number);
    const bool closed = caller.role == common::v1::ACTING_ROLE_ONLINE_EDITOR ||
                        caller.role == common::v1::ACTING_ROLE_SUPPORT_COORDINATOR;
    EXPECT_EQ(rpc::MayHaveClients(caller), !closed) << common::v1::ActingRole_Name(caller.role);
  }
  caller.kind = common::v1::CALLER_SERVICE;
  EXPECT_TRUE(rpc::MayHaveClients(caller));
}

// The landlord's claims. Breaches of house rules and extensions of the lease are refused by housing
// itself, as a programme's setting or waiver wants it.
TEST(XC_33, ClaimingIsNotForARoleOfSupport) {
  const std::set<std::string> duties = {"opora.housing.v1.RentService.PostCharge"};
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& name : duties) {
    const auto* method = pool->FindMethodByName(name);
    ASSERT_NE(method, nullptr) << name;
    for (auto role : {common::v1::ACTING_ROLE_KEY_WORKER, common::v1::ACTING_ROLE_SOCIAL_WORKER,
                      common::v1::ACTING_ROLE_DEBT_COUNSELLOR}) {
      EXPECT_FALSE(PersonMay(*method, role)) << name;
    }
    EXPECT_TRUE(PersonMay(*method, common::v1::ACTING_ROLE_HOUSING_OFFICER)) << name;
  }
}

// Helping with the same debt is support.
TEST(XC_33, HelpingWithADebtStaysSupport) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const char* name :
       {"opora.registry.v1.DebtService.OpenDebt", "opora.registry.v1.DebtService.RecordDebtAmount",
        "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"}) {
    const auto* method = pool->FindMethodByName(name);
    ASSERT_NE(method, nullptr) << name;
    EXPECT_TRUE(PersonMay(*method, common::v1::ACTING_ROLE_DEBT_COUNSELLOR)) << name;
    EXPECT_TRUE(PersonMay(*method, common::v1::ACTING_ROLE_KEY_WORKER)) << name;
  }
}

}  // namespace
}  // namespace opora::registry
