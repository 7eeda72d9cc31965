#pragma once

#include <span>

#include "common/rules/rule.h"

// Refusals and warnings of case management, told in both languages, with their remedies.
namespace opora::conference::rule {

using rules::Rule;

extern const Rule kCaseStateRefuses;          // CONF-10
extern const Rule kBasisRowMissing;           // XC-51
extern const Rule kChildProtectionRole;       // XC-51
extern const Rule kAttachNeedsAgreement;      // CONF-22
extern const Rule kMemberExists;              // CONF-22
extern const Rule kOwnerNotMember;            // CONF-22
extern const Rule kTeamOfOneDiscipline;       // CONF-25
extern const Rule kAttachedToTeam;            // CONF-24
extern const Rule kNoCooperationAgreement;    // CONF-08
extern const Rule kStrengthsMissing;          // CONF-11
extern const Rule kNeedOfExcludedTopic;       // XC-02
extern const Rule kAssessmentMissing;         // CONF-12
extern const Rule kNeedNotAssessed;           // CONF-12
extern const Rule kCaseManagerMissing;        // CONF-19
extern const Rule kSolutionBeforeClientView;  // XC-44
extern const Rule kDuplicateSupport;          // CONF-20
extern const Rule kDuplicateDecided;          // CONF-20
extern const Rule kApprovalUnclear;           // XC-40
extern const Rule kDecidedWithoutClient;      // XC-40
extern const Rule kSupportPlanNotApproved;    // XC-40
extern const Rule kPlanExists;                // CONF-16
extern const Rule kEvaluationDateMissing;     // CONF-14
extern const Rule kEvaluationDatePast;        // CONF-14
extern const Rule kEvaluationMissing;         // CONF-15
extern const Rule kItemsOpen;                 // CONF-15
extern const Rule kEvaluatorNotImpartial;     // CONF-17
extern const Rule kDemandsConflict;           // CONF-21
extern const Rule kConflictFlagged;           // CONF-21

// Names the rule of each constraint that only the database sees broken in a race.
void RegisterCaseConstraints();

// All of them.
std::span<const Rule* const> CaseRules();

}  // namespace opora::conference::rule
