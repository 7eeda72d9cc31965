#include "services/case_conference/conferences/room.h"

#include "common/db/record.h"
#include "services/case_conference/conferences/facts.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/verbs.h"

namespace opora::conference {
namespace {

// A deputy takes the absent worker's seat, but not that of the facilitator, whose independence is a
// person's own (XC-61, CONF-35). An online editor has none (REG-32).
bool IsCaller(const rpc::Caller& caller, const v1::Participant& participant) {
  if (participant.worker_id().empty() || caller.role == common::v1::ACTING_ROLE_ONLINE_EDITOR)
    return false;
  return participant.worker_id() == caller.worker_id ||
         (participant.worker_id() == caller.substituted_worker_id &&
          !HasRole(participant, v1::CONFERENCE_ROLE_FACILITATOR));
}

absl::StatusOr<Room> Admit(rpc::Call& call, v1::Conference conference) {
  call.SetClient(conference.client_id());
  Room room;
  room.conference = std::move(conference);
  bool colleague = false;
  for (const v1::Participant& participant : room.conference.participants()) {
    if (!participant.has_invite_time()) continue;
    if (IsCaller(call.caller(), participant)) {
      room.self_id = participant.participant_id();
      return room;
    }
    colleague |=
        rpc::Unit{participant.agency_id(), participant.department_id()} == call.caller().unit;
  }
  if (colleague) return rules::Refuse(rule::kContentOfParticipants);
  return call.HiddenRefusal("CONF-45", "NOT_A_PARTICIPANT");
}

}  // namespace

std::vector<std::string> SelfAndSubstituted(const rpc::Caller& caller) {
  std::vector<std::string> workers;
  if (caller.role == common::v1::ACTING_ROLE_ONLINE_EDITOR) return workers;
  for (const std::string& id : {caller.worker_id, caller.substituted_worker_id}) {
    if (!id.empty()) workers.push_back(id);
  }
  return workers;
}

absl::StatusOr<Room> Enter(rpc::Call& call, const std::string& conference_id) {
  ASSIGN_OR_RETURN(v1::Conference conference, db::Get<v1::Conference>(call.tx(), conference_id));
  return Admit(call, std::move(conference));
}

absl::StatusOr<Room> Enter(rpc::Call& call, const std::string& conference_id,
                           std::string_view verb) {
  ASSIGN_OR_RETURN(Room room, Enter(call, conference_id));
  RETURN_IF_ERROR(CheckVerb(room.conference, room.self(), verb));
  return room;
}

absl::StatusOr<Room> EnterFor(rpc::Call& call, const std::string& conference_id,
                              std::string_view verb) {
  ASSIGN_OR_RETURN(v1::Conference conference, db::Lock<v1::Conference>(call.tx(), conference_id));
  ASSIGN_OR_RETURN(Room room, Admit(call, std::move(conference)));
  RETURN_IF_ERROR(CheckVerb(room.conference, room.self(), verb));
  return room;
}

void Keep(rpc::Call& call, Room& room, std::string_view verb, std::string_view event,
          std::vector<std::string_view> fields) {
  Apply(room.conference, verb);
  fields.push_back("state");
  db::Update(call.tx(), room.conference, fields);
  const v1::ConferenceFact fact = FactOf(room.conference);
  call.Emit(event, room.conference, &fact);
  room.conference.clear_actions();
  if (FindParticipant(room.conference, room.self_id) == nullptr) return;
  for (auto& action : Actions(room.conference, room.self(), call.language()))
    *room.conference.add_actions() = std::move(action);
}

}  // namespace opora::conference
