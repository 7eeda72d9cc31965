#include "services/reporting/service.h"

#include "common/db/records.h"
#include "common/feed/follower.h"
#include "common/schema/migrations.h"
#include "services/registry_client/registry_client.h"
#include "services/reporting/following/projection_service.h"
#include "services/reporting/following/projections.h"
#include "services/reporting/indicators/indicator_service.h"
#include "services/reporting/programmes/programme_service.h"
#include "services/reporting/reports/report_service.h"
#include "services/reporting/retention.h"
#include "services/reporting/rules.h"
#include "services/reporting/schema/migrations.h"

namespace opora::reporting {
namespace {

// A feed whose neighbour has no address is not followed.
std::vector<Projection> Projections(const config::Config& config, const Pseudonyms& pseudonyms) {
  std::vector<Projection> projections;
  projections.push_back(RegistryProjection(pseudonyms));
  if (!config.String("conference-address").empty())
    projections.push_back(EventProjection(kConferenceFeed, pseudonyms));
  if (!config.String("housing-address").empty())
    projections.push_back(EventProjection(kHousingFeed, pseudonyms));
  return projections;
}

std::vector<std::string> FeedsOf(const std::vector<Projection>& projections) {
  std::vector<std::string> feeds;
  for (const Projection& projection : projections) feeds.push_back(projection.feed);
  return feeds;
}

std::string AddressOf(std::string_view feed) {
  if (feed == kConferenceFeed) return "conference";
  return feed == kHousingFeed ? "housing" : "registry";
}

class Reporting final : public app::Service {
 public:
  explicit Reporting(const app::Environment& environment)
      : registry_(registry_client::Connect(environment.config, "registry")),
        directory_(*registry_),
        decider_(*registry_),
        pseudonyms_(environment.config.String("pseudonym-key")),
        projections_(Projections(environment.config, pseudonyms_)),
        feeds_(projections_, BasisOf(pseudonyms_)),
        reports_(environment.config.Int("small-count"), FeedsOf(projections_)) {
    for (const Projection& projection : projections_) Follow(environment, projection);
  }

  void Register(rpc::Methods& methods) override {
    indicators_.Register(methods);
    programmes_.Register(methods);
    feeds_.Register(methods);
    reports_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }

  void Start() override {
    for (auto& follower : followers_) follower->Start();
  }
  void Stop() override {
    for (auto& follower : followers_) follower->RequestStop();
    for (auto& follower : followers_) follower->Stop();
  }

 private:
  void Follow(const app::Environment& environment, const Projection& projection) {
    neighbours_.push_back(registry_client::Connect(environment.config, AddressOf(projection.feed)));
    feed::Follower::Options options;
    options.feed = projection.feed;
    options.conninfo = environment.config.String("database");
    options.ask = feed::FeedOf(*neighbours_.back());
    options.consumer = projection.consumer;
    options.drop = projection.drop;
    options.basis = BasisOf(pseudonyms_);
    options.metrics = &environment.metrics;
    followers_.push_back(std::make_unique<feed::Follower>(std::move(options)));
  }

  std::unique_ptr<rpc::Client> registry_;
  registry_client::RemoteDirectory directory_;
  registry_client::RemoteDecider decider_;
  const Pseudonyms pseudonyms_;
  const std::vector<Projection> projections_;
  IndicatorService indicators_;
  AdvisoryProgrammeService programmes_;
  ProjectionService feeds_;
  ReportService reports_;
  std::vector<std::unique_ptr<rpc::Client>> neighbours_;
  std::vector<std::unique_ptr<feed::Follower>> followers_;
};

std::vector<config::Setting> Settings() {
  return {registry_client::AddressSetting("registry", "127.0.0.1:7101"),
          {.name = "conference-address",
           .default_value = "",
           .help = "gRPC address of the service whose feed is followed; empty for none"},
          {.name = "housing-address",
           .default_value = "",
           .help = "gRPC address of the service whose feed is followed; empty for none"},
          {.name = "pseudonym-key",
           .help = "key of the pseudonyms, known to this service alone; another one builds the "
                   "projections anew",
           .secret = true,
           .required = true},
          {.name = "small-count",
           .type = config::Type::kInt,
           .default_value = "5",
           .help = "numbers of persons below this are not shown",
           .min = 3,
           .max = 100}};
}

}  // namespace

app::Definition Definition() {
  app::Definition definition;
  definition.name = "reporting";
  definition.migrations = {"reporting", sql::common_schema::kMigrations,
                           sql::services_reporting_schema::kMigrations};
  definition.records = db::RecordsOf("opora.reporting.v1");
  definition.rules = rule::All();
  definition.retention = RetentionOfRecords();
  definition.make = [](const app::Environment& environment) {
    return std::make_unique<Reporting>(environment);
  };
  definition.settings = Settings();
  return definition;
}

}  // namespace opora::reporting
