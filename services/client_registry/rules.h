#pragma once

#include <span>

#include "common/rules/rule.h"

// Every refusal and warning of the registry: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

// Access.
extern const Rule kConsentRequired;            // XC-13: no basis, between agencies
extern const Rule kConsentRequiredDepartment;  // XC-17
extern const Rule kConsentRequiredProvider;    // XC-18
extern const Rule kExcludedTopic;              // XC-02
extern const Rule kStanceWall;                 // XC-36
extern const Rule kWrongPurpose;               // XC-15
extern const Rule kReferenceRequired;          // XC-65
extern const Rule kReporterClosed;             // XC-27
extern const Rule kCodeNameOnly;               // REG-116
extern const Rule kDelegatedNotForAgency;      // XC-14, XC-18
// One-off disclosures.
extern const Rule kClientNotPresent;    // XC-64
extern const Rule kSituationMissing;    // XC-24
extern const Rule kReportRecipient;     // XC-24
extern const Rule kEmergencyRecipient;  // XC-23
extern const Rule kFactsMissing;        // XC-23
extern const Rule kFactsRecorded;       // XC-23
extern const Rule kLateFacts;           // XC-23
// Consents.
extern const Rule kConsentIncomplete;        // XC-01
extern const Rule kNotToldOfRevocation;      // XC-06
extern const Rule kConsentStateRefuses;      // XC-03, XC-05
extern const Rule kExplainerNotKeyWorker;    // XC-07
extern const Rule kOralConsentOpensNothing;  // XC-10
extern const Rule kConsentTooLong;           // XC-60
extern const Rule kAttestationOfProfiteer;   // XC-58
// Agencies and assignments.
extern const Rule kAgencyExists;          // REG-01
extern const Rule kWorkerExists;          // REG-27
extern const Rule kForeignDepartment;     // XC-17
extern const Rule kForeignAgency;         // REG-27
extern const Rule kQualificationMissing;  // XC-52
extern const Rule kCaseloadFull;          // REG-14
extern const Rule kCaseloadOverridden;    // REG-14
extern const Rule kStanceConflict;        // XC-32
extern const Rule kCaseManagerExists;     // REG-34
extern const Rule kAlreadyAssigned;       // REG-16
extern const Rule kRoleNotHeld;           // REG-27
extern const Rule kPlatformRole;          // REG-27
// Clients.
extern const Rule kClientAlreadyRegistered;  // REG-41
extern const Rule kMatchNotOpen;             // REG-41
extern const Rule kMatchNotMerged;           // REG-41
extern const Rule kIdentityOfCodeName;       // REG-116
extern const Rule kAlreadyHeld;              // XC-28
// Daily work.
extern const Rule kReferralStateRefuses;   // REG-113
extern const Rule kSupportCategoryExists;  // REG-110
extern const Rule kUnitOfCategory;         // REG-81
extern const Rule kCreditorUnclear;        // REG-88
extern const Rule kAmountNegative;         // REG-88
extern const Rule kAmountUnknown;          // REG-88
// Repayment, waivers.
extern const Rule kDebtSettled;           // REG-96
extern const Rule kScheduleExists;        // REG-96
extern const Rule kScheduleStateRefuses;  // REG-96
extern const Rule kOverpaid;              // REG-96
extern const Rule kCreditorPolicyExists;  // REG-97
extern const Rule kBelowPolicy;           // REG-97
extern const Rule kAffordabilityMissing;  // REG-98
extern const Rule kInstalmentAboveMeans;  // REG-98
extern const Rule kWaiverDecided;         // REG-93
extern const Rule kAboveCeiling;          // REG-93
extern const Rule kPrincipalNotPaid;      // REG-94
// Enforcement.
extern const Rule kBailiffForMunicipalClaim;  // REG-90
extern const Rule kBagatelleEnforced;         // REG-91
extern const Rule kEnforcementStopped;        // REG-92
extern const Rule kChildDebtEnforced;         // REG-102
extern const Rule kDebtTrap;                  // REG-103
extern const Rule kAgreementMissing;          // XC-25

// Names the rule of each constraint that only the database sees broken in a race.
void RegisterConstraints();

// All of them.
std::span<const Rule* const> All();

}  // namespace opora::registry::rule
