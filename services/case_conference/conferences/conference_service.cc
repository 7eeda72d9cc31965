#include "services/case_conference/conferences/conference_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "opora/conference/v1/case.pb.h"
#include "services/case_conference/conferences/facts.h"
#include "services/case_conference/conferences/invitation.h"
#include "services/case_conference/conferences/readiness_rules.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/room.h"
#include "services/case_conference/conferences/verbs.h"
#include "services/case_conference/plans/plan_rules.h"
#include "services/case_conference/plans/plan_store.h"

namespace opora::conference {
namespace {

constexpr char kInterface[] = "opora.conference.v1.ConferenceService";

v1::Participant& AddPerson(v1::Conference& conference, const std::string& person,
                           v1::ConferenceRole role) {
  v1::Participant& participant = *conference.add_participants();
  participant.set_participant_id(ids::RandomId());
  participant.set_person(person);
  participant.add_roles(role);
  return participant;
}

// The worker who takes the proposal up is its convener until the contract names another (CONF-31).
v1::Participant& AddCaller(const rpc::Call& call, v1::Conference& conference) {
  v1::Participant& participant = *conference.add_participants();
  participant.set_participant_id(ids::RandomId());
  participant.set_worker_id(call.caller().worker_id);
  rpc::SetHolder(call.caller().unit, participant);
  participant.add_roles(v1::CONFERENCE_ROLE_CONVENER);
  *participant.mutable_invite_time() = rpc::ToTimestamp(call.now());
  return participant;
}

void AddFirstParticipants(const rpc::Call& call, const v1::ProposeConferenceRequest& request,
                          v1::Conference& conference) {
  v1::Participant& client = AddPerson(conference, "client", v1::CONFERENCE_ROLE_CLIENT);
  *client.mutable_invite_time() = rpc::ToTimestamp(call.now());
  if (request.proposed_by_client()) client.add_roles(v1::CONFERENCE_ROLE_PROPOSER);
  const bool by_other = !request.proposed_by_client() && !request.proposer().empty();
  if (by_other) AddPerson(conference, request.proposer(), v1::CONFERENCE_ROLE_PROPOSER);
  v1::Participant& caller = AddCaller(call, conference);
  if (!request.proposed_by_client() && !by_other) caller.add_roles(v1::CONFERENCE_ROLE_PROPOSER);
}

// What a proposal may say; everything else begins empty.
v1::Conference ProposalOf(const v1::Conference& asked) {
  v1::Conference conference;
  conference.set_conference_id(ids::RandomId());
  conference.set_client_id(asked.client_id());
  if (asked.has_case_id()) conference.set_case_id(asked.case_id());
  conference.set_state(v1::CONFERENCE_STATE_PROPOSED);
  conference.set_kind(asked.kind() == v1::MEETING_KIND_UNSPECIFIED ? v1::MEETING_KIND_CONFERENCE
                                                                   : asked.kind());
  conference.set_topic(asked.topic());
  *conference.mutable_areas() = asked.areas();
  *conference.mutable_triggers() = asked.triggers();
  if (asked.has_change_kind()) conference.set_change_kind(asked.change_kind());
  conference.set_urgent(asked.urgent());
  conference.set_client_is_child(asked.client_is_child());
  return conference;
}

// The convener is a professional from now on.
void StopConvening(v1::Participant& participant) {
  google::protobuf::RepeatedField<int> roles;
  for (int role : participant.roles()) {
    if (role != v1::CONFERENCE_ROLE_CONVENER && role != v1::CONFERENCE_ROLE_PROFESSIONAL)
      roles.Add(role);
  }
  roles.Add(v1::CONFERENCE_ROLE_PROFESSIONAL);
  *participant.mutable_roles() = roles;
}

// Whoever took the proposal up goes on as a professional when another convenes; the new one may
// take part already.
absl::Status ReplaceConvener(v1::Conference& conference, const v1::Participant& convener) {
  for (v1::Participant& participant : *conference.mutable_participants()) {
    const bool stays = convener.has_worker_id() && participant.worker_id() == convener.worker_id();
    if (HasRole(participant, v1::CONFERENCE_ROLE_CONVENER) && !stays) StopConvening(participant);
  }
  if (AddRoles(conference, convener) == nullptr) *conference.add_participants() = convener;
  return CheckAloneFacilitator(conference);
}

// INVALID_ARGUMENT INVALID_DATE, NOT_IN_FUTURE.
absl::StatusOr<common::v1::Date> ContractDate(const rpc::Call& call,
                                              const v1::SignContractRequest& request) {
  const absl::CivilDay today = dates::DayAt(call.now());
  if (!request.has_contract_date()) return dates::ToDate(today);
  RETURN_IF_ERROR(dates::CheckDate(request.contract_date(), "contract_date"));
  if (dates::FromDate(request.contract_date()) > today)
    return rules::Refuse(rules::kNotInFuture, {.field = "contract_date"});
  return request.contract_date();
}

// The convener as the contract names them, invited. Asks the registry.
absl::StatusOr<v1::Participant> NewConvener(rpc::Call& call, const NeighbourFacts& neighbours,
                                            const v1::SignContractRequest& request) {
  const v1::Participant& asked = request.convener();
  v1::Participant convener = NewParticipant(asked);
  convener.clear_roles();
  convener.add_roles(v1::CONFERENCE_ROLE_CONVENER);
  RETURN_IF_ERROR(CheckNewParticipant(convener, "convener"));
  if (asked.has_client_agreement())
    RETURN_IF_ERROR(TakeAgreement(call, asked.client_agreement(), "convener", convener));
  ASSIGN_OR_RETURN(const Room room, Enter(call, request.conference_id(), "SignContract"));
  return Invite(call, neighbours, room.conference, std::move(convener), "convener.worker_id");
}

// By the case that the conference belongs to, or any open case of the client's record.
bool IsCaseManager(rpc::Call& call, const v1::Conference& conference,
                   const std::string& worker_id) {
  return !call.tx()
              .Run(
                  "SELECT 1 FROM cases WHERE (case_id = nullif($1, '')::uuid OR client_id IN "
                  "(SELECT records_of($2))) "
                  "AND "
                  "case_manager_worker_id = nullif($3, '')::uuid AND state <> 'CLOSED'",
                  {conference.case_id(), conference.client_id(), worker_id})
              .empty();
}

absl::Status CheckCase(rpc::Call& call, const std::string& case_id, const std::string& field) {
  v1::Case found;
  if (case_id.empty() || db::Find(call.tx(), case_id, found)) return absl::OkStatus();
  return rules::InvalidField(field, "CASE_UNKNOWN", "is no case");
}

}  // namespace

void ConferenceService::Register(rpc::Methods& methods) {
  rpc::Bind(methods, kInterface, "ProposeConference", *this, &ConferenceService::ProposeConference);
  rpc::Bind(methods, kInterface, "GetConference", *this, &ConferenceService::GetConference);
  rpc::Bind(methods, kInterface, "ListConferences", *this, &ConferenceService::ListConferences);
  rpc::Bind(methods, kInterface, "DeclineConference", *this, &ConferenceService::DeclineConference);
  rpc::Bind(methods, kInterface, "CancelConference", *this, &ConferenceService::CancelConference);
  rpc::Bind(methods, kInterface, "SignContract", *this, &ConferenceService::SignContract);
  rpc::Bind(methods, kInterface, "EvaluateConference", *this,
            &ConferenceService::EvaluateConference);
}

absl::StatusOr<v1::ProposeConferenceResponse> ConferenceService::ProposeConference(
    rpc::Call& call, const v1::ProposeConferenceRequest& request) {
  RETURN_IF_ERROR(CheckProposal(request.conference()));
  RETURN_IF_ERROR(CheckCase(call, request.conference().case_id(), "conference.case_id"));
  v1::ProposeConferenceResponse response;
  v1::Conference& conference = *response.mutable_conference();
  conference = ProposalOf(request.conference());
  AddFirstParticipants(call, request, conference);
  *conference.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), conference);
  const v1::ConferenceFact fact = FactOf(conference);
  call.Emit("ConferenceProposed", conference, &fact);
  return response;
}

