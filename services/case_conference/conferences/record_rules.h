#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/conference/v1/conference.pb.h"
#include "opora/conference/v1/conference_service.pb.h"
#include "opora/conference/v1/plan.pb.h"

// A conference held on paper (CONF-115): a fact, of which rules tell only how it deviates (XC-56).
namespace opora::conference {

// Gives participants, topics, solutions and items ids of the server, wherever the request refers to
// them.
//
// INVALID_ARGUMENT ID_TWICE.
absl::Status Renumber(v1::RecordConferenceRequest& request);

// What the paper may tell of the conference; the rest begins empty. A client who is not named was
// absent.
v1::Conference PaperConference(const v1::Conference& asked, absl::Time now);

// What the paper may not say: a day to come, somebody unclear, a topic or participant that is none.
//
// INVALID_ARGUMENT NOT_IN_FUTURE, INVALID_DATE, CLIENT_IS_ONE, PARTICIPANT_UNCLEAR, TOPIC_UNKNOWN,
// NOT_A_PARTICIPANT.
absl::Status CheckPaper(const v1::Conference& conference, absl::Time now);

// An item of the plan as the paper tells it; one without any Plan B had none, for this reason.
//
// INVALID_ARGUMENT like CheckItem, and TOPIC_UNKNOWN.
absl::Status ReadItem(const v1::Conference& conference, const std::string& reason,
                      v1::ActionItem& item);

// All that rules would have refused of it while it was prepared and held.
std::vector<absl::Status> RefusalsOf(const v1::Conference& conference, v1::PlanState plan,
                                     const v1::RecordConferenceRequest& request);

// Adds a deviation for each rule that would have refused, once.
void Deviate(const std::vector<absl::Status>& refusals, const std::string& reason,
             v1::Conference& conference);

// Without a Plan B and without a reason for none.
bool LacksPlanB(const v1::ActionItem& item);

}  // namespace opora::conference
