#pragma once

#include <span>

#include "common/rules/rule.h"

// Refusals and warnings of crises, told in both languages, with their remedies. Few refuse: in a
// crisis facts are recorded.
namespace opora::conference::rule {

using rules::Rule;

extern const Rule kKindInWords;            // CONF-94
extern const Rule kCrisisStateRefuses;     // CONF-94
extern const Rule kCrisisWithoutContact;   // CONF-111
extern const Rule kOverrideFactsMissing;   // CONF-103
extern const Rule kOverrideFactsRecorded;  // CONF-103
extern const Rule kOverrideFactsLate;      // CONF-103
extern const Rule kReflectionUnclear;      // CONF-104
extern const Rule kReflectionClosed;       // CONF-104
extern const Rule kReflectionEarly;        // CONF-104
extern const Rule kNotPlannedWithClient;   // CONF-107
extern const Rule kRecipientNotListed;     // CONF-108
extern const Rule kNotReportedToPolice;    // CONF-108
extern const Rule kReportClosed;           // CONF-109
extern const Rule kNotHospitalised;        // CONF-105
extern const Rule kNetworkPresent;         // CONF-105
extern const Rule kHospitalTasksExist;     // CONF-105
extern const Rule kStaffConsentMissing;    // XC-21
extern const Rule kEntryWithoutRule;       // CONF-99
extern const Rule kEntryRulesOverlap;      // CONF-99
extern const Rule kPlanInCrisis;           // CONF-96
extern const Rule kGiftDecided;            // CONF-101

// Names the rule of each constraint that only the database sees broken in a race.
void RegisterCrisisConstraints();

// All of them.
std::span<const Rule* const> CrisisRules();

}  // namespace opora::conference::rule
