#include "services/case_conference/conferences/record_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/occurrence.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/facilitator.h"
#include "services/case_conference/conferences/facts.h"
#include "services/case_conference/conferences/invitation.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/conferences/record_rules.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/session_rules.h"
#include "services/case_conference/conferences/verbs.h"
#include "services/case_conference/plans/plan_rules.h"
#include "services/case_conference/plans/refusals.h"

namespace opora::conference {
namespace {

using Refusals = std::vector<absl::Status>;

const v1::Participant* Caller(const rpc::Call& call, const v1::Conference& conference) {
  for (const v1::Participant& one : conference.participants()) {
    if (one.has_worker_id() && one.worker_id() == call.caller().worker_id) return &one;
  }
  return nullptr;
}

// Who has a basis is invited now; who has none was there, and that deviates (CONF-114).
absl::Status InviteThoseWhoMay(rpc::Call& call, const NeighbourFacts& neighbours,
                               v1::Conference& conference, Refusals& refusals) {
  for (int i = 0; i < conference.participants_size(); ++i) {
    v1::Participant& participant = *conference.mutable_participants(i);
    if (participant.has_client_agreement())
      participant.mutable_client_agreement()->set_attesting_worker_id(call.caller().worker_id);
    auto invited = Invite(call, neighbours, conference, participant,
                          absl::StrCat("conference.participants[", i, "].worker_id"));
    if (invited.ok()) {
      participant = *std::move(invited);
    } else if (absl::IsPermissionDenied(invited.status())) {
      refusals.push_back(invited.status());
    } else {
      return invited.status();
    }
  }
  return absl::OkStatus();
}

absl::Status CheckFacilitator(rpc::Call& call, const NeighbourFacts& neighbours,
                              v1::Conference& conference, Refusals& refusals) {
  for (v1::Participant& one : *conference.mutable_participants()) {
    if (!HasRole(one, v1::CONFERENCE_ROLE_FACILITATOR) || !one.has_worker_id()) continue;
    ASSIGN_OR_RETURN(const bool independent,
                     IsIndependent(call, neighbours, conference, one.worker_id()));
    one.set_independence(independent ? v1::INDEPENDENCE_INDEPENDENT
                                     : v1::INDEPENDENCE_NOT_INDEPENDENT);
    *one.mutable_independence_check_time() = rpc::ToTimestamp(call.now());
    if (!independent) refusals.push_back(rules::Refuse(rule::kFacilitatorNotIndependent));
  }
  return absl::OkStatus();
}

absl::Status CheckExcluded(rpc::Call& call, const NeighbourFacts& neighbours,
                           const v1::Conference& conference, Refusals& refusals) {
  ASSIGN_OR_RETURN(const auto excluded, neighbours.ExcludedTopics(call, conference.client_id()));
  for (const v1::Topic& topic : conference.topics())
    refusals.push_back(CheckTopicOpen(conference, topic.topic_id(), excluded));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::ActionItem>> ReadItems(const rpc::Call& call,
                                                      const v1::Conference& conference,
                                                      const v1::RecordConferenceRequest& request,
                                                      Refusals& refusals) {
  std::vector<v1::ActionItem> items;
  for (const v1::ActionItem& asked : request.items()) {
    v1::ActionItem item = NewItem(asked, conference, 1, call.now());
    item.set_item_id(asked.item_id());
    if (LacksPlanB(item)) refusals.push_back(rules::Refuse(rule::kPlanBMissing));
    RETURN_IF_ERROR(ReadItem(conference, request.deviation_reason(), item));
    for (const absl::Status& refusal : ItemRefusals(conference, item)) refusals.push_back(refusal);
    items.push_back(std::move(item));
  }
  return items;
}

// The plan with what participants said of it, approved when nobody is missing.
absl::StatusOr<v1::ActionPlan> ReadPlan(const rpc::Call& call, const v1::Conference& conference,
                                        const v1::RecordConferenceRequest& request,
                                        std::vector<v1::ActionItem>& items) {
  v1::ActionPlan plan;
  plan.set_conference_id(conference.conference_id());
  plan.set_client_id(conference.client_id());
  plan.set_plan_version(1);
  plan.set_state(v1::PLAN_STATE_DRAFT);
  for (int i = 0; i < request.approvals_size(); ++i) {
    v1::PlanApproval approval = request.approvals(i);
    const auto said = [&](const v1::PlanApproval& other) {
      return other.participant_id() == approval.participant_id();
    };
    if (std::any_of(plan.approvals().begin(), plan.approvals().end(), said)) {
      return rules::InvalidField(absl::StrCat("approvals[", i, "].participant_id"), "ID_TWICE",
                                 "has said something already");
    }
    RETURN_IF_ERROR(TakeWord(conference, call.caller().worker_id, call.now(),
                             absl::StrCat("approvals[", i, "]"), approval));
    approval.set_approval_id(ids::RandomId());
    approval.set_plan_version(1);
    *approval.mutable_create_time() = rpc::ToTimestamp(call.now());
    *plan.add_approvals() = std::move(approval);
  }
  Approve(conference, plan, items, call.now());
  return plan;
}

void AddPhaseMoves(const rpc::Call& call, const v1::RecordConferenceRequest& request,
                   v1::Conference& conference) {
  for (int phase : request.phases()) {
    v1::PhaseMove& move = *conference.add_phase_moves();
    move.set_phase_move_id(ids::TimeOrderedId(call.now()));
    move.set_phase(static_cast<v1::Phase>(phase));
    *move.mutable_create_time() = rpc::ToTimestamp(call.now());
  }
}

void Store(rpc::Call& call, const std::string& minutes_text,
           v1::RecordConferenceResponse& response) {
  db::Insert(call.tx(), *response.mutable_conference());
  const v1::ConferenceFact fact = FactOf(response.conference());
  call.Emit("ConferenceRecorded", response.conference(), &fact);
  if (response.has_plan()) {
    db::Insert(call.tx(), *response.mutable_plan());
    call.Emit("ActionPlanRecorded", response.plan());
  }
  for (v1::ActionItem& item : *response.mutable_items()) {
    db::Insert(call.tx(), item);
    const v1::ActionItemFact of_item = FactOf(item);
    call.Emit("ActionItemRecorded", item, &of_item);
  }
  if (minutes_text.empty()) return;
  v1::Minutes& minutes = *response.mutable_minutes();
  minutes.set_conference_id(response.conference().conference_id());
  minutes.set_client_id(response.conference().client_id());
  minutes.set_state(v1::MINUTES_STATE_DRAFT);
  minutes.set_text(minutes_text);
  minutes.set_edition(1);
  db::Insert(call.tx(), minutes);
  call.Emit("MinutesWritten", minutes);
}

}  // namespace

void RecordService::Register(rpc::Methods& methods) {
  rpc::Bind(methods, "opora.conference.v1.ConferenceService", "RecordConference", *this,
            &RecordService::RecordConference);
}

absl::StatusOr<v1::RecordConferenceResponse> RecordService::RecordConference(
    rpc::Call& call, const v1::RecordConferenceRequest& asked) {
  v1::RecordConferenceRequest request = asked;
  RETURN_IF_ERROR(Renumber(request));
  v1::RecordConferenceResponse response;
  v1::Conference& conference = *response.mutable_conference();
  conference = PaperConference(request.conference(), call.now());
  RETURN_IF_ERROR(CheckPaper(conference, call.now()));
  const v1::Participant* self = Caller(call, conference);
  if (self == nullptr)
    return rules::Refuse(rule::kNotAParticipant, {.field = "conference.participants"});
  const std::string self_id = self->participant_id();
  Refusals refusals;
  ASSIGN_OR_RETURN(std::vector<v1::ActionItem> items,
                   ReadItems(call, conference, request, refusals));
  v1::PlanState plan = v1::PLAN_STATE_UNSPECIFIED;
  if (!items.empty()) {
    ASSIGN_OR_RETURN(*response.mutable_plan(), ReadPlan(call, conference, request, items));
    plan = response.plan().state();
  }
  RETURN_IF_ERROR(InviteThoseWhoMay(call, neighbours_, conference, refusals));
  RETURN_IF_ERROR(CheckFacilitator(call, neighbours_, conference, refusals));
  RETURN_IF_ERROR(CheckExcluded(call, neighbours_, conference, refusals));
  for (const absl::Status& refusal : RefusalsOf(conference, plan, request))
    refusals.push_back(refusal);
  Deviate(refusals, request.deviation_reason(), conference);
  AddPhaseMoves(call, request, conference);
  for (v1::ActionItem& item : items) *response.add_items() = std::move(item);
  Store(call, request.minutes_text(), response);
  if (rules::IsLateEntry(
          absl::FromCivil(dates::FromDate(conference.held_on()) + 1, dates::PragueZone()),
          call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  for (auto& action : Actions(conference, *FindParticipant(conference, self_id), call.language()))
    *conference.add_actions() = std::move(action);
  return response;
}

}  // namespace opora::conference
