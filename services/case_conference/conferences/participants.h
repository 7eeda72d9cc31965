#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/types.pb.h"
#include "opora/conference/v1/conference.pb.h"

// Participants of a conference as the rules see them.
namespace opora::conference {

bool HasRole(const v1::Participant& participant, v1::ConferenceRole role);

// True for whoever is in the room or on the phone.
bool IsPresent(const v1::Participant& participant);

// True for whoever was there, also when they left before the end.
bool TookPart(const v1::Participant& participant);

const v1::Participant* FindParticipant(const v1::Conference& conference, std::string_view id);
v1::Participant* FindParticipant(v1::Conference& conference, std::string_view id);

// The participant in a role; null when nobody is.
const v1::Participant* InRole(const v1::Conference& conference, v1::ConferenceRole role);

// Ids of participants for whom the predicate holds, in order.
std::vector<std::string> Ids(const v1::Conference& conference,
                             const std::function<bool(const v1::Participant&)>& predicate);

// What is said of somebody when they are named; the rest comes later.
v1::Participant NewParticipant(const v1::Participant& asked);

// Gives the roles to a worker who takes part already, and invites them when `asked` is invited.
// Null when nobody is that worker.
v1::Participant* AddRoles(v1::Conference& conference, const v1::Participant& asked);

// FAILED_PRECONDITION FACILITATOR_ALONE: a facilitator of the conference holds another role.
absl::Status CheckAloneFacilitator(const v1::Conference& conference);

// A worker of a unit, or a person in words; not the client.
//
// INVALID_ARGUMENT CLIENT_IS_ONE, PARTICIPANT_UNCLEAR, UNIT_REQUIRED.
absl::Status CheckSomebody(const v1::Participant& participant, const std::string& field);

// A participant to be named (CONF-29, CONF-41): a worker or a person in words, with roles that go
// together, and not the client.
//
// FAILED_PRECONDITION FACILITATOR_ALONE; INVALID_ARGUMENT CLIENT_IS_ONE, PARTICIPANT_UNCLEAR.
absl::Status CheckNewParticipant(const v1::Participant& participant, const std::string& field);

// XC-58: a participant speaks for themselves, or somebody who takes part attests what they said; a
// null attestation is none. Fills in the attesting worker.
//
// INVALID_ARGUMENT NOT_A_PARTICIPANT, ATTESTATION_REQUIRED, NOT_IN_FUTURE.
absl::Status CheckWord(const v1::Conference& conference, const std::string& participant_id,
                       const std::string& caller_worker_id, absl::Time now,
                       const std::string& field, common::v1::Attestation* attestation);

// Whether this participant is the caller, whose word needs no attestation.
bool IsOwnWord(const v1::Conference& conference, const std::string& participant_id,
               const std::string& caller_worker_id);

// The same for an answer of any kind; clears an attestation that is not needed.
template <typename Word>
absl::Status TakeWord(const v1::Conference& conference, const std::string& caller_worker_id,
                      absl::Time now, const std::string& field, Word& word) {
  if (IsOwnWord(conference, word.participant_id(), caller_worker_id)) word.clear_attestation();
  return CheckWord(conference, word.participant_id(), caller_worker_id, now, field,
                   word.has_attestation() ? word.mutable_attestation() : nullptr);
}

}  // namespace opora::conference
