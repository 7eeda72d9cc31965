#pragma once

#include "common/rules/rule.h"

// Refusals of opora.common.v1.RuleService, for the table of every service that has it.
namespace opora::advice::rule {

using rules::Rule;

inline constexpr Rule kRuleNotConfigurable = {
    "XC-47",
    "RULE_NOT_CONFIGURABLE",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"Laws and hard rules cannot be set by an agency.",
     "Zákony a pevná pravidla organizace nastavit nemůže."},
    {"Only recommendations can be set; the list says which.",
     "Nastavit lze jen doporučení; která to jsou, říká seznam."},
    "opora.common.v1.RuleService.GetRuleSettings"};
inline constexpr Rule kRuleUnknown = {
    "XC-46",
    "RULE_UNKNOWN",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"There is no such rule in this service.", "Takové pravidlo v této službě není."},
    {"Choose from the list of rules.", "Vyberte ze seznamu pravidel."},
    "opora.common.v1.RuleService.GetRuleSettings"};
inline constexpr Rule kRuleNeverRefuses = {
    "XC-46",
    "RULE_NEVER_REFUSES",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"This rule speaks of facts and only ever warns.",
     "Toto pravidlo mluví o skutečnostech a vždy jen upozorňuje."},
    {"Set it to WARN or OFF.", "Nastavte je na WARN nebo OFF."},
    "opora.common.v1.RuleService.GetRuleSettings"};
inline constexpr Rule kDeviationExplained = {
    "XC-46",
    "DEVIATION_EXPLAINED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The reason was recorded; it is not overwritten.", "Důvod je zapsán; nepřepisuje se."},
    {"Read it in the list of deviations.", "Přečtěte si jej v seznamu odchylek."},
    "opora.common.v1.RuleService.ListDeviations"};

inline constexpr const Rule* kAdviceRefusals[] = {&kRuleNotConfigurable, &kRuleUnknown,
                                                  &kRuleNeverRefuses, &kDeviationExplained};

}  // namespace opora::advice::rule
