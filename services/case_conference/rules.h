#pragma once

#include <span>

#include "common/rules/rule.h"

// Every refusal and warning of conferences, plans and minutes: one row each, told in both
// languages, with its remedy.
namespace opora::conference::rule {

using rules::Rule;

// Conferences: who may.
extern const Rule kContentOfParticipants;  // CONF-45
extern const Rule kRoleInConference;       // CONF-29
extern const Rule kNotTheFacilitator;      // CONF-58
extern const Rule kStateRefuses;           // CONF-57
extern const Rule kSpeaksForOther;         // XC-58
extern const Rule kAttestedByRecipient;    // XC-58
// Proposal and contract.
extern const Rule kChangeKindMissing;       // CONF-54
extern const Rule kContractMissing;         // CONF-32
extern const Rule kAdministratorMissing;    // CONF-32
extern const Rule kConvenerNotCaseManager;  // CONF-31
// Participants.
extern const Rule kFacilitatorNotIndependent;  // CONF-35
extern const Rule kFacilitatorLater;           // CONF-36
extern const Rule kFacilitatorExists;          // CONF-35
extern const Rule kFacilitatorAlone;           // CONF-29
extern const Rule kClientOnce;                 // CONF-41
extern const Rule kAlreadyParticipant;         // CONF-29
extern const Rule kSupportPersonNotConfirmed;  // CONF-40
extern const Rule kPersonNotAgreed;            // CONF-114
extern const Rule kInvitationNeedsBasis;       // CONF-114
extern const Rule kExcludedFromConference;     // CONF-113
// Readiness.
extern const Rule kRolesMissing;            // CONF-29
extern const Rule kRolesRecommended;        // CONF-29
extern const Rule kNotInvited;              // CONF-114
extern const Rule kAnswersMissing;          // CONF-51
extern const Rule kAnswerIsNo;              // CONF-51
extern const Rule kArrangementMissing;      // CONF-51
extern const Rule kClientNotPrepared;       // CONF-34
extern const Rule kParticipantNotPrepared;  // CONF-34
// The meeting.
extern const Rule kClientAbsent;         // CONF-38
extern const Rule kClosePersonAbsent;    // CONF-39
extern const Rule kMeetingInterrupted;   // CONF-39
extern const Rule kClientNotBriefed;     // CONF-47
extern const Rule kNotBriefed;           // CONF-47
extern const Rule kFacilitatorAbsent;    // CONF-29
extern const Rule kSilenceMissing;       // CONF-44
extern const Rule kPhaseOrder;           // CONF-58
extern const Rule kBackNeedsReason;      // CONF-58
extern const Rule kRulesMissing;         // CONF-52
extern const Rule kParticipantNotHeard;  // CONF-43
extern const Rule kNotMapping;           // CONF-43
extern const Rule kNoPriority;           // CONF-61
extern const Rule kNotAPriority;         // CONF-61
extern const Rule kNotPriorities;        // CONF-61
extern const Rule kNotSolutions;         // CONF-62
extern const Rule kSolutionMissing;      // CONF-62
extern const Rule kPlanNotApproved;      // CONF-63
extern const Rule kNotConclusion;        // CONF-63
extern const Rule kTopicTooLate;         // CONF-61
// The plan.
extern const Rule kNotInPlanPhase;        // CONF-49
extern const Rule kProfessionalsOnly;     // CONF-38
extern const Rule kFacilitatorHasNoTask;  // CONF-36
extern const Rule kNotAParticipant;       // CONF-67
extern const Rule kDeadlineMissing;       // CONF-65
extern const Rule kPlanBMissing;          // CONF-66
extern const Rule kMilestonesOutOfOrder;  // CONF-68
extern const Rule kPlanBTooLate;          // CONF-74
extern const Rule kClientNotHeard;        // XC-44
extern const Rule kItemStateRefuses;      // CONF-75
extern const Rule kNoItems;               // CONF-63
extern const Rule kAgainstClientsChoice;  // CONF-46
// Minutes, sharing, evaluation.
extern const Rule kMinutesMissing;       // CONF-78
extern const Rule kMinutesStateRefuses;  // CONF-78
extern const Rule kMinutesLong;          // CONF-79
extern const Rule kObjectionMissing;     // CONF-80
extern const Rule kAnswersNotDue;        // CONF-80
extern const Rule kIncomprehensible;     // CONF-48
extern const Rule kUnanimityMissing;     // XC-22
extern const Rule kTasksOpen;            // CONF-64
extern const Rule kEvaluatorHasTasks;    // CONF-17

// Names the rule of each constraint that only the database sees broken in a race.
void RegisterConstraints();

// All of them.
std::span<const Rule* const> All();

}  // namespace opora::conference::rule
