#include "common/rpc/access.h"

#include <algorithm>

namespace opora::rpc {

bool Grants::Covers(common::v1::DataArea area, std::string_view field) const {
  if (own) return true;
  const auto found = areas.find(area);
  if (found == areas.end()) return false;
  const auto& fields = found->second.fields;
  return field.empty() || fields.empty() ||
         std::find(fields.begin(), fields.end(), field) != fields.end();
}

void Decider::Present(const Call&, google::protobuf::Message&) const {}

common::v1::Basis Grants::StrongestBasis() const {
  if (own) return common::v1::BASIS_OWN_RECORD;
  return areas.empty() ? common::v1::BASIS_UNSPECIFIED : areas.begin()->second.basis;
}

}  // namespace opora::rpc
