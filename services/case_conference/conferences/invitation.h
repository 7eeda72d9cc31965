#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/conference/v1/conference.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// Takes the client's word about a participant, attested by the caller.
//
// INVALID_ARGUMENT NOT_IN_FUTURE naming the field.
absl::Status TakeAgreement(const rpc::Call& call, const common::v1::Attestation& agreement,
                           const std::string& field, v1::Participant& participant);

// The basis on which somebody may be invited (CONF-114): their unit is the caller's own, a law, a
// consent, or the client's attested word about this person, told once (XC-64). Answers the id of
// the decision or disclosure in the registry, empty where none is needed. To be asked before
// anything is locked.
//
// PERMISSION_DENIED CONSENT_REQUIRED with the smallest consent that suffices, EXCLUDED_TOPIC,
// SUPPORT_PERSON_NOT_CONFIRMED, CLIENT_AGREEMENT_REQUIRED.
// INVALID_ARGUMENT UNIT_UNKNOWN naming the field: no such unit, or the worker is not of it.
absl::StatusOr<std::string> BasisOfInvitation(rpc::Call& call, const NeighbourFacts& neighbours,
                                              const v1::Conference& conference,
                                              const v1::Participant& participant,
                                              const std::string& field);

// The participant with that basis, invited now.
absl::StatusOr<v1::Participant> Invite(rpc::Call& call, const NeighbourFacts& neighbours,
                                       const v1::Conference& conference,
                                       v1::Participant participant, const std::string& field);

}  // namespace opora::conference
