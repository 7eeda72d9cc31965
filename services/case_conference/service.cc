#include "services/case_conference/service.h"

#include "common/schema/migrations.h"
#include "services/case_conference/cases/case_service.h"
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
        decider_(*registry_) {}

  void Register(rpc::Methods& methods) override {
    rule::RegisterConstraints();
    cases_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }

 private:
  std::unique_ptr<rpc::Client> registry_;
  registry_client::RemoteDirectory directory_;
  registry_client::RemoteDecider decider_;
  CaseService cases_;
};

std::vector<const google::protobuf::Descriptor*> Records() { return {v1::Case::descriptor()}; }

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
  definition.settings = {registry_client::AddressSetting("registry", "127.0.0.1:7101")};
  return definition;
}

}  // namespace opora::conference
