#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/conference/v1/conference.pb.h"

// What a conference needs before its meeting (CONF-29 to CONF-51).
namespace opora::conference {

// INVALID_ARGUMENT CHANGE_KIND_MISSING (CONF-54).
absl::Status CheckProposal(const v1::Conference& conference);

// Participants whose answers count and did not come (CONF-51).
std::vector<std::string> MissingAnswers(const v1::Conference& conference);

// Why the meeting cannot be declared ready on this day, in order; none when it can. Answers that
// did not come until the day set are gone without when a reason is given (CONF-51); an urgent
// conference needs those of client and convener only.
//
// FAILED_PRECONDITION ROLES_MISSING, ARRANGEMENT_MISSING, NOT_INVITED, ANSWER_IS_NO,
// ANSWERS_MISSING, CLIENT_NOT_PREPARED.
std::vector<absl::Status> ReadyRefusals(const v1::Conference& conference, absl::CivilDay today,
                                        const std::string& go_on_reason);

// ROLES_RECOMMENDED, PARTICIPANT_NOT_PREPARED.
std::vector<common::v1::Warning> ReadyWarnings(const v1::Conference& conference,
                                               common::v1::Language language);

// Why the meeting cannot start with this attendance, in order; none when it can.
//
// FAILED_PRECONDITION FACILITATOR_ABSENT, CLIENT_ABSENT, CLOSE_PERSON_ABSENT, CLIENT_NOT_BRIEFED.
std::vector<absl::Status> StartRefusals(const v1::Conference& conference);

// SILENCE_MISSING, NOT_BRIEFED of those who are there.
std::vector<common::v1::Warning> StartWarnings(const v1::Conference& conference,
                                               common::v1::Language language);

// A child's close person is not there (CONF-39).
bool LacksClosePerson(const v1::Conference& conference);

// A change of what was agreed opens the answers again (CONF-51).
void ReopenAnswers(v1::Conference& conference);

}  // namespace opora::conference
