#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/conference/v1/conference.pb.h"
#include "services/case_conference/registry_facts.h"

namespace opora::conference {

// The basis on which somebody may be invited (CONF-114): their unit is the caller's own, a law, a
// consent, or the client's attested word about this person, told once (XC-64). Answers the id of
// the decision or disclosure in the registry, empty where none is needed. To be asked before
// anything is locked.
//
// PERMISSION_DENIED CONSENT_REQUIRED with the smallest consent that suffices, EXCLUDED_TOPIC,
// SUPPORT_PERSON_NOT_CONFIRMED, CLIENT_AGREEMENT_REQUIRED.
absl::StatusOr<std::string> BasisOfInvitation(rpc::Call& call, const RegistryFacts& registry,
                                              const v1::Conference& conference,
                                              const v1::Participant& participant);

}  // namespace opora::conference
