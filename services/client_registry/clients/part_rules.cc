#include "services/client_registry/clients/part_rules.h"

#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

absl::Status CheckDay(const common::v1::Date& date, absl::CivilDay today, std::string_view field) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  if (dates::FromDate(date) <= today) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = std::string(field)});
}

}  // namespace

common::v1::DataArea AreaOf(v1::ClientPartKind kind) {
  switch (kind) {
    case v1::CLIENT_PART_KIND_IDENTITY:
      return common::v1::DATA_AREA_IDENTITY;
    case v1::CLIENT_PART_KIND_CONTACT:
      return common::v1::DATA_AREA_CONTACT;
    case v1::CLIENT_PART_KIND_HEALTH:
      return common::v1::DATA_AREA_HEALTH;
    case v1::CLIENT_PART_KIND_HOUSING_SITUATION:
      return common::v1::DATA_AREA_HOUSING;
    case v1::CLIENT_PART_KIND_INCOME_SOURCE:
      return common::v1::DATA_AREA_INCOME_BENEFITS;
    case v1::CLIENT_PART_KIND_EMPLOYMENT:
      return common::v1::DATA_AREA_EMPLOYMENT;
    case v1::CLIENT_PART_KIND_EDUCATION:
      return common::v1::DATA_AREA_EDUCATION;
    default:
      return common::v1::DATA_AREA_SUPPORT_PLAN;
  }
}

absl::Status CheckPart(const v1::ClientPart& part, absl::CivilDay today) {
  if (part.has_verified_on())
    RETURN_IF_ERROR(CheckDay(part.verified_on(), today, "part.verified_on"));
  return part.has_ended_on() ? CheckDay(part.ended_on(), today, "part.ended_on") : absl::OkStatus();
}

absl::Status ApplyPartMask(const v1::ClientPart& values, std::span<const std::string> mask,
                           v1::ClientPart& part) {
  for (const std::string& path : mask) {
    if (path == "content") {
      part.set_content(values.content());
    } else if (path == "evidence") {
      part.set_evidence(values.evidence());
    } else if (path == "verified_on" && values.has_verified_on()) {
      *part.mutable_verified_on() = values.verified_on();
    } else if (path == "verified_on") {
      part.clear_verified_on();
    } else if (path == "ended_on" && values.has_ended_on()) {
      *part.mutable_ended_on() = values.ended_on();
    } else if (path == "ended_on") {
      part.clear_ended_on();
    } else {
      return rules::InvalidField("update_mask", "MASK_PATH_UNKNOWN",
                                 "names a field that cannot be changed");
    }
  }
  return absl::OkStatus();
}

}  // namespace opora::registry
