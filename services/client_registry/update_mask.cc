#include "services/client_registry/update_mask.h"

#include <algorithm>
#include <memory>

#include "common/rules/rule.h"

namespace opora::registry {

absl::Status CheckMask(const FieldNames& mask, std::span<const std::string_view> changeable) {
  for (const std::string& field : mask) {
    if (std::find(changeable.begin(), changeable.end(), field) == changeable.end())
      return rules::InvalidField("update_mask", "FIELD_NOT_CHANGEABLE", "names a field that stays");
  }
  return absl::OkStatus();
}

void CopyFields(const google::protobuf::Message& from, const FieldNames& mask,
                google::protobuf::Message& to) {
  const std::unique_ptr<google::protobuf::Message> named(from.New());
  named->CopyFrom(from);
  const auto* descriptor = from.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    google::protobuf::Message& cleared = Names(mask, field->name()) ? to : *named;
    cleared.GetReflection()->ClearField(&cleared, field);
  }
  to.MergeFrom(*named);
}

std::vector<std::string_view> FieldsOf(const FieldNames& mask) {
  return {mask.begin(), mask.end()};
}

bool Names(const FieldNames& mask, std::string_view field) {
  return std::find(mask.begin(), mask.end(), field) != mask.end();
}

}  // namespace opora::registry
