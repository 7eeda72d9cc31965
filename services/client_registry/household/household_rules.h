#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "opora/registry/v1/household.pb.h"

namespace opora::registry::household {

// A membership as asked for: days of the calendar in order, from today when not given; a birth
// date only of somebody who is no client, and not of the future.
absl::Status CheckMember(v1::HouseholdMember& member, absl::Time now);

// A relation as asked for: to one person, a client or somebody known by name, in a period.
absl::Status CheckRelation(const v1::FamilyRelation& relation, absl::Time now);

// FAILED_PRECONDITION PARENT_YOUNGER_THAN_CHILD: both dates of birth are known well enough to tell.
absl::Status CheckAges(v1::FamilyRelationKind kind, const common::v1::PartialDate& client,
                       const common::v1::PartialDate& relative);

// FAILED_PRECONDITION FORMER_PARTNER_AS_RELATIVE: who is a former partner now is entered as
// something closer. A parent, child, sibling or grandparent is that whatever else happened.
absl::Status CheckFormerPartner(v1::FamilyRelationKind kind, bool is_former_partner);

// The last day of something that lasts: today when not given, not before its first.
absl::Status CheckEnd(const common::v1::Date* from, common::v1::Date& to, absl::Time now);

// Completed years on the day, when the date is known well enough to tell: a whole date, or a year
// and month that leave no doubt.
std::optional<int> AgeOn(const common::v1::PartialDate& birth, absl::CivilDay day);

}  // namespace opora::registry::household
