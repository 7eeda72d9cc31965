#include "services/client_registry/household/household_rules.h"

#include "common/rules/period.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/household/refusals.h"

namespace opora::registry::household {
namespace {

// The first and the last day that a partial date can mean.
absl::CivilDay Earliest(const common::v1::PartialDate& date) {
  return absl::CivilDay(date.year(), date.month() == 0 ? 1 : date.month(),
                        date.day() == 0 ? 1 : date.day());
}

absl::CivilDay Latest(const common::v1::PartialDate& date) {
  if (date.month() == 0) return absl::CivilDay(date.year(), 12, 31);
  if (date.day() != 0) return absl::CivilDay(date.year(), date.month(), date.day());
  return absl::CivilDay(absl::CivilMonth(date.year(), date.month()) + 1) - 1;
}

absl::Status CheckBorn(const common::v1::PartialDate& birth, std::string_view field,
                       absl::Time now) {
  RETURN_IF_ERROR(dates::CheckPartialDate(birth, field));
  if (Earliest(birth) <= dates::DayAt(now)) return absl::OkStatus();
  return rules::InvalidField(field, "BIRTH_IN_FUTURE", "lies in the future");
}

absl::Status CheckVerified(const common::v1::Date& day, std::string_view field, absl::Time now) {
  RETURN_IF_ERROR(dates::CheckDate(day, field));
  if (dates::FromDate(day) <= dates::DayAt(now)) return absl::OkStatus();
  return rules::InvalidField(field, "VERIFIED_IN_FUTURE", "lies in the future");
}

}  // namespace

absl::Status CheckMember(v1::HouseholdMember& member, absl::Time now) {
  if (!member.has_valid_from()) *member.mutable_valid_from() = dates::ToDate(dates::DayAt(now));
  RETURN_IF_ERROR(rules::CheckPeriod(member, "member."));
  if (member.has_verified_on())
    RETURN_IF_ERROR(CheckVerified(member.verified_on(), "member.verified_on", now));
  if (!member.has_birth_date()) return absl::OkStatus();
  if (!member.has_person_name()) {
    return rules::InvalidField("member.birth_date", "BIRTH_DATE_OF_CLIENT",
                               "of a client stands in the client's record");
  }
  return CheckBorn(member.birth_date(), "member.birth_date", now);
}

absl::Status CheckRelation(const v1::FamilyRelation& relation, absl::Time now) {
  if (relation.has_relative_client_id() == relation.has_relative_name()) {
    return rules::InvalidField("relation.relative_name", "ONE_RELATIVE",
                               "one is needed: a client, or a name");
  }
  if (relation.has_relative_client_id() && relation.relative_client_id() == relation.client_id())
    return rules::Refuse(rule::kCircularRelation);
  RETURN_IF_ERROR(rules::CheckPeriod(relation, "relation."));
  if (relation.has_verified_on())
    RETURN_IF_ERROR(CheckVerified(relation.verified_on(), "relation.verified_on", now));
  if (!relation.has_relative_birth_date()) return absl::OkStatus();
  if (!relation.has_relative_name()) {
    return rules::InvalidField("relation.relative_birth_date", "BIRTH_DATE_OF_CLIENT",
                               "of a client stands in the client's record");
  }
  return CheckBorn(relation.relative_birth_date(), "relation.relative_birth_date", now);
}

absl::Status CheckAges(v1::FamilyRelationKind kind, const common::v1::PartialDate& client,
                       const common::v1::PartialDate& relative) {
  const bool down = kind == v1::FAMILY_RELATION_KIND_CHILD;
  const bool up =
      kind == v1::FAMILY_RELATION_KIND_PARENT || kind == v1::FAMILY_RELATION_KIND_GRANDPARENT;
  if ((!down && !up) || client.year() == 0 || relative.year() == 0) return absl::OkStatus();
  const common::v1::PartialDate& parent = down ? client : relative;
  const common::v1::PartialDate& child = down ? relative : client;
  return Earliest(parent) < Latest(child) ? absl::OkStatus() : rules::Refuse(rule::kParentYounger);
}

absl::Status CheckFormerPartner(v1::FamilyRelationKind kind, bool is_former_partner) {
  if (!is_former_partner) return absl::OkStatus();
  switch (kind) {
    case v1::FAMILY_RELATION_KIND_SPOUSE:
    case v1::FAMILY_RELATION_KIND_PARTNER:
    case v1::FAMILY_RELATION_KIND_OTHER_RELATIVE:
      return rules::Refuse(rule::kFormerPartnerAsRelative);
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckEnd(const common::v1::Date* from, common::v1::Date& to, absl::Time now) {
  if (to.year() == 0) to = dates::ToDate(dates::DayAt(now));
  return rules::CheckPeriod(from, &to, "valid_from", "valid_to");
}

std::optional<int> AgeOn(const common::v1::PartialDate& birth, absl::CivilDay day) {
  if (birth.year() == 0 || Latest(birth) > day) return std::nullopt;
  const int youngest = dates::AgeOn(Latest(birth), day);
  if (youngest != dates::AgeOn(Earliest(birth), day)) return std::nullopt;
  return youngest;
}

}  // namespace opora::registry::household
