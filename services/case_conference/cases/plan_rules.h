#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/conference/v1/case.pb.h"
#include "opora/conference/v1/case_work.pb.h"
#include "opora/conference/v1/support_plan.pb.h"

namespace opora::conference {

// STRENGTHS_MISSING (CONF-11): no strength, and no reason or one that was used before in the case.
absl::Status CheckStrengths(const v1::Assessment& assessment, bool unknown_before);

// NEED_OF_EXCLUDED_TOPIC (XC-02): what the client does not want talked about stays with the unit.
std::vector<common::v1::Warning> AssessmentWarnings(const v1::Assessment& assessment,
                                                    const std::set<common::v1::DataArea>& excluded,
                                                    common::v1::Language language);

// A plan as asked for, against the newest assessment of the cycle and the members of the case. Sets
// what the server knows of items.
//
// NEED_NOT_ASSESSED (CONF-12), OWNER_NOT_MEMBER (CONF-22), dates.
absl::Status CheckPlan(const v1::Case& value, const v1::Assessment& assessment,
                       v1::SupportPlan& plan);

// Pairs of items of different agencies for the same need and kind whose periods overlap (CONF-20).
void FindDuplicates(v1::SupportPlan& plan);

// SOLUTION_BEFORE_CLIENT_VIEW (XC-44), DUPLICATE_SUPPORT (CONF-20).
std::vector<common::v1::Warning> PlanWarnings(const v1::SupportPlan& plan,
                                              const v1::Assessment& assessment,
                                              common::v1::Language language);

// Approves a plan by the client or, for a reason, without (XC-40).
//
// APPROVAL_UNCLEAR (XC-40).
absl::Status Approve(const v1::ApproveSupportPlanRequest& request, absl::Time now,
                     v1::SupportPlan& plan);

// Sets the next evaluation and the weeks between evaluations. EVALUATION_DATE_PAST (CONF-14).
absl::Status PlanEvaluation(const common::v1::Date& date, int weeks, absl::Time now,
                            std::string_view field, v1::SupportPlan& plan);

// PLAN_NOT_APPROVED (XC-40), EVALUATION_DATE_MISSING (CONF-14).
absl::Status CheckStart(const v1::SupportPlan& plan);

// Moves the next evaluation to the first of its days after this one, or to none (CONF-14).
void MoveEvaluation(absl::CivilDay evaluated, v1::SupportPlan& plan);

// Keeps one of two items or justifies both (CONF-20). The other item is cancelled, never failed.
//
// DUPLICATE_DECIDED; NOT_FOUND for an unknown duplicate; KEEP_UNKNOWN.
absl::Status DecideDuplicate(const v1::DecideDuplicateRequest& request, v1::SupportPlan& plan);

// Cancels the open items, none of which failed (CONF-15). Returns how many.
int CancelOpenItems(std::string_view reason, v1::SupportPlan& plan);

bool HasOpenItems(const v1::SupportPlan& plan);

// EVALUATION_MISSING, ITEMS_OPEN (CONF-15), for the result FULFILLED only.
absl::Status CheckClose(v1::CaseResult result, const v1::SupportPlan* plan, bool evaluated);

// EVALUATOR_NOT_IMPARTIAL (CONF-17).
std::vector<common::v1::Warning> EvaluationWarnings(const v1::Evaluation& evaluation,
                                                    const v1::SupportPlan* plan,
                                                    common::v1::Language language);

// Two appointments at one time (CONF-21).
bool SameTime(const v1::Demand& one, const v1::Demand& other);

}  // namespace opora::conference
