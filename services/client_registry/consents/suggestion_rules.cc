#include "services/client_registry/consents/suggestion_rules.h"

#include <algorithm>

namespace opora::registry {
namespace {

bool IsSame(const v1::ConsentParty& left, const v1::ConsentParty& right) {
  return left.agency_id() == right.agency_id() && left.department_id() == right.department_id() &&
         left.worker_id() == right.worker_id();
}

v1::ConsentVersion EmptyFor(const v1::ConsentParty& own, common::v1::Purpose purpose) {
  v1::ConsentVersion version;
  *version.add_parties() = own;
  version.add_purposes(purpose);
  version.set_form(v1::CONSENT_FORM_WRITTEN);
  return version;
}

void Add(const Missing& missing, v1::ConsentVersion& version) {
  const auto& parties = version.parties();
  const bool named = std::any_of(parties.begin(), parties.end(), [&](const auto& party) {
    return IsSame(party, missing.recipient);
  });
  if (!named) *version.add_parties() = missing.recipient;
  for (common::v1::DataArea area : missing.areas) {
    const auto& areas = version.areas();
    if (std::find(areas.begin(), areas.end(), area) == areas.end()) version.add_areas(area);
  }
}

}  // namespace

std::vector<v1::ConsentVersion> SmallestConsents(v1::IntendedAct act, const v1::ConsentParty& own,
                                                 const std::vector<Missing>& missing,
                                                 common::v1::Purpose purpose) {
  std::vector<v1::ConsentVersion> consents;
  for (const Missing& one : missing) {
    const auto same = std::find_if(consents.begin(), consents.end(), [&](const auto& version) {
      return act == v1::INTENDED_ACT_INVITATION || IsSame(version.parties(1), one.recipient);
    });
    v1::ConsentVersion& version =
        same == consents.end() ? consents.emplace_back(EmptyFor(own, purpose)) : *same;
    Add(one, version);
  }
  return consents;
}

}  // namespace opora::registry
