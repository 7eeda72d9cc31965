#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/housing/v1/rent.pb.h"

namespace opora::housing {

// What is known about why a charge is late.
struct LateFacts {
  bool benefit_pending = false;  // A claim runs, or is paid after the rent is due (HOUS-96).
  bool enquired = false;         // The cause was found out (HOUS-99).
  std::optional<v1::PaymentCause> cause;
};

// How an unpaid charge stands on a day (HOUS-95, HOUS-96): late once the due date has passed,
// arrears only after the cause was enquired and is not the benefit, or after the grace.
v1::ChargeClass ClassOn(const v1::RentCharge& charge, const LateFacts& facts, absl::CivilDay day,
                        int grace_days);

// Not caused by the client, so it does not count (HOUS-97).
bool IsNotCounted(const LateFacts& facts);

// Whether the claim explains that rent due on this day is late (HOUS-96).
bool ExplainsLateness(const v1::BenefitClaim& claim, absl::CivilDay due);

// INVALID_ARGUMENT AMOUNT_NOT_POSITIVE: a positive amount in crowns, since balances are one sum.
absl::Status CheckAmount(const common::v1::Money& amount, std::string_view field);

// Uses what is left of a payment for the charge; returns what it used.
int64_t Settle(int64_t left, v1::RentCharge& charge);
int64_t OpenAmount(const v1::RentCharge& charge);

// Charged less direct payment, never negative (HOUS-103).
v1::TopUp TopUpOf(const common::v1::Date& month, const std::vector<v1::RentCharge>& charges,
                  const std::vector<v1::DirectPayment>& payments);
bool IsPaidIn(const v1::DirectPayment& payment, absl::CivilDay month);

// Where a claim to a benefit may go from where (HOUS-107).
struct BenefitStep {
  v1::BenefitState from;
  v1::BenefitState to;
};
std::span<const BenefitStep> BenefitSteps();
absl::Status CheckBenefitMove(v1::BenefitState from, v1::BenefitState to);

// Whether a decision without agreement is not what the law knows: to the landlord, for misuse
// (HOUS-101, XC-25).
bool IsUnusual(const v1::DirectPayment& decision);

}  // namespace opora::housing
