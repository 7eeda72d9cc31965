#include <set>

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/case_conference/crises/crisis_access.h"
#include "services/case_conference/crises/crisis_rules.h"
#include "services/case_conference/crises/crisis_service.h"
#include "services/case_conference/crises/refusals.h"

// What is done in and after a crisis: hospital (CONF-105), police (CONF-102), entries into flats
// (CONF-99), gifts (CONF-101).
namespace opora::conference {
namespace {

// What the server alone says of a record of a crisis.
template <typename Record>
absl::Status Fill(rpc::Call& call, const std::string& crisis_id, Record& record) {
  ASSIGN_OR_RETURN(const v1::Crisis crisis, LockOwn<v1::Crisis>(call, crisis_id));
  record.set_crisis_id(crisis_id);
  record.set_client_id(crisis.client_id());
  rpc::SetHolder(call.caller().unit, record);
  *record.mutable_create_time() = rpc::ToTimestamp(call.now());
  return absl::OkStatus();
}

// Kinds of the tasks that exist; a consent signed later adds what was missing.
std::set<int> TasksOf(rpc::Call& call, const v1::Crisis& crisis) {
  std::set<int> kinds;
  for (const v1::CrisisTask& task :
       db::Select<v1::CrisisTask>(call.tx(), "WHERE r.crisis_id = $1", {crisis.crisis_id()})) {
    kinds.insert(task.kind());
  }
  return kinds;
}

std::optional<std::string> EntryRuleAt(rpc::Call& call, const v1::FlatEntry& entry) {
  if (!entry.has_programme_id()) return std::nullopt;
  const auto rows = call.tx().Run(
      "SELECT entry_rule_id FROM entry_rules WHERE agency_id = $1 AND programme_id = $2 AND "
      "valid_from <= $3::date AND coalesce(valid_to >= $3::date, true)",
      {entry.agency_id(), entry.programme_id(),
       dates::DateText(dates::DayAt(rpc::FromTimestamp(entry.occurred_at())))});
  if (rows.empty()) return std::nullopt;
  return rows[0][0].as<std::string>();
}

}  // namespace

absl::StatusOr<v1::PlanHospitalSupportResponse> CrisisService::PlanHospitalSupport(
    rpc::Call& call, const v1::PlanHospitalSupportRequest& request) {
  v1::PlanHospitalSupportResponse response;
  ASSIGN_OR_RETURN(const v1::Crisis crisis, LockOwn<v1::Crisis>(call, request.crisis_id()));
  if (crisis.kind() != v1::CRISIS_KIND_HOSPITALISATION)
    return rules::Refuse(rule::kNotHospitalised);
  const std::optional<v1::TeamRules> team = TeamRulesOf(call.tx(), call.caller().unit);
  const bool visits = team.has_value() && team->hospital_visits();
  const std::set<int> made = TasksOf(call, crisis);
  for (v1::CrisisTaskKind kind : HospitalTasks(request, visits)) {
    if (made.contains(kind)) continue;
    v1::CrisisTask& task = *response.add_tasks();
    task.set_task_id(ids::RandomId());
    task.set_crisis_id(crisis.crisis_id());
    task.set_client_id(crisis.client_id());
    rpc::SetHolder(call.caller().unit, task);
    task.set_worker_id(crisis.key_worker_id());
    task.set_kind(kind);
    *task.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), task);
    call.Emit("CrisisTaskMade", task);
  }
  for (auto& warning : HospitalWarnings(request, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::CompleteCrisisTaskResponse> CrisisService::CompleteCrisisTask(
    rpc::Call& call, const v1::CompleteCrisisTaskRequest& request) {
  v1::CompleteCrisisTaskResponse response;
  ASSIGN_OR_RETURN(*response.mutable_task(), LockOwn<v1::CrisisTask>(call, request.task_id()));
  v1::CrisisTask& task = *response.mutable_task();
  if (task.has_done_time()) return response;
  *task.mutable_done_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), task, {"done_time"});
  call.Emit("CrisisTaskDone", task);
  return response;
}