absl::StatusOr<v1::GetConferenceResponse> ConferenceService::GetConference(
    rpc::Call& call, const v1::GetConferenceRequest& request) {
  ASSIGN_OR_RETURN(Room room, Enter(call, request.conference_id()));
  v1::GetConferenceResponse response;
  for (auto& action : Actions(room.conference, room.self(), call.language()))
    *room.conference.add_actions() = std::move(action);
  const bool reads_content = room.self().has_silence_ground();
  *response.mutable_conference() = std::move(room.conference);
  // Plan and minutes that the caller may not read are as if there were none (CONF-44).
  if (!reads_content) return response;
  v1::ActionPlan plan;
  if (db::Find(call.tx(), request.conference_id(), plan)) *response.mutable_plan() = plan;
  for (v1::ActionItem& item : ItemsOf(call.tx(), request.conference_id()))
    *response.add_items() = std::move(item);
  v1::Minutes minutes;
  if (db::Find(call.tx(), request.conference_id(), minutes)) *response.mutable_minutes() = minutes;
  return response;
}

absl::StatusOr<v1::ListConferencesResponse> ConferenceService::ListConferences(
    rpc::Call& call, const v1::ListConferencesRequest& request) {
  std::string where =
      "EXISTS (SELECT 1 FROM participants p WHERE p.conference_id = r.conference_id AND "
      "p.worker_id = ANY($1::uuid[]) AND p.invite_time IS NOT NULL)";
  db::Params params = {db::ArrayLiteral(SelfAndSubstituted(call.caller()))};
  if (!request.client_id().empty()) {
    where += " AND r.client_id IN (SELECT records_of($2))";
    params.emplace_back(request.client_id());
  }
  v1::ListConferencesResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, where, std::move(params),
                                  *response.mutable_conferences(), response));
  return response;
}

