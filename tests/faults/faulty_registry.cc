// The registry with a planted fault in how it decides what may be told, for tests that must notice
// it (withdrawal_races_test.py). OPORA_FAULT=
//   cache    facts about a client are remembered for 20 ms
//   late     one call in fifty waits 3 s after its facts were read, and is answered all the same
//   standby  facts are read from the database of OPORA_FAULT_DATABASE

#include <cstdlib>
#include <map>
#include <mutex>
#include <string>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "common/app/application.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/service.h"

namespace opora::registry {
namespace {

using access::Facts;
using access::FactsReader;
using access::ReadFacts;
using FactsById = std::map<std::string, Facts>;

class Cache {
 public:
  FactsById Read(db::Tx& tx, const std::vector<std::string>& client_ids, absl::Time now) {
    FactsById found;
    std::vector<std::string> missing;
    const std::scoped_lock lock(mutex_);
    for (const std::string& id : client_ids) {
      const auto known = known_.find(id);
      if (known != known_.end() && now - known->second.read < absl::Milliseconds(20)) {
        found[id] = known->second.facts;
      } else {
        missing.push_back(id);
      }
    }
    for (auto& [id, facts] : ReadFacts(tx, missing, now)) {
      known_[id] = {now, facts};
      found[id] = std::move(facts);
    }
    return found;
  }

 private:
  struct Known {
    absl::Time read;
    Facts facts;
  };
  std::mutex mutex_;
  std::map<std::string, Known> known_;
};

FactsById ReadLate(db::Tx& tx, const std::vector<std::string>& client_ids, absl::Time now) {
  FactsById found = ReadFacts(tx, client_ids, now);
  thread_local absl::BitGen chance;
  if (absl::Bernoulli(chance, 0.02)) absl::SleepFor(absl::Seconds(3));
  return found;
}

FactsById ReadStandby(db::Tx&, const std::vector<std::string>& client_ids, absl::Time now) {
  thread_local db::Session session(std::getenv("OPORA_FAULT_DATABASE"));
  pqxx::read_transaction transaction(session.Connection());
  db::Tx tx(session, transaction);
  return ReadFacts(tx, client_ids, now);
}

FactsReader FaultyReader(const std::string& fault) {
  if (fault == "late") return ReadLate;
  if (fault == "standby") return ReadStandby;
  if (fault != "cache") return ReadFacts;
  const auto cache = std::make_shared<Cache>();
  return [cache](db::Tx& tx, const std::vector<std::string>& client_ids, absl::Time now) {
    return cache->Read(tx, client_ids, now);
  };
}

// The registry, deciding by a faulty reader.
class FaultyRegistry final : public app::Service {
 public:
  FaultyRegistry(std::unique_ptr<app::Service> registry, FactsReader read)
      : registry_(std::move(registry)), decider_(std::move(read)) {}

  void Register(rpc::Methods& methods) override { registry_->Register(methods); }
  rpc::Directory& directory() override { return registry_->directory(); }
  rpc::Decider& decider() override { return decider_; }
  void Start() override { registry_->Start(); }
  void Stop() override { registry_->Stop(); }

 private:
  std::unique_ptr<app::Service> registry_;
  access::RegistryDecider decider_;
};

app::Definition FaultyDefinition() {
  const char* given = std::getenv("OPORA_FAULT");
  const std::string fault = given == nullptr ? "" : given;
  app::Definition definition = Definition();
  if (fault == "late") definition.decision_window = absl::InfiniteDuration();
  definition.make = [make = definition.make, fault](const app::Environment& environment) {
    return std::make_unique<FaultyRegistry>(make(environment), FaultyReader(fault));
  };
  return definition;
}

}  // namespace
}  // namespace opora::registry

int main(int argc, char** argv) {
  return opora::app::Main(opora::registry::FaultyDefinition(), argc, argv);
}
