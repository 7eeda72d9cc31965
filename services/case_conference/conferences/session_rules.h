#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/conference/v1/conference.pb.h"
#include "opora/conference/v1/plan.pb.h"

// The phases of a meeting (CONF-58 to CONF-63).
namespace opora::conference {

// A move of the phase as the facilitator asks for it.
struct Move {
  v1::Phase to = v1::PHASE_UNSPECIFIED;
  std::string reason;               // Needed to go back.
  std::string without_plan_reason;  // Needed to conclude without an approved plan.
};

// Forward one by one, back to any earlier phase with a reason; SOLUTIONS need a priority,
// CONCLUSION an approved plan or the reason why there is none.
//
// FAILED_PRECONDITION PHASE_ORDER, REASON_MISSING, NO_PRIORITY, PLAN_NOT_APPROVED.
absl::Status CheckMove(const v1::Conference& conference, v1::PlanState plan, const Move& move);

// RULES_MISSING, PARTICIPANT_NOT_HEARD, SOLUTION_MISSING.
std::vector<common::v1::Warning> MoveWarnings(const v1::Conference& conference, v1::Phase to,
                                              common::v1::Language language);

// The topic, when it is a priority. FAILED_PRECONDITION NOT_A_PRIORITY.
absl::Status CheckPriority(const v1::Conference& conference, const std::string& topic_id);

// PERMISSION_DENIED EXCLUDED_TOPIC: the client does not want the topic's area talked about and did
// not lift it for this conference (CONF-113).
absl::Status CheckTopicOpen(const v1::Conference& conference, const std::string& topic_id,
                            const std::set<common::v1::DataArea>& excluded);

const v1::Topic* FindTopic(const v1::Conference& conference, const std::string& topic_id);

}  // namespace opora::conference
