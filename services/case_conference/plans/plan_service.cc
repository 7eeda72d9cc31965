#include "services/case_conference/plans/plan_service.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/advice/judge.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/facilitator.h"
#include "services/case_conference/conferences/facts.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/room.h"
#include "services/case_conference/conferences/session_rules.h"
#include "services/case_conference/conferences/word_of_client.h"
#include "services/case_conference/plans/plan_rules.h"
#include "services/case_conference/plans/plan_store.h"
#include "services/case_conference/plans/refusals.h"
#include "services/case_conference/rules.h"

namespace opora::conference {
namespace {

constexpr char kInterface[] = "opora.conference.v1.ActionPlanService";
constexpr int kItemsPerRun = 500;

void EmitItem(rpc::Call& call, std::string_view event, const v1::ActionItem& item) {
  const v1::ActionItemFact fact = FactOf(item);
  call.Emit(event, item, &fact);
}

// The plan locked, made when there is none yet.
v1::ActionPlan LockPlan(rpc::Call& call, const v1::Conference& conference) {
  v1::ActionPlan plan;
  if (db::FindForUpdate(call.tx(), conference.conference_id(), plan)) return plan;
  plan.set_conference_id(conference.conference_id());
  plan.set_client_id(conference.client_id());
  plan.set_plan_version(1);
  plan.set_state(v1::PLAN_STATE_DRAFT);
  db::Insert(call.tx(), plan);
  call.Emit("ActionPlanBegun", plan);
  return plan;
}

// An approved plan that changes waits for approval again (CONF-75).
void ReopenPlan(rpc::Call& call, v1::ActionPlan& plan) {
  if (plan.state() != v1::PLAN_STATE_APPROVED) return;
  plan.set_plan_version(plan.plan_version() + 1);
  plan.set_state(v1::PLAN_STATE_CHANGED);
  plan.clear_approve_time();
  db::Update(call.tx(), plan, {"plan_version", "state", "approve_time"});
  call.Emit("ActionPlanChanged", plan);
}

// Checks an item as asked and makes it ready to be stored.
absl::StatusOr<v1::ActionItem> MakeItem(rpc::Call& call, const v1::Conference& conference,
                                        const v1::ActionItem& asked, int plan_version,
                                        const std::set<common::v1::DataArea>& excluded,
                                        advice::Judge& judge) {
  v1::ActionItem item = NewItem(asked, conference, plan_version, call.now());
  RETURN_IF_ERROR(ResolveDeadlines(item, dates::FromDate(conference.held_on())));
  RETURN_IF_ERROR(judge.Settle(ItemRefusals(conference, item)));
  RETURN_IF_ERROR(CheckTopicOpen(conference, item.topic_id(), excluded));
  return item;
}

bool IsRunning(const v1::ActionItem& item) {
  return item.state() == v1::ITEM_STATE_PROPOSED || item.state() == v1::ITEM_STATE_OPEN ||
         item.state() == v1::ITEM_STATE_PLAN_B_ACTIVE;
}

absl::StatusOr<v1::ActionItem> LockRunning(rpc::Call& call, const std::string& item_id,
                                           const std::string& etag = "") {
  ASSIGN_OR_RETURN(v1::ActionItem item, db::Lock<v1::ActionItem>(call.tx(), item_id, etag));
  if (!IsRunning(item)) return rules::Refuse(rule::kItemStateRefuses);
  return item;
}

v1::Milestone* FindMilestoneOf(v1::ActionItem& item, const std::string& milestone_id) {
  for (v1::Milestone& milestone : *item.mutable_milestones()) {
    if (milestone.milestone_id() == milestone_id) return &milestone;
  }
  return nullptr;
}

absl::Status CheckRefusedItems(const std::vector<v1::ActionItem>& items,
                               const v1::ApprovePlanRequest& request) {
  for (int i = 0; i < request.approvals_size(); ++i) {
    for (const std::string& id : request.approvals(i).refused_item_ids()) {
      const auto is_it = [&](const v1::ActionItem& item) { return item.item_id() == id; };
      if (std::any_of(items.begin(), items.end(), is_it)) continue;
      return rules::InvalidField(absl::StrCat("approvals[", i, "].refused_item_ids"),
                                 "ITEM_UNKNOWN", "is no item of this plan");
    }
  }
  return absl::OkStatus();
}

// Takes the answers into the plan; a later answer of the same participant replaces the earlier.
absl::Status TakeApprovals(rpc::Call& call, const Room& room, const v1::ApprovePlanRequest& request,
                           v1::ActionPlan& plan) {
  for (int i = 0; i < request.approvals_size(); ++i) {
    v1::PlanApproval approval = request.approvals(i);
    RETURN_IF_ERROR(TakeWord(room.conference, call.caller().worker_id, call.now(),
                             absl::StrCat("approvals[", i, "]"), approval));
    approval.set_approval_id(ids::RandomId());
    approval.set_plan_version(plan.plan_version());
    *approval.mutable_create_time() = rpc::ToTimestamp(call.now());
    auto& given = *plan.mutable_approvals();
    for (int k = given.size() - 1; k >= 0; --k) {
      if (given[k].participant_id() == approval.participant_id() &&
          given[k].plan_version() == plan.plan_version())
        given.DeleteSubrange(k, 1);
    }
    *plan.add_approvals() = std::move(approval);
  }
  return absl::OkStatus();
}

}  // namespace

void PlanService::Register(rpc::Methods& methods) {
  rpc::Bind(methods, kInterface, "AddActionItem", *this, &PlanService::AddActionItem);
  rpc::Bind(methods, kInterface, "ReplaceActionItem", *this, &PlanService::ReplaceActionItem);
  rpc::Bind(methods, kInterface, "CancelActionItem", *this, &PlanService::CancelActionItem);
  rpc::Bind(methods, kInterface, "ApprovePlan", *this, &PlanService::ApprovePlan);
  rpc::Bind(methods, kInterface, "CompleteMilestone", *this, &PlanService::CompleteMilestone);
  rpc::Bind(methods, kInterface, "ListMyTasks", *this, &PlanService::ListMyTasks);
  rpc::Bind(methods, kInterface, "ProcessDeadlines", *this, &PlanService::ProcessDeadlines);
}

absl::StatusOr<v1::AddActionItemResponse> PlanService::AddActionItem(
    rpc::Call& call, const v1::AddActionItemRequest& request) {
  ASSIGN_OR_RETURN(const Room before, Enter(call, request.item().conference_id(), "AddActionItem"));
  ASSIGN_OR_RETURN(const auto excluded,
                   neighbours_.ExcludedTopics(call, before.conference.client_id()));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.item().conference_id(), "AddActionItem"));
  v1::ActionPlan plan = LockPlan(call, room.conference);
  const int version = plan.plan_version() + (plan.state() == v1::PLAN_STATE_APPROVED ? 1 : 0);
  advice::Judge judge(call, rule::Recommendations());
  ASSIGN_OR_RETURN(v1::ActionItem item,
                   MakeItem(call, room.conference, request.item(), version, excluded, judge));
  ReopenPlan(call, plan);
  db::Insert(call.tx(), item);
  EmitItem(call, "ActionItemAdded", item);
  v1::AddActionItemResponse response;
  judge.WarnIn(response);
  for (auto& warning : ItemWarnings(room.conference, item, call.language()))
    *response.add_warnings() = std::move(warning);
  *response.mutable_item() = std::move(item);
  return response;
}

