#include "services/case_conference/service.h"

#include "common/schema/migrations.h"
#include "services/case_conference/cases/case_service.h"
#include "services/case_conference/conference_decider.h"
#include "services/case_conference/conferences/conference_service.h"
#include "services/case_conference/conferences/preparation_service.h"
#include "services/case_conference/conferences/record_service.h"
#include "services/case_conference/conferences/session_service.h"
#include "services/case_conference/minutes/minutes_service.h"
#include "services/case_conference/plans/plan_service.h"
#include "services/case_conference/rules.h"
#include "services/case_conference/schema/migrations.h"
#include "services/registry_client/registry_client.h"

namespace opora::conference {
namespace {

class CaseConference final : public app::Service {
 public:
  explicit CaseConference(const config::Config& config)
      : registry_(registry_client::Connect(config, "registry")),
        directory_(*registry_),
        decider_(*registry_),
        facts_(*registry_) {}

  void Register(rpc::Methods& methods) override {
    rule::RegisterConstraints();
    cases_.Register(methods);
    conferences_.Register(methods);
    preparation_.Register(methods);
    session_.Register(methods);
    record_.Register(methods);
    plans_.Register(methods);
    minutes_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }

 private:
  std::unique_ptr<rpc::Client> registry_;
  registry_client::RemoteDirectory directory_;
  ConferenceDecider decider_;
  RegistryFacts facts_;
  CaseService cases_;
  ConferenceService conferences_{facts_};
  PreparationService preparation_{facts_};
  SessionService session_{facts_};
  RecordService record_{facts_};
  PlanService plans_{facts_};
  MinutesService minutes_;
};

std::vector<const google::protobuf::Descriptor*> Records() {
  return {v1::Case::descriptor(),
          v1::Conference::descriptor(),
          v1::Participant::descriptor(),
          v1::Topic::descriptor(),
          v1::Solution::descriptor(),
          v1::PhaseMove::descriptor(),
          v1::ConferenceDeviation::descriptor(),
          v1::ActionPlan::descriptor(),
          v1::PlanApproval::descriptor(),
          v1::ActionItem::descriptor(),
          v1::Milestone::descriptor(),
          v1::Minutes::descriptor(),
          v1::MinutesAgreement::descriptor(),
          v1::ContentShare::descriptor(),
          v1::ShareAgreement::descriptor()};
}

}  // namespace

app::Definition Definition() {
  app::Definition definition;
  definition.name = "case-conference";
  definition.migrations = {"conference", sql::common_schema::kMigrations,
                           sql::services_case_conference_schema::kMigrations};
  definition.records = Records();
  definition.rules = rule::All();
  definition.make = [](const app::Environment& environment) {
    return std::make_unique<CaseConference>(environment.config);
  };
  definition.periodic = {"opora.conference.v1.ActionPlanService.ProcessDeadlines"};
  definition.settings = {registry_client::AddressSetting("registry", "127.0.0.1:7101")};
  return definition;
}

}  // namespace opora::conference
