#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/conference/v1/conference.pb.h"
#include "services/case_conference/conferences/participants.h"

// The one door to a conference: every method enters through it.
namespace opora::conference {

// The caller and, while substituting, the absent worker (XC-61).
std::vector<std::string> SelfAndSubstituted(const rpc::Caller& caller);

struct Room {
  v1::Conference conference;
  std::string self_id;  // Participant whom the caller is, or for whom the caller substitutes.

  const v1::Participant& self() const { return *FindParticipant(conference, self_id); }
};

// The conference for an invited participant, to read.
//
// NOT_FOUND; PERMISSION_DENIED CONTENT_OF_PARTICIPANTS to colleagues of a participant (CONF-45).
absl::StatusOr<Room> Enter(rpc::Call& call, const std::string& conference_id);

// The same for a verb that this participant may use now: for what must be asked of the registry
// before anything is locked.
absl::StatusOr<Room> Enter(rpc::Call& call, const std::string& conference_id,
                           std::string_view verb);

// The conference locked for a verb that this participant may use now (see Verbs).
absl::StatusOr<Room> EnterFor(rpc::Call& call, const std::string& conference_id,
                              std::string_view verb);

// Moves the state as the verb says, stores these fields of the conference, fills in what the caller
// may do next and tells the feed. Once in a call.
void Keep(rpc::Call& call, Room& room, std::string_view verb, std::string_view event,
          std::vector<std::string_view> fields);

}  // namespace opora::conference