absl::StatusOr<v1::ReplaceActionItemResponse> PlanService::ReplaceActionItem(
    rpc::Call& call, const v1::ReplaceActionItemRequest& request) {
  ASSIGN_OR_RETURN(const v1::ActionItem known,
                   db::Get<v1::ActionItem>(call.tx(), request.item_id()));
  RETURN_IF_ERROR(Enter(call, known.conference_id(), "ReplaceActionItem").status());
  ASSIGN_OR_RETURN(const auto excluded, neighbours_.ExcludedTopics(call, known.client_id()));
  ASSIGN_OR_RETURN(Room room, EnterFor(call, known.conference_id(), "ReplaceActionItem"));
  v1::ActionPlan plan = LockPlan(call, room.conference);
  ASSIGN_OR_RETURN(v1::ActionItem old, LockRunning(call, request.item_id(), request.etag()));
  ReopenPlan(call, plan);
  v1::ReplaceActionItemResponse response;
  advice::Judge judge(call, rule::Recommendations());
  ASSIGN_OR_RETURN(v1::ActionItem item, MakeItem(call, room.conference, request.item(),
                                                 plan.plan_version(), excluded, judge));
  item.set_replaces_item_id(old.item_id());
  old.set_state(v1::ITEM_STATE_SUPERSEDED);
  db::Update(call.tx(), old, {"state"});
  EmitItem(call, "ActionItemReplaced", old);
  db::Insert(call.tx(), item);
  EmitItem(call, "ActionItemAdded", item);
  judge.WarnIn(response);
  for (auto& warning : ItemWarnings(room.conference, item, call.language()))
    *response.add_warnings() = std::move(warning);
  *response.mutable_item() = std::move(item);
  *response.mutable_plan() = std::move(plan);
  return response;
}

