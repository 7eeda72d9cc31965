#include "services/case_conference/cases/plan_rules.h"

#include "absl/strings/str_cat.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/rules/period.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/case_conference/cases/refusals.h"

namespace opora::conference {
namespace {

constexpr absl::Duration kAppointment = absl::Hours(1);

const v1::Need* FindNeed(const v1::Assessment& assessment, const std::string& need_id) {
  for (const v1::Need& need : assessment.needs()) {
    if (need.need_id() == need_id) return &need;
  }
  return nullptr;
}

bool IsUnitOfCase(const v1::Case& value, const v1::PlanItem& item) {
  const rpc::Unit owner{item.owner_agency_id(), item.owner_department_id()};
  if (owner == rpc::HolderOf(value)) return true;
  for (const v1::CaseMember& member : value.members()) {
    if (owner == rpc::Unit{member.agency_id(), member.department_id()}) return true;
  }
  return false;
}

absl::Status CheckDays(const v1::PlanItem& item, const std::string& field) {
  return rules::CheckPeriod(&item.from_date(), item.has_to_date() ? &item.to_date() : nullptr,
                            field + ".from_date", field + ".to_date");
}

bool PeriodsOverlap(const v1::PlanItem& one, const v1::PlanItem& other) {
  const auto ends_before = [](const v1::PlanItem& a, const v1::PlanItem& b) {
    return a.has_to_date() && dates::FromDate(a.to_date()) < dates::FromDate(b.from_date());
  };
  return !ends_before(one, other) && !ends_before(other, one);
}

bool IsDuplicate(const v1::PlanItem& one, const v1::PlanItem& other) {
  return one.owner_agency_id() != other.owner_agency_id() && one.need_id() == other.need_id() &&
         one.kind() == other.kind() && PeriodsOverlap(one, other);
}

v1::PlanItem* FindItem(v1::SupportPlan& plan, const std::string& item_id) {
  for (v1::PlanItem& item : *plan.mutable_items()) {
    if (item.item_id() == item_id) return &item;
  }
  return nullptr;
}

void Cancel(std::string_view reason, v1::PlanItem& item) {
  item.set_state(v1::PLAN_ITEM_STATE_CANCELLED);
  item.set_cancel_reason(std::string(reason));
}

absl::Time EndOf(const v1::Demand& demand) {
  return demand.has_end_time() ? rpc::FromTimestamp(demand.end_time())
                               : rpc::FromTimestamp(demand.start_time()) + kAppointment;
}

}  // namespace

absl::Status CheckStrengths(const v1::Assessment& assessment, bool unknown_before) {
  if (assessment.strengths_size() > 0) return absl::OkStatus();
  if (assessment.has_strengths_not_yet_known() && !unknown_before) return absl::OkStatus();
  return rules::Refuse(rule::kStrengthsMissing, {.field = "assessment.strengths"});
}

std::vector<common::v1::Warning> AssessmentWarnings(const v1::Assessment& assessment,
                                                    const std::set<common::v1::DataArea>& excluded,
                                                    common::v1::Language language) {
  for (const v1::Need& need : assessment.needs()) {
    if (excluded.contains(need.area())) return {rules::Warn(rule::kNeedOfExcludedTopic, language)};
  }
  return {};
}

absl::Status CheckPlan(const v1::Case& value, const v1::Assessment& assessment,
                       v1::SupportPlan& plan) {
  for (int i = 0; i < plan.items_size(); ++i) {
    v1::PlanItem& item = *plan.mutable_items(i);
    const std::string field = absl::StrCat("plan.items[", i, "]");
    const v1::Need* need = FindNeed(assessment, item.need_id());
    if (need == nullptr)
      return rules::Refuse(rule::kNeedNotAssessed, {.field = field + ".need_id"});
    if (!IsUnitOfCase(value, item))
      return rules::Refuse(rule::kOwnerNotMember, {.field = field + ".owner_agency_id"});
    RETURN_IF_ERROR(CheckDays(item, field));
    item.set_item_id(ids::RandomId());
    item.set_area(need->area());
    item.set_state(v1::PLAN_ITEM_STATE_OPEN);
    item.clear_cancel_reason();
  }
  return absl::OkStatus();
}

void FindDuplicates(v1::SupportPlan& plan) {
  plan.clear_duplicates();
  for (int i = 0; i < plan.items_size(); ++i) {
    for (int j = i + 1; j < plan.items_size(); ++j) {
      if (!IsDuplicate(plan.items(i), plan.items(j))) continue;
      v1::PlanDuplicate& duplicate = *plan.add_duplicates();
      duplicate.set_duplicate_id(ids::RandomId());
      duplicate.set_item_id(plan.items(i).item_id());
      duplicate.set_other_item_id(plan.items(j).item_id());
      duplicate.set_decision(v1::DUPLICATE_DECISION_OPEN);
    }
  }
}

std::vector<common::v1::Warning> PlanWarnings(const v1::SupportPlan& plan,
                                              const v1::Assessment& assessment,
                                              common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  bool unasked = false;
  for (const v1::PlanItem& item : plan.items()) {
    const v1::Need* need = FindNeed(assessment, item.need_id());
    unasked |= need != nullptr && !need->has_client_view();
  }
  if (unasked) warnings.push_back(rules::Warn(rule::kSolutionBeforeClientView, language));
  if (plan.duplicates_size() > 0)
    warnings.push_back(rules::Warn(rule::kDuplicateSupport, language));
  return warnings;
}

absl::Status Approve(const v1::ApproveSupportPlanRequest& request, absl::Time now,
                     v1::SupportPlan& plan) {
  if (request.has_client_approval() != request.unapproved_reason().empty())
    return rules::Refuse(rule::kApprovalUnclear, {.field = "client_approval"});
  if (request.has_client_approval()) {
    RETURN_IF_ERROR(
        rules::CheckOccurrence(rpc::FromTimestamp(request.client_approval().occurred_at()), now,
                               "client_approval.occurred_at"));
    *plan.mutable_client_approval() = request.client_approval();
    plan.clear_unapproved_reason();
  } else {
    plan.set_unapproved_reason(request.unapproved_reason());
    plan.clear_client_approval();
  }
  plan.set_state(v1::SUPPORT_PLAN_STATE_APPROVED);
  *plan.mutable_approve_time() = rpc::ToTimestamp(now);
  return absl::OkStatus();
}

absl::Status PlanEvaluation(const common::v1::Date& date, int weeks, absl::Time now,
                            std::string_view field, v1::SupportPlan& plan) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  if (dates::FromDate(date) < dates::DayAt(now))
    return rules::Refuse(rule::kEvaluationDatePast, {.field = std::string(field)});
  *plan.mutable_next_evaluation_date() = date;
  plan.clear_evaluation_interval_weeks();
  if (weeks > 0) plan.set_evaluation_interval_weeks(weeks);
  return absl::OkStatus();
}

