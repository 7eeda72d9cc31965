#pragma once

#include <span>

#include "common/rules/rule.h"
#include "opora/housing/v1/programme.pb.h"

// Every refusal and warning of housing: one row each, told in both languages, with its remedy.
namespace opora::housing::rule {

using rules::Rule;

// Programmes.
extern const Rule kVariantMismatch;          // HOUS-11
extern const Rule kProgrammeStateRefuses;    // HOUS-01
extern const Rule kUnitNotPartner;           // HOUS-01
extern const Rule kNotOfProgramme;           // HOUS-23
extern const Rule kCoordinatorMissing;       // HOUS-04
extern const Rule kCoordinatorMissingMixed;  // HOUS-06
extern const Rule kLandlordContactMissing;   // HOUS-09
extern const Rule kRolesMerged;              // HOUS-02
extern const Rule kWorkingGroupMissing;      // HOUS-05
extern const Rule kLandlordNotBriefed;       // HOUS-15
extern const Rule kLiaisonIsKeyWorker;       // HOUS-07
extern const Rule kFunctionsConflict;        // HOUS-16
extern const Rule kConditionUnclarified;     // HOUS-14
extern const Rule kConditionsStateRefuses;   // HOUS-34
extern const Rule kConditionsMissing;        // HOUS-34
extern const Rule kDebtRuleNotLater;         // HOUS-39
extern const Rule kDebtRuleRefuses;          // HOUS-39
extern const Rule kRuleNotConfigurable;      // XC-47
extern const Rule kRuleUnknown;              // XC-46
extern const Rule kRuleNeverRefuses;         // XC-46
extern const Rule kRuleNotWaivable;          // XC-34
extern const Rule kOfficerMissing;           // XC-55
extern const Rule kLiaisonMissing;           // XC-55
extern const Rule kMethodologyMissing;       // HOUS-79
extern const Rule kLeftBelongingsUnset;      // HOUS-121
// Applications.
extern const Rule kProgrammeNotActive;       // HOUS-01
extern const Rule kRulesMissing;             // HOUS-17
extern const Rule kApplicationExists;        // HOUS-30
extern const Rule kApplicationStateRefuses;  // HOUS-30
extern const Rule kSupportTeamKeepsOut;      // HOUS-24
extern const Rule kSupportTeamInside;        // HOUS-25
extern const Rule kVerifiedHow;              // HOUS-22
extern const Rule kInvestigationMissing;     // HOUS-21
extern const Rule kCriterionUnknown;         // HOUS-31
extern const Rule kNotCompetentBody;         // HOUS-41
extern const Rule kBodyNotNext;              // HOUS-40
extern const Rule kFlatUnsuitable;           // HOUS-32
extern const Rule kFlatTaken;                // HOUS-43
extern const Rule kFlatNotConfirmed;         // HOUS-43
extern const Rule kNotSupportTeam;           // HOUS-42
extern const Rule kTimeFrame;                // HOUS-44
extern const Rule kNotApplicationOfficer;    // HOUS-47
extern const Rule kKeyWorkerMissing;         // HOUS-48
// Flats.
extern const Rule kContactsReveal;      // XC-45
extern const Rule kContactsLate;        // HOUS-64
extern const Rule kDefectStateRefuses;  // HOUS-58
extern const Rule kMediatedDefect;      // HOUS-59
extern const Rule kFlatNotReady;        // HOUS-55
// Tenancies.
extern const Rule kTenancyStateRefuses;   // HOUS-57
extern const Rule kHeadLeaseMissing;      // HOUS-08
extern const Rule kManagerNotIntroduced;  // HOUS-50
extern const Rule kLeaseMissing;          // HOUS-51
extern const Rule kControlDuty;           // XC-33
extern const Rule kBreachIsControl;       // HOUS-128
extern const Rule kUnheardComplaint;      // HOUS-87
extern const Rule kUnheardOutside;        // HOUS-87
extern const Rule kNoticeCited;           // HOUS-69
extern const Rule kLeaseEndMissing;       // HOUS-57
extern const Rule kLateNotCounted;        // HOUS-97
// Rent.
extern const Rule kChargeExists;            // HOUS-95
extern const Rule kPaymentExists;           // HOUS-95
extern const Rule kAmountNotPositive;       // HOUS-95
extern const Rule kLateIsNoDebt;            // HOUS-95
extern const Rule kNotArrears;              // HOUS-102
extern const Rule kAgreementRequired;       // HOUS-101
extern const Rule kDecisionUnusual;         // HOUS-101
extern const Rule kAttestationOfProfiteer;  // XC-58
extern const Rule kBenefitStateRefuses;     // HOUS-107
// Complaints.
extern const Rule kComplaintStateRefuses;   // HOUS-86
extern const Rule kNoticeNotInvestigated;   // HOUS-69
extern const Rule kSupportInvestigatesNot;  // HOUS-71
extern const Rule kOfficerNotImpartial;     // HOUS-72
extern const Rule kNotTheOfficer;           // HOUS-72
extern const Rule kSupportTellsNot;         // HOUS-74
extern const Rule kClientNotInformed;       // HOUS-75
extern const Rule kComplainantAlone;        // HOUS-80
extern const Rule kOneRoundOnly;            // HOUS-81
extern const Rule kTooVague;                // HOUS-82
extern const Rule kRoundSkipped;            // HOUS-81
extern const Rule kClientUntold;            // HOUS-84
extern const Rule kComplainantUnanswered;   // HOUS-85
extern const Rule kAnswerReveals;           // HOUS-85
extern const Rule kHouseProblemForeign;     // HOUS-68

// A recommendation and how it binds where a programme sets nothing (XC-46).
struct Recommendation {
  const Rule* rule;
  v1::RuleMode default_mode;
  bool may_refuse = true;  // False for those that warn whatever is set.
};

// All of them; every rule of class W has one.
std::span<const Recommendation> Recommendations();

// The recommendation of a rule, nullptr for laws and hard rules.
const Recommendation* FindRecommendation(const Rule& rule);

// Names the rule of each constraint that only the database sees broken in a race.
void RegisterConstraints();

// All rules.
std::span<const Rule* const> All();

}  // namespace opora::housing::rule
