#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/conference/v1/conference.pb.h"
#include "opora/conference/v1/plan.pb.h"

// WHO, WHAT, BY WHEN and PLAN B (CONF-65 to CONF-77).
namespace opora::conference {

// Turns deadlines relative to the meeting into dates and keeps the wording (CONF-69): "tomorrow" is
// the day after, "next week" the Friday of the following week, a Plan B of a week its Monday to
// Friday.
//
// INVALID_ARGUMENT DEADLINE_MISSING, INVALID_DATE.
absl::Status ResolveDeadlines(v1::ActionItem& item, absl::CivilDay held_on);

// What refuses an item for the plan of this conference, in order; nothing when it may stand there.
//
// PERMISSION_DENIED FACILITATOR_HAS_NO_TASK (CONF-36); FAILED_PRECONDITION NOT_A_PRIORITY
// (CONF-61), PROFESSIONALS_ONLY (CONF-38); INVALID_ARGUMENT NOT_A_PARTICIPANT (CONF-67),
// PLAN_B_MISSING (CONF-66).
std::vector<absl::Status> ItemRefusals(const v1::Conference& conference,
                                       const v1::ActionItem& item);

// What the asker decides of an item; the server decides the rest.
v1::ActionItem NewItem(const v1::ActionItem& asked, const v1::Conference& conference,
                       int plan_version, absl::Time now);

// MILESTONES_OUT_OF_ORDER, PLAN_B_TOO_LATE, CLIENT_NOT_HEARD.
std::vector<common::v1::Warning> ItemWarnings(const v1::Conference& conference,
                                              const v1::ActionItem& item,
                                              common::v1::Language language);

// True when the item carries out a solution that the client does not want (CONF-46).
bool IsAgainstClientsChoice(const v1::Conference& conference, const v1::ActionItem& item);

// Participants who took part and have not approved this version. The client's approval is never
// waived (CONF-50); without one, "the client" is among them even when absent.
std::vector<std::string> MissingApprovals(const v1::Conference& conference,
                                          const v1::ActionPlan& plan);

// Once nobody is missing: opens what everybody accepts and leaves the rest PROPOSED (CONF-75).
// Answers whether the plan is approved.
bool Approve(const v1::Conference& conference, v1::ActionPlan& plan,
             std::vector<v1::ActionItem>& items, absl::Time now);

// Marks what is missed as of the day; answers whether Plan B began (CONF-72). Nothing marks the
// client (CONF-73).
struct Passed {
  int missed = 0;
  bool plan_b_began = false;
};
Passed PassDeadlines(v1::ActionItem& item, absl::CivilDay as_of, absl::Time now);

// A milestone was done: the item is back on track when its trigger is, DONE when all are.
void CompleteMilestone(v1::ActionItem& item, const std::string& milestone_id);

// The earliest deadline of what is not done; the far future when all is.
absl::CivilDay NextDeadline(const v1::ActionItem& item);

// TASKS_OPEN, EVALUATOR_HAS_TASKS (CONF-64, CONF-17).
std::vector<common::v1::Warning> EvaluationWarnings(const std::vector<v1::ActionItem>& items,
                                                    const std::string& evaluator_participant_id,
                                                    common::v1::Language language);

}  // namespace opora::conference
