#include "services/case_conference/service.h"

#include "common/db/records.h"
#include "common/schema/migrations.h"
#include "services/case_conference/cases/case_rules.h"
#include "services/case_conference/cases/case_service.h"
#include "services/case_conference/cases/plan_service.h"
#include "services/case_conference/cases/work_service.h"
#include "services/case_conference/conference_decider.h"
#include "services/case_conference/conferences/conference_service.h"
#include "services/case_conference/conferences/preparation_service.h"
#include "services/case_conference/conferences/record_service.h"
#include "services/case_conference/conferences/session_service.h"
#include "services/case_conference/conferences/verbs.h"
#include "services/case_conference/crises/crisis_plan_service.h"
#include "services/case_conference/crises/crisis_rules.h"
#include "services/case_conference/crises/crisis_service.h"
#include "services/case_conference/crises/disclosures.h"
#include "services/case_conference/crises/emergency_directory.h"
#include "services/case_conference/minutes/minutes_service.h"
#include "services/case_conference/plans/plan_service.h"
#include "services/case_conference/retention.h"
#include "services/case_conference/rules.h"
#include "services/case_conference/schema/migrations.h"
#include "services/case_conference/work/sources.h"
#include "services/registry_client/clusters.h"
#include "services/registry_client/registry_client.h"
#include "services/registry_client/work_reporter.h"

namespace opora::conference {
namespace {

class CaseConference final : public app::Service {
 public:
  explicit CaseConference(const app::Environment& environment)
      : registry_(registry_client::Connect(environment.config, "registry")),
        remote_directory_(*registry_),
        housing_(Housing(environment.config)),
        decider_(*registry_),
        facts_(*registry_, housing_.get()),
        relay_({.service = "case-conference", .conninfo = environment.config.String("database")},
               *registry_, DisclosureDeliveries()),
        clusters_(registry_client::FollowClusters(environment.config.String("database"), *registry_,
                                                  environment.metrics)),
        reporter_({.service = "case-conference",
                   .conninfo = environment.config.String("database"),
                   .interval = environment.config.Duration("work-interval")},
                  *registry_, WorkSources()) {}

  void Register(rpc::Methods& methods) override {
    cases_.Register(methods);
    support_plans_.Register(methods);
    case_work_.Register(methods);
    crises_.Register(methods);
    crisis_plans_.Register(methods);
    conferences_.Register(methods);
    preparation_.Register(methods);
    session_.Register(methods);
    record_.Register(methods);
    plans_.Register(methods);
    minutes_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }
  void Start() override {
    relay_.Start();
    clusters_.Start();
    reporter_.Start();
  }
  void Stop() override {
    reporter_.Stop();
    clusters_.Stop();
    relay_.Stop();
  }

 private:
  // Null in an installation without housing.
  static std::unique_ptr<rpc::Client> Housing(const config::Config& config) {
    if (config.String("housing-address").empty()) return nullptr;
    return registry_client::Connect(config, "housing");
  }

  std::unique_ptr<rpc::Client> registry_;
  registry_client::RemoteDirectory remote_directory_;
  std::unique_ptr<rpc::Client> housing_;
  EmergencyDirectory directory_{remote_directory_,
                                {"opora.conference.v1.CrisisService.CallRescueAgainstWill"}};
  ConferenceDecider decider_;
  NeighbourFacts facts_;
  Disclosures disclosures_{*registry_};
  relay::Relay relay_;
  feed::Follower clusters_;
  registry_client::WorkReporter reporter_;
  CaseService cases_{facts_};
  SupportPlanService support_plans_{facts_};
  CaseWorkService case_work_;
  CrisisService crises_{disclosures_};
  CrisisPlanService crisis_plans_{facts_};
  ConferenceService conferences_{facts_};
  PreparationService preparation_{facts_};
  SessionService session_{facts_};
  RecordService record_{facts_};
  PlanService plans_{facts_};
  MinutesService minutes_;
};

}  // namespace

app::Definition Definition() {
  app::Definition definition;
  definition.name = "case-conference";
  definition.migrations = {"conference", sql::common_schema::kMigrations,
                           sql::services_case_conference_schema::kMigrations};
  definition.records = db::RecordsOf("opora.conference.v1");
  const auto of_rules = db::RecordsOf("opora.common.v1");
  definition.records.insert(definition.records.end(), of_rules.begin(), of_rules.end());
  definition.rules = rule::All();
  definition.recommendations = rule::Recommendations();
  definition.retention = RetentionOfRecords();
  definition.work_sources = WorkSources();
  definition.charts = {rules::ChartOfVerbs(Verbs()), rules::ChartOf(CaseSteps()),
                       rules::ChartOf(CrisisSteps())};
  definition.make = [](const app::Environment& environment) {
    return std::make_unique<CaseConference>(environment);
  };
  definition.periodic = {"opora.conference.v1.ActionPlanService.ProcessDeadlines"};
  definition.settings = {
      registry_client::AddressSetting("registry", "127.0.0.1:7101"),
      {.name = "housing-address",
       .default_value = "",
       .help = "gRPC address of housing-referral, asked whether a facilitator is independent; "
               "empty for none"}};
  return definition;
}

}  // namespace opora::conference
