#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/caller.h"
#include "common/rules/rule.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/housing/v1/complaint.pb.h"
#include "opora/housing/v1/flat.pb.h"
#include "opora/housing/v1/programme.pb.h"
#include "opora/housing/v1/rent.pb.h"
#include "opora/housing/v1/tenancy.pb.h"

namespace opora::housing {

// The state machine of a tenancy; refusals and `actions` come from it. The second of a verb's two
// kinds of callers is the support side.
struct TenancyStep {
  v1::TenancyState from;
  std::string_view verb;
  v1::TenancyState to;
  bool for_landlord;
  bool for_support;
};
std::span<const TenancyStep> TenancySteps();

// FAILED_PRECONDITION TENANCY_STATE_REFUSES.
absl::StatusOr<v1::TenancyState> NextState(v1::TenancyState from, std::string_view verb);

// What moving in lacks on the day (HOUS-50, HOUS-51, HOUS-55, HOUS-121), the gravest first.
std::vector<const rules::Rule*> MoveInProblems(const v1::Tenancy& tenancy,
                                               const v1::ReadinessCheck* readiness,
                                               const v1::Programme& programme);

// Documents that every moving in needs, all open (HOUS-51).
std::vector<v1::MoveInItem> Checklist();

// May count in a decision on a lease: a complaint, whatever came of it; never a notice or a remark
// (HOUS-69).
bool CountsForLease(const v1::Complaint& complaint);

// The client was not told of it with time to remedy by the day (HOUS-87).
bool IsUnheard(const v1::Complaint& complaint, absl::CivilDay day);

// Late charges that do not count against the tenant (HOUS-97).
int LatePaymentsLeftOut(const std::vector<v1::RentCharge>& charges);

// INVALID_ARGUMENT LEASE_END_MISSING (HOUS-57).
absl::Status CheckExtension(v1::ExtensionOutcome outcome, const common::v1::Date* lease_to,
                            const v1::Tenancy& tenancy);

// What endangers a tenancy on a day (HOUS-126).
std::vector<v1::RiskKind> RisksOf(const v1::Tenancy& tenancy,
                                  const std::vector<v1::RentCharge>& charges,
                                  const std::vector<v1::Complaint>& complaints, absl::CivilDay day);
bool EndsWithin90Days(const v1::Tenancy& tenancy, absl::CivilDay day);

// Counts of tenancies that began so long ago and lasted (HOUS-125); those below five are left out.
std::vector<v1::RetentionCount> Retention(const std::vector<v1::Tenancy>& tenancies,
                                          absl::CivilDay day);

std::vector<common::v1::Action> TenancyActions(const v1::Tenancy& tenancy,
                                               const rpc::Caller& caller,
                                               common::v1::Language language);

}  // namespace opora::housing