absl::StatusOr<v1::CancelActionItemResponse> PlanService::CancelActionItem(
    rpc::Call& call, const v1::CancelActionItemRequest& request) {
  ASSIGN_OR_RETURN(const v1::ActionItem known,
                   db::Get<v1::ActionItem>(call.tx(), request.item_id()));
  RETURN_IF_ERROR(EnterFor(call, known.conference_id(), "CancelActionItem").status());
  v1::CancelActionItemResponse response;
  ASSIGN_OR_RETURN(v1::ActionItem item, LockRunning(call, request.item_id()));
  item.set_state(v1::ITEM_STATE_CANCELLED);
  item.set_cancel_reason(request.reason());
  db::Update(call.tx(), item, {"state", "cancel_reason"});
  EmitItem(call, "ActionItemCancelled", item);
  *response.mutable_item() = std::move(item);
  return response;
}

absl::StatusOr<v1::ApprovePlanResponse> PlanService::ApprovePlan(
    rpc::Call& call, const v1::ApprovePlanRequest& request) {
  ASSIGN_OR_RETURN(const Room before, Enter(call, request.conference_id(), "ApprovePlan"));
  ASSIGN_OR_RETURN(const bool independent,
                   FacilitatorStillIndependent(call, neighbours_, before.conference));
  for (int i = 0; i < request.approvals_size(); ++i) {
    if (!request.approvals(i).approved()) continue;
    RETURN_IF_ERROR(CheckWordOfClient(call, neighbours_, before.conference, request.approvals(i),
                                      registry::v1::REPRESENTED_ACT_APPROVAL,
                                      absl::StrCat("approvals[", i, "]")));
  }
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "ApprovePlan"));
  if (!independent) return rules::Refuse(rule::kFacilitatorLater);
  v1::ActionPlan plan = LockPlan(call, room.conference);
  std::vector<v1::ActionItem> items = LockItemsOf(call.tx(), request.conference_id());
  const std::vector<v1::ActionItem> known = items;
  if (std::none_of(items.begin(), items.end(), IsRunning)) return rules::Refuse(rule::kNoItems);
  RETURN_IF_ERROR(CheckRefusedItems(items, request));
  RETURN_IF_ERROR(TakeApprovals(call, room, request, plan));
  const bool approved = Approve(room.conference, plan, items, call.now());
  db::Update(call.tx(), plan, {"state", "approve_time", "approvals"});
  call.Emit(approved ? "ActionPlanApproved" : "ActionPlanAnswered", plan);
  v1::ApprovePlanResponse response;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].state() != known[i].state()) {
      db::Update(call.tx(), items[i], {"state"});
      EmitItem(call, "ActionItemOpened", items[i]);
    }
    if (approved && IsAgainstClientsChoice(room.conference, items[i])) {
      *response.add_warnings() = rules::Warn(rule::kAgainstClientsChoice, call.language());
    }
    *response.add_items() = items[i];
  }
  for (const std::string& id : MissingApprovals(room.conference, plan))
    response.add_missing_participant_ids(id);
  *response.mutable_plan() = std::move(plan);
  return response;
}

