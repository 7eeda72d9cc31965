#include "services/client_registry/consents/standing.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "services/client_registry/consents/consent_rules.h"
#include "services/client_registry/consents/seal.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {

void FillStanding(rpc::Call& call, const Represented& person, v1::Consent& consent) {
  consent.set_standing(seal::Broken(call.tx(), {consent.consent_id()}).empty()
                           ? StandingNow(consent, person, call.now())
                           : v1::CONSENT_STANDING_CHANGED_OUTSIDE);
}

void FillStandings(rpc::Call& call, google::protobuf::RepeatedPtrField<v1::Consent>& consents) {
  std::vector<std::string> clients;
  std::vector<std::string> ids;
  for (const v1::Consent& consent : consents) {
    clients.push_back(consent.client_id());
    ids.push_back(consent.consent_id());
  }
  std::map<std::string, Represented> persons = ReadAllRepresented(call.tx(), clients);
  const std::vector<std::string> broken = seal::Broken(call.tx(), ids);
  for (v1::Consent& consent : consents) {
    consent.set_standing(std::binary_search(broken.begin(), broken.end(), consent.consent_id())
                             ? v1::CONSENT_STANDING_CHANGED_OUTSIDE
                             : StandingNow(consent, persons[consent.client_id()], call.now()));
  }
}

}  // namespace opora::registry
