#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about referrals: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kReferralStateRefuses = {
    "REG-113",
    "REFERRAL_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The referral does not wait for this.", "Doporučení na tento krok nečeká."},
    {"Read the referral; its actions say what can be done.",
     "Přečtěte doporučení; jeho akce říkají, co lze udělat."},
    "opora.registry.v1.ReferralService.GetReferral"};

inline constexpr const Rule* kReferralsRefusals[] = {&kReferralStateRefuses};

}  // namespace opora::registry::rule
