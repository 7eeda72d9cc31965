#include "services/housing_referral/service.h"

#include "common/db/records.h"
#include "common/schema/migrations.h"
#include "services/housing_referral/applications/application_rules.h"
#include "services/housing_referral/applications/application_service.h"
#include "services/housing_referral/applications/selection_service.h"
#include "services/housing_referral/complaints/complaint_rules.h"
#include "services/housing_referral/complaints/complaint_service.h"
#include "services/housing_referral/complaints/investigation_service.h"
#include "services/housing_referral/deadlines/deadline_service.h"
#include "services/housing_referral/flats/flat_rules.h"
#include "services/housing_referral/flats/flat_service.h"
#include "services/housing_referral/housing_decider.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_service.h"
#include "services/housing_referral/programmes/setup_service.h"
#include "services/housing_referral/registry.h"
#include "services/housing_referral/rent/benefit_service.h"
#include "services/housing_referral/rent/ledger_service.h"
#include "services/housing_referral/rent/rent_rules.h"
#include "services/housing_referral/retention.h"
#include "services/housing_referral/rules.h"
#include "services/housing_referral/schema/migrations.h"
#include "services/housing_referral/tenancies/extension_service.h"
#include "services/housing_referral/tenancies/tenancy_rules.h"
#include "services/housing_referral/tenancies/tenancy_service.h"
#include "services/housing_referral/work/sources.h"
#include "services/registry_client/registry_client.h"
#include "services/registry_client/work_reporter.h"

namespace opora::housing {
namespace {

class HousingReferral final : public app::Service {
 public:
  explicit HousingReferral(const config::Config& config)
      : client_(registry_client::Connect(config, "registry")),
        registry_(*client_),
        directory_(*client_),
        decider_(*client_),
        setup_(registry_),
        selection_(registry_),
        extensions_(registry_),
        ledger_(registry_),
        benefits_(registry_),
        complaints_(registry_),
        reporter_({.service = "housing-referral",
                   .conninfo = config.String("database"),
                   .interval = config.Duration("work-interval")},
                  *client_, WorkSources()) {}

  void Register(rpc::Methods& methods) override {
    programmes_.Register(methods);
    setup_.Register(methods);
    deadlines_.Register(methods);
    flats_.Register(methods);
    applications_.Register(methods);
    selection_.Register(methods);
    tenancies_.Register(methods);
    extensions_.Register(methods);
    ledger_.Register(methods);
    benefits_.Register(methods);
    complaints_.Register(methods);
    investigations_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }
  void Start() override { reporter_.Start(); }
  void Stop() override { reporter_.Stop(); }

 private:
  std::unique_ptr<rpc::Client> client_;
  Registry registry_;
  registry_client::RemoteDirectory directory_;
  HousingDecider decider_;
  ProgrammeService programmes_;
  SetupService setup_;
  DeadlineService deadlines_;
  FlatService flats_;
  ApplicationService applications_;
  SelectionService selection_;
  TenancyService tenancies_;
  ExtensionService extensions_;
  LedgerService ledger_;
  BenefitService benefits_;
  ComplaintService complaints_;
  InvestigationService investigations_;
  registry_client::WorkReporter reporter_;
};

}  // namespace

app::Definition Definition() {
  app::Definition definition;
  definition.name = "housing-referral";
  definition.migrations = {"housing", sql::common_schema::kMigrations,
                           sql::services_housing_referral_schema::kMigrations};
  definition.records = db::RecordsOf("opora.housing.v1");
  definition.rules = rule::All();
  definition.retention = RetentionOfRecords();
  definition.work_sources = WorkSources();
  definition.charts = {
      rules::ChartOf(ProgrammeSteps()), rules::ChartOf(ApplicationSteps()),
      rules::ChartOf(TenancySteps()),   rules::ChartOf(BenefitSteps()),
      rules::ChartOf(ComplaintSteps()), rules::ChartOf(DefectSteps()),
  };
  definition.make = [](const app::Environment& environment) {
    return std::make_unique<HousingReferral>(environment.config);
  };
  definition.periodic = {"opora.housing.v1.ProgrammeService.ProcessDeadlines"};
  definition.settings = {registry_client::AddressSetting("registry", "127.0.0.1:7101")};
  return definition;
}

}  // namespace opora::housing
