#include "services/client_registry/access/need_to_know.h"

#include <set>

namespace opora::registry::access {
namespace {

using common::v1::DataArea;

bool IsIntimate(DataArea area) {
  return area == common::v1::DATA_AREA_HEALTH || area == common::v1::DATA_AREA_ADDICTION ||
         area == common::v1::DATA_AREA_VIOLENCE || area == common::v1::DATA_AREA_CHILD_PROTECTION ||
         area == common::v1::DATA_AREA_CRISIS;
}

bool RoleNeeds(common::v1::ActingRole role, DataArea area) {
  const auto* value = common::v1::ActingRole_descriptor()->FindValueByNumber(role);
  if (value == nullptr) return false;
  // What the police may be told, the row of the law says.
  if (role == common::v1::ACTING_ROLE_POLICE_OFFICER) return true;
  const auto& meaning = value->options().GetExtension(common::v1::role_meaning);
  return meaning.stance() != common::v1::STANCE_CONTROL || !IsIntimate(area);
}

bool PurposeNeeds(common::v1::Purpose purpose, DataArea area) {
  using enum common::v1::DataArea;
  static const auto* lease = new std::set<DataArea>{
      DATA_AREA_IDENTITY, DATA_AREA_CONTACT, DATA_AREA_ADDRESS, DATA_AREA_HOUSING, DATA_AREA_DEBTS};
  static const auto* claims =
      new std::set<DataArea>{DATA_AREA_IDENTITY, DATA_AREA_CONTACT,         DATA_AREA_ADDRESS,
                             DATA_AREA_DEBTS,    DATA_AREA_INCOME_BENEFITS, DATA_AREA_LEGAL};
  switch (purpose) {
    case common::v1::PURPOSE_LEASE_CONTROL:
      return lease->contains(area);
    case common::v1::PURPOSE_DEBT_COLLECTION:
      return claims->contains(area);
    case common::v1::PURPOSE_DATA_STEWARDSHIP:
      return area == DATA_AREA_IDENTITY;
    default:
      return true;
  }
}

}  // namespace

bool NeedsToKnow(common::v1::ActingRole role, common::v1::Purpose purpose, DataArea area) {
  return RoleNeeds(role, area) && PurposeNeeds(purpose, area);
}

}  // namespace opora::registry::access
