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
inline constexpr Rule kReferralOtherSide = {
    "REG-113",
    "REFERRAL_OTHER_SIDE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"This step belongs to the other side of the referral.",
     "Tento krok přísluší druhé straně doporučení."},
    {"The sender sends and withdraws, the recipient answers and closes; an answer given by "
     "telephone is recorded by either.",
     "Odesílatel posílá a stahuje, příjemce odpovídá a uzavírá; odpověď po telefonu zapíše "
     "kterákoli strana."},
    "opora.registry.v1.ReferralService.RecordReferralAnswer"};
inline constexpr Rule kDeclineReasonMissing = {
    "REG-113",
    "DECLINE_REASON_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"A decline has a reason from the list, an acceptance has none.",
     "Odmítnutí má důvod ze seznamu, přijetí žádný nemá."},
    {"Ask the recipient why, and record it.", "Zeptejte se příjemce na důvod a zapište jej."},
    "opora.registry.v1.ReferralService.RecordReferralAnswer"};

inline constexpr const Rule* kReferralsRefusals[] = {&kReferralStateRefuses, &kReferralOtherSide,
                                                     &kDeclineReasonMissing};

}  // namespace opora::registry::rule
