#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rules/occurrence.h"
#include "services/case_conference/crises/crisis_access.h"
#include "services/case_conference/crises/crisis_rules.h"
#include "services/case_conference/crises/crisis_service.h"
#include "services/case_conference/crises/refusals.h"

// The rescue service called against the client's will, and the reflection owed for it (CONF-103,
// CONF-104, XC-23).
namespace opora::conference {
namespace {

constexpr absl::Duration kTimeForFacts = absl::Hours(24);
constexpr char kStatute[] = "Act 40/2009, section 150";

// The call as the server tells it; what the caller sends of the rest is not taken.
v1::EmergencyOverride OverrideOf(const rpc::Call& call,
                                 const v1::CallRescueAgainstWillRequest& request) {
  v1::EmergencyOverride made = request.override();
  made.set_override_id(IdForRequest(call, request.request_id()));
  rpc::SetHolder(call.caller().unit, made);
  made.set_worker_id(call.caller().worker_id);
  if (!made.has_occurred_at()) *made.mutable_occurred_at() = rpc::ToTimestamp(call.now());
  *made.mutable_facts_due_time() =
      rpc::ToTimestamp(rpc::FromTimestamp(made.occurred_at()) + kTimeForFacts);
  made.clear_facts_time();
  if (made.has_observed_facts()) *made.mutable_facts_time() = rpc::ToTimestamp(call.now());
  made.set_statute(kStatute);
  made.set_disclosure_state(v1::DISCLOSURE_STATE_PENDING);
  made.clear_disclosure_id();
  made.clear_disclosure_reason();
  *made.mutable_create_time() = rpc::ToTimestamp(call.now());
  return made;
}

// Before the registry is told: the crisis named is one of the caller's unit and of this client.
absl::Status CheckCrisis(rpc::Call& call, const v1::EmergencyOverride& made) {
  if (!made.has_crisis_id()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Crisis crisis, GetOwn<v1::Crisis>(call, made.crisis_id()));
  if (crisis.client_id() == made.client_id()) return absl::OkStatus();
  return rules::InvalidField("override.crisis_id", "CRISIS_OF_ANOTHER_CLIENT",
                             "is a crisis of another client");
}

// The crisis that the call belongs to; a call without one opens it.
absl::StatusOr<v1::Crisis> CrisisOf(rpc::Call& call, const v1::EmergencyOverride& made) {
  if (made.has_crisis_id()) return LockOwn<v1::Crisis>(call, made.crisis_id());
  v1::Crisis crisis;
  crisis.set_client_id(made.client_id());
  crisis.set_kind(v1::CRISIS_KIND_HEALTH_EMERGENCY);
  crisis.set_priority(v1::CRISIS_PRIORITY_ACUTE);
  crisis.set_description(made.has_observed_facts() ? made.observed_facts() : made.wording());
  *crisis.mutable_occurred_at() = made.occurred_at();
  crisis.set_signal_source(v1::SIGNAL_SOURCE_REGULAR_CONTACT);
  StoreCrisis(call, crisis);
  return crisis;
}

void OweReflectionOf(rpc::Call& call, const v1::EmergencyOverride& made, const v1::Crisis& crisis,
                     v1::Reflection& reflection) {
  reflection = OweReflection(made, crisis, call.now());
  db::Insert(call.tx(), reflection);
  call.Emit("ReflectionOwed", reflection);
}

}  // namespace

absl::StatusOr<v1::CallRescueAgainstWillResponse> CrisisService::CallRescueAgainstWill(
    rpc::Call& call, const v1::CallRescueAgainstWillRequest& request) {
  v1::EmergencyOverride made = OverrideOf(call, request);
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(made.occurred_at()), call.now(),
                                         "override.occurred_at"));
  RETURN_IF_ERROR(CheckCrisis(call, made));
  ASSIGN_OR_RETURN(const Entered entered, disclosures_.Tell(call, DisclosureOf(made)));
  made.set_disclosure_state(entered.state);
  if (!entered.disclosure_id.empty()) made.set_disclosure_id(entered.disclosure_id);
  v1::CallRescueAgainstWillResponse response;
  ASSIGN_OR_RETURN(const v1::Crisis crisis, CrisisOf(call, made));
  made.set_crisis_id(crisis.crisis_id());
  db::Insert(call.tx(), made);
  if (entered.state == v1::DISCLOSURE_STATE_PENDING)
    TellLater(call, kOfOverride, made.override_id(), DisclosureOf(made));
  OweReflectionOf(call, made, crisis, *response.mutable_reflection());
  const v1::EmergencyOverrideFact fact = FactOf(made, response.reflection().state(), call.now());
  call.Emit("EmergencyOverrideUsed", made, &fact);
  for (auto& warning : FactsWarnings(made, call.language()))
    *response.add_warnings() = std::move(warning);
  for (auto& contact : ContactsNow(call)) *response.add_emergency_contacts() = std::move(contact);
  *response.mutable_override() = std::move(made);
  return response;
}

absl::StatusOr<v1::CompleteOverrideFactsResponse> CrisisService::CompleteOverrideFacts(
    rpc::Call& call, const v1::CompleteOverrideFactsRequest& request) {
  v1::CompleteOverrideFactsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_override(),
                   LockOwn<v1::EmergencyOverride>(call, request.override_id()));
  v1::EmergencyOverride& made = *response.mutable_override();
  RETURN_IF_ERROR(AddFacts(request.observed_facts(), call.now(), made));
  db::Update(call.tx(), made, {"observed_facts", "facts_time"});
  // The registry's record is completed too, as soon as it answers.
  TellLater(call, kOfOverride, made.override_id(), DisclosureOf(made));
  call.Emit("OverrideFactsCompleted", made);
  for (auto& warning : FactsWarnings(made, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::CloseReflectionResponse> CrisisService::CloseReflection(
    rpc::Call& call, const v1::CloseReflectionRequest& request) {
  v1::CloseReflectionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_reflection(),
                   LockOwn<v1::Reflection>(call, request.reflection_id()));
  v1::Reflection& reflection = *response.mutable_reflection();
  const bool early = reflection.state() == v1::REFLECTION_STATE_WAITING;
  RETURN_IF_ERROR(Close(request, call.now(), reflection));
  if (early && reflection.state() == v1::REFLECTION_STATE_TALKED)
    *response.add_warnings() = rules::Warn(rule::kReflectionEarly, call.language());
  db::Update(call.tx(), reflection,
             {"state", "explanation", "client_view", "no_talk_reason", "close_time"});
  ASSIGN_OR_RETURN(const v1::EmergencyOverride made,
                   db::Get<v1::EmergencyOverride>(call.tx(), reflection.override_id()));
  const v1::EmergencyOverrideFact fact = FactOf(made, reflection.state(), call.now());
  call.Emit("OverrideReflected", reflection, &fact);
  return response;
}

}  // namespace opora::conference
