#pragma once

#include <string>

#include "absl/status/status.h"
#include "opora/conference/v1/conference.pb.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// Refuses a word that binds the client and was given by somebody who cannot (XC-59). Of other
// participants, and without an attestation, nothing is asked. What a child answers as a participant
// is no such word: whoever takes part is heard.
template <typename Word>
absl::Status CheckWordOfClient(const rpc::Call& call, const NeighbourFacts& neighbours,
                               const v1::Conference& conference, const Word& word,
                               registry::v1::RepresentedAct act, const std::string& field) {
  const v1::Participant* client = InRole(conference, v1::CONFERENCE_ROLE_CLIENT);
  if (client == nullptr || client->participant_id() != word.participant_id() ||
      !word.has_attestation()) {
    return absl::OkStatus();
  }
  return neighbours.CheckGiven(call, word.attestation(),
                               {.client_id = conference.client_id(),
                                .act = act,
                                .areas = {common::v1::DATA_AREA_SUPPORT_PLAN},
                                .field = field + ".attestation",
                                .party_agencies = {},
                                .grantor = registry_client::GrantorIn(word)});
}

}  // namespace opora::conference
