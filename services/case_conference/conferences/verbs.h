#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/rules/rule.h"
#include "opora/common/v1/types.pb.h"
#include "opora/conference/v1/conference.pb.h"

namespace opora::conference {

// The state machine of a conference (CONF-57) with who may use each verb (CONF-29) and in which
// phase of the meeting (CONF-58); refusals and `actions` come from it.
struct Verb {
  std::string_view name;
  std::vector<v1::ConferenceState> from;
  v1::ConferenceState to = v1::CONFERENCE_STATE_UNSPECIFIED;  // UNSPECIFIED: stays.
  std::vector<v1::ConferenceRole> roles;                      // Empty: every participant.
  v1::Phase first = v1::PHASE_UNSPECIFIED;                    // UNSPECIFIED: any.
  const rules::Rule* otherwise = nullptr;  // Refuses in another phase, or before all of `from`.
  bool while_interrupted = false;
  v1::Phase last = v1::PHASE_UNSPECIFIED;  // UNSPECIFIED: `first` alone.
  bool content = false;                    // Only for who is bound to silence (CONF-44).
};
const std::vector<Verb>& Verbs();

// Whether this participant may use the verb now.
//
// PERMISSION_DENIED ROLE_IN_CONFERENCE, NOT_THE_FACILITATOR; FAILED_PRECONDITION
// CONFERENCE_STATE_REFUSES, MEETING_INTERRUPTED, SILENCE_MISSING, or what the phase asks for.
absl::Status CheckVerb(const v1::Conference& conference, const v1::Participant& self,
                       std::string_view name);

// Moves the state as the verb says.
void Apply(v1::Conference& conference, std::string_view name);

// Every verb, with the rule that refuses it to this participant now.
std::vector<common::v1::Action> Actions(const v1::Conference& conference,
                                        const v1::Participant& self, common::v1::Language language);

}  // namespace opora::conference