absl::StatusOr<v1::CompleteMilestoneResponse> PlanService::CompleteMilestone(
    rpc::Call& call, const v1::CompleteMilestoneRequest& request) {
  RETURN_IF_ERROR(
      rules::CheckOccurrence(rpc::FromTimestamp(request.occurred_at()), call.now(), "occurred_at"));
  MilestonePlace place;
  if (!FindMilestone(call.tx(), request.milestone_id(), place)) return rules::NotFound();
  ASSIGN_OR_RETURN(const Room room, EnterFor(call, place.conference_id, "CompleteMilestone"));
  ASSIGN_OR_RETURN(v1::ActionItem item, db::Lock<v1::ActionItem>(call.tx(), place.item_id));
  v1::Milestone& milestone = *FindMilestoneOf(item, request.milestone_id());
  const bool runs =
      item.state() == v1::ITEM_STATE_OPEN || item.state() == v1::ITEM_STATE_PLAN_B_ACTIVE;
  if (!runs || milestone.has_done_time()) return rules::Refuse(rule::kItemStateRefuses);
  const std::string done_by =
      request.participant_id().empty() ? room.self_id : request.participant_id();
  if (FindParticipant(room.conference, done_by) == nullptr)
    return rules::Refuse(rule::kNotAParticipant, {.field = "participant_id"});
  *milestone.mutable_done_time() = request.occurred_at();
  milestone.set_done_by_participant_id(done_by);
  *milestone.mutable_debt_ids() = request.debt_ids();
  *milestone.mutable_schedule_ids() = request.schedule_ids();
  if (!request.note().empty()) milestone.set_note(request.note());
  conference::CompleteMilestone(item, request.milestone_id());
  db::Update(call.tx(), item, {"state", "milestones"});
  EmitItem(call, "MilestoneDone", item);
  v1::CompleteMilestoneResponse response;
  if (rules::IsLateEntry(rpc::FromTimestamp(request.occurred_at()), call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  *response.mutable_item() = std::move(item);
  return response;
}

absl::StatusOr<v1::ListMyTasksResponse> PlanService::ListMyTasks(
    rpc::Call& call, const v1::ListMyTasksRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListMyTasksResponse response;
  db::SelectInto(
      call.tx(), v1::ActionItem::default_instance(),
      "JOIN LATERAL (SELECT min(m.due_date) AS due FROM milestones m WHERE m.item_id = r.item_id "
      "AND m.done_time IS NULL) n ON n.due IS NOT NULL WHERE r.state IN ('OPEN', 'PLAN_B_ACTIVE') "
      "AND EXISTS (SELECT 1 FROM participants p WHERE p.conference_id = r.conference_id AND "
      "p.worker_id = ANY($1::uuid[]) AND p.invite_time IS NOT NULL AND p.silence_ground IS NOT "
      "NULL AND (p.participant_id = r.plan_b_participant_id OR p.participant_id::text = "
      "ANY(r.participant_ids) OR EXISTS (SELECT 1 FROM milestones m WHERE m.item_id = r.item_id "
      "AND p.participant_id::text = ANY(m.participant_ids)))) AND (NOT $2::boolean OR n.due < "
      "$3::date) AND ($4::date IS NULL OR (n.due, r.item_id) > "
      "($4::date, $5::uuid)) ORDER BY n.due, r.item_id LIMIT $6",
      {db::ArrayLiteral(SelfAndSubstituted(call.caller())),
       request.overdue_only() ? "true" : "false", dates::DateText(dates::DayAt(call.now())),
       page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_items(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_items()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {dates::DateText(NextDeadline(*last)), last->item_id()}));
  return response;
}

absl::StatusOr<v1::ProcessDeadlinesResponse> PlanService::ProcessDeadlines(
    rpc::Call& call, const v1::ProcessDeadlinesRequest& request) {
  absl::CivilDay as_of = dates::DayAt(call.now());
  if (request.has_as_of()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of(), "as_of"));
    if (dates::FromDate(request.as_of()) > as_of)
      return rules::Refuse(rules::kNotInFuture, {.field = "as_of"});
    as_of = dates::FromDate(request.as_of());
  }
  v1::ProcessDeadlinesResponse response;
  const std::vector<std::string> due = LockDueItems(call.tx(), as_of, kItemsPerRun);
  for (const std::string& item_id : due) {
    ASSIGN_OR_RETURN(v1::ActionItem item, db::Lock<v1::ActionItem>(call.tx(), item_id));
    const Passed passed = PassDeadlines(item, as_of, call.now());
    if (passed.missed == 0) continue;
    db::Update(call.tx(), item, {"state", "milestones"});
    EmitItem(call, passed.plan_b_began ? "PlanBActivated" : "MilestoneMissed", item);
    auto& entry = call.AddAudit();
    entry.set_client_id(item.client_id());
    entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
    entry.set_rule("CONF-72");
    response.set_missed(response.missed() + passed.missed);
    response.set_plans_b_started(response.plans_b_started() + (passed.plan_b_began ? 1 : 0));
  }
  response.set_has_more(static_cast<int>(due.size()) == kItemsPerRun);
  return response;
}

}  // namespace opora::conference