absl::StatusOr<v1::DeclineConferenceResponse> ConferenceService::DeclineConference(
    rpc::Call& call, const v1::DeclineConferenceRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "DeclineConference"));
  room.conference.set_end_reason(request.reason());
  Keep(call, room, "DeclineConference", "ConferenceDeclined", {"end_reason"});
  v1::DeclineConferenceResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::CancelConferenceResponse> ConferenceService::CancelConference(
    rpc::Call& call, const v1::CancelConferenceRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "CancelConference"));
  room.conference.set_end_reason(request.reason());
  room.conference.set_phase(v1::PHASE_UNSPECIFIED);
  room.conference.set_interrupted(false);
  Keep(call, room, "CancelConference", "ConferenceCancelled",
       {"end_reason", "phase", "interrupted"});
  v1::CancelConferenceResponse response;
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

absl::StatusOr<v1::SignContractResponse> ConferenceService::SignContract(
    rpc::Call& call, const v1::SignContractRequest& request) {
  ASSIGN_OR_RETURN(const common::v1::Date contract_date, ContractDate(call, request));
  v1::Participant convener;
  if (request.has_convener()) {
    ASSIGN_OR_RETURN(convener, NewConvener(call, neighbours_, request));
  }
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "SignContract"));
  v1::Conference& conference = room.conference;
  if (InRole(conference, v1::CONFERENCE_ROLE_ADMINISTRATOR) == nullptr)
    return rules::Refuse(rule::kAdministratorMissing);
  if (request.has_convener()) RETURN_IF_ERROR(ReplaceConvener(conference, convener));
  conference.set_contract_goal(request.goal());
  conference.set_contract_topic(request.topic());
  *conference.mutable_contract_date() = contract_date;
  RETURN_IF_ERROR(CheckCase(call, request.case_id(), "case_id"));
  if (!request.case_id().empty()) conference.set_case_id(request.case_id());
  v1::SignContractResponse response;
  const v1::Participant* convenes = InRole(conference, v1::CONFERENCE_ROLE_CONVENER);
  if (convenes == nullptr || !IsCaseManager(call, conference, convenes->worker_id()))
    *response.add_warnings() = rules::Warn(rule::kConvenerNotCaseManager, call.language());
  Keep(call, room, "SignContract", "ConferenceContracted",
       {"contract_goal", "contract_topic", "contract_date", "case_id", "participants"});
  *response.mutable_conference() = std::move(conference);
  return response;
}

absl::StatusOr<v1::EvaluateConferenceResponse> ConferenceService::EvaluateConference(
    rpc::Call& call, const v1::EvaluateConferenceRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "EvaluateConference"));
  if (request.client_view() == v1::CLIENT_VIEW_TOLD && request.client_view_text().empty())
    return rules::InvalidField("client_view_text", "VIEW_MISSING", "is needed for a view told");
  room.conference.set_client_view(request.client_view());
  if (!request.client_view_text().empty())
    room.conference.set_client_view_text(request.client_view_text());
  room.conference.set_evaluator_worker_id(call.caller().worker_id);
  v1::EvaluateConferenceResponse response;
  const std::vector<v1::ActionItem> items = ItemsOf(call.tx(), request.conference_id());
  for (auto& warning : EvaluationWarnings(items, room.self_id, call.language()))
    *response.add_warnings() = std::move(warning);
  Keep(call, room, "EvaluateConference", "ConferenceEvaluated",
       {"client_view", "client_view_text", "evaluator_worker_id"});
  *response.mutable_conference() = std::move(room.conference);
  return response;
}

}  // namespace opora::conference
