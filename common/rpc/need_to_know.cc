#include "common/rpc/need_to_know.h"

#include <set>
#include <vector>

#include "opora/common/v1/policy.pb.h"

namespace opora::rpc {
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

bool NeedsEverything(common::v1::ActingRole role, common::v1::Purpose purpose) {
  for (int number = common::v1::DataArea_MIN + 1; number <= common::v1::DataArea_MAX; ++number) {
    if (!NeedsToKnow(role, purpose, static_cast<DataArea>(number))) return false;
  }
  return true;
}

// Areas of a field: its own, or those that its sibling names.
std::set<DataArea> AreasOf(const google::protobuf::Message& record,
                           const common::v1::FieldPolicy& policy) {
  if (policy.areas_from().empty()) return {policy.area()};
  const auto* sibling = record.GetDescriptor()->FindFieldByName(policy.areas_from());
  const auto* reflection = record.GetReflection();
  if (!sibling->is_repeated())
    return {static_cast<DataArea>(reflection->GetEnumValue(record, sibling))};
  std::set<DataArea> areas;
  for (int i = 0; i < reflection->FieldSize(record, sibling); ++i)
    areas.insert(static_cast<DataArea>(reflection->GetRepeatedEnumValue(record, sibling, i)));
  return areas;
}

// The record's own fields and those of the records that are part of it.
void ClearUnneeded(common::v1::ActingRole role, common::v1::Purpose purpose,
                   google::protobuf::Message& record) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  record.GetReflection()->ListFields(record, &fields);
  // Decided before anything is cleared: a sibling that names the areas may be cleared itself.
  std::erase_if(fields, [&](const auto* field) {
    const auto& policy = field->options().GetExtension(common::v1::field);
    if (policy.structural() || policy.minimum_identity()) return true;
    for (const DataArea area : AreasOf(record, policy)) {
      if (area != common::v1::DATA_AREA_UNSPECIFIED && !NeedsToKnow(role, purpose, area))
        return false;
    }
    return true;
  });
  for (const auto* field : fields) record.GetReflection()->ClearField(&record, field);
  fields.clear();
  record.GetReflection()->ListFields(record, &fields);
  for (const auto* field : fields) {
    if (!field->is_repeated() || field->message_type() == nullptr ||
        !field->message_type()->options().HasExtension(common::v1::record)) {
      continue;
    }
    for (int i = 0; i < record.GetReflection()->FieldSize(record, field); ++i) {
      ClearUnneeded(role, purpose,
                    *record.GetReflection()->MutableRepeatedMessage(&record, field, i));
    }
  }
}

}  // namespace

bool NeedsToKnow(common::v1::ActingRole role, common::v1::Purpose purpose, DataArea area) {
  return RoleNeeds(role, area) && PurposeNeeds(purpose, area);
}

void KeepNeeded(common::v1::ActingRole role, common::v1::Purpose purpose,
                google::protobuf::Message& record) {
  if (!NeedsEverything(role, purpose)) ClearUnneeded(role, purpose, record);
}

}  // namespace opora::rpc