absl::StatusOr<v1::RecordPoliceContactResponse> CrisisService::RecordPoliceContact(
    rpc::Call& call, const v1::RecordPoliceContactRequest& request) {
  v1::RecordPoliceContactResponse response;
  v1::PoliceContact& contact = *response.mutable_contact();
  contact = request.contact();
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(contact.occurred_at()), call.now(),
                                         "contact.occurred_at"));
  RETURN_IF_ERROR(Fill(call, contact.crisis_id(), contact));
  contact.set_contact_id(ids::RandomId());
  contact.set_worker_id(call.caller().worker_id);
  db::Insert(call.tx(), contact);
  call.Emit("PoliceContacted", contact);
  return response;
}

absl::StatusOr<v1::RecordFlatEntryResponse> CrisisService::RecordFlatEntry(
    rpc::Call& call, const v1::RecordFlatEntryRequest& request) {
  v1::RecordFlatEntryResponse response;
  v1::FlatEntry& entry = *response.mutable_entry();
  entry = request.entry();
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(entry.occurred_at()), call.now(),
                                         "entry.occurred_at"));
  RETURN_IF_ERROR(Fill(call, entry.crisis_id(), entry));
  entry.set_entry_id(ids::RandomId());
  entry.set_worker_id(call.caller().worker_id);
  entry.clear_entry_rule_id();
  entry.clear_deviation();
  if (const std::optional<std::string> rule_id = EntryRuleAt(call, entry)) {
    entry.set_entry_rule_id(*rule_id);
  } else {
    entry.mutable_deviation()->set_rule(std::string(rule::kEntryWithoutRule.id));
    entry.mutable_deviation()->set_reason(std::string(rule::kEntryWithoutRule.reason));
    *response.add_warnings() = rules::Warn(rule::kEntryWithoutRule, call.language());
  }
  db::Insert(call.tx(), entry);
  call.Emit(entry.has_deviation() ? "FlatEntryIncident" : "FlatEntered", entry);
  return response;
}

absl::StatusOr<v1::ApplyForGiftResponse> CrisisService::ApplyForGift(
    rpc::Call& call, const v1::ApplyForGiftRequest& request) {
  v1::ApplyForGiftResponse response;
  v1::GiftApplication& gift = *response.mutable_gift();
  gift = request.gift();
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(gift.client_agreement().occurred_at()),
                                         call.now(), "gift.client_agreement.occurred_at"));
  if (gift.has_amount() && gift.amount().minor_units() <= 0)
    return rules::InvalidField("gift.amount", "AMOUNT_NOT_POSITIVE", "is not positive");
  RETURN_IF_ERROR(Fill(call, gift.crisis_id(), gift));
  gift.mutable_client_agreement()->set_attesting_worker_id(call.caller().worker_id);
  gift.set_gift_id(ids::RandomId());
  gift.set_state(v1::GIFT_STATE_APPLIED);
  gift.clear_granted();
  db::Insert(call.tx(), gift);
  call.Emit("GiftAppliedFor", gift);
  return response;
}

absl::StatusOr<v1::RecordGiftDecisionResponse> CrisisService::RecordGiftDecision(
    rpc::Call& call, const v1::RecordGiftDecisionRequest& request) {
  v1::RecordGiftDecisionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_gift(), LockOwn<v1::GiftApplication>(call, request.gift_id()));
  v1::GiftApplication& gift = *response.mutable_gift();
  if (gift.state() != v1::GIFT_STATE_APPLIED) return rules::Refuse(rule::kGiftDecided);
  gift.set_state(request.state());
  if (request.state() == v1::GIFT_STATE_GRANTED) {
    if (request.has_granted()) {
      *gift.mutable_granted() = request.granted();
    } else if (gift.has_amount()) {
      *gift.mutable_granted() = gift.amount();
    }
  }
  db::Update(call.tx(), gift, {"state", "granted"});
  call.Emit("GiftDecided", gift);
  return response;
}

}  // namespace opora::conference