absl::Status CheckStart(const v1::SupportPlan& plan) {
  if (plan.state() != v1::SUPPORT_PLAN_STATE_APPROVED)
    return rules::Refuse(rule::kSupportPlanNotApproved);
  if (!plan.has_next_evaluation_date()) return rules::Refuse(rule::kEvaluationDateMissing);
  return absl::OkStatus();
}

void MoveEvaluation(absl::CivilDay evaluated, v1::SupportPlan& plan) {
  if (!plan.has_next_evaluation_date() || !plan.has_evaluation_interval_weeks()) {
    plan.clear_next_evaluation_date();
    return;
  }
  absl::CivilDay next = dates::FromDate(plan.next_evaluation_date());
  while (next <= evaluated) next += 7 * plan.evaluation_interval_weeks();
  // An evaluation ahead of its day stands for it.
  if (next == dates::FromDate(plan.next_evaluation_date()))
    next += 7 * plan.evaluation_interval_weeks();
  *plan.mutable_next_evaluation_date() = dates::ToDate(next);
}

absl::Status DecideDuplicate(const v1::DecideDuplicateRequest& request, v1::SupportPlan& plan) {
  for (v1::PlanDuplicate& duplicate : *plan.mutable_duplicates()) {
    if (duplicate.duplicate_id() != request.duplicate_id()) continue;
    if (duplicate.decision() != v1::DUPLICATE_DECISION_OPEN)
      return rules::Refuse(rule::kDuplicateDecided);
    duplicate.set_reason(request.reason());
    if (request.keep_item_id().empty()) {
      duplicate.set_decision(v1::DUPLICATE_DECISION_JUSTIFIED);
      return absl::OkStatus();
    }
    const bool first = request.keep_item_id() == duplicate.item_id();
    if (!first && request.keep_item_id() != duplicate.other_item_id())
      return rules::InvalidField("keep_item_id", "KEEP_UNKNOWN", "is neither of the two items");
    duplicate.set_decision(v1::DUPLICATE_DECISION_KEEP_ONE);
    v1::PlanItem* other = FindItem(plan, first ? duplicate.other_item_id() : duplicate.item_id());
    if (other != nullptr && other->state() == v1::PLAN_ITEM_STATE_OPEN)
      Cancel(request.reason(), *other);
    return absl::OkStatus();
  }
  return rules::NotFound();
}

int CancelOpenItems(std::string_view reason, v1::SupportPlan& plan) {
  int cancelled = 0;
  for (v1::PlanItem& item : *plan.mutable_items()) {
    if (item.state() != v1::PLAN_ITEM_STATE_OPEN) continue;
    Cancel(reason, item);
    ++cancelled;
  }
  return cancelled;
}

bool HasOpenItems(const v1::SupportPlan& plan) {
  return std::any_of(plan.items().begin(), plan.items().end(), [](const v1::PlanItem& item) {
    return item.state() == v1::PLAN_ITEM_STATE_OPEN;
  });
}

absl::Status CheckClose(v1::CaseResult result, const v1::SupportPlan* plan, bool evaluated) {
  if (result != v1::CASE_RESULT_FULFILLED) return absl::OkStatus();
  if (plan == nullptr || !evaluated) return rules::Refuse(rule::kEvaluationMissing);
  if (HasOpenItems(*plan)) return rules::Refuse(rule::kItemsOpen);
  return absl::OkStatus();
}

std::vector<common::v1::Warning> EvaluationWarnings(const v1::Evaluation& evaluation,
                                                    const v1::SupportPlan* plan,
                                                    common::v1::Language language) {
  if (plan == nullptr) return {};
  for (const v1::PlanItem& item : plan->items()) {
    if (item.has_owner_worker_id() && item.owner_worker_id() == evaluation.evaluator_worker_id())
      return {rules::Warn(rule::kEvaluatorNotImpartial, language)};
  }
  return {};
}

bool SameTime(const v1::Demand& one, const v1::Demand& other) {
  if (!one.has_start_time() || !other.has_start_time()) return false;
  return rpc::FromTimestamp(one.start_time()) < EndOf(other) &&
         rpc::FromTimestamp(other.start_time()) < EndOf(one);
}

}  // namespace opora::conference
