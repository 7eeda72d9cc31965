#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/eligibility.pb.h"

namespace opora::registry {

// Plan that the unit keeps for the client record; nothing when it keeps none.
std::optional<v1::LongTermPlan> FindPlan(db::Tx& tx, const std::string& client_id,
                                         const rpc::Unit& unit);

// Plans that the unit keeps for these client records.
std::vector<v1::LongTermPlan> SelectPlans(db::Tx& tx, const std::vector<std::string>& client_ids,
                                          const rpc::Unit& unit);

// Latest assessments of the unit's clients who need a plan with a day of monitoring and lack one on
// this day (`today` as a date parameter): the page and one more. Of one case manager only, unless
// `case_manager` is empty.
void SelectGaps(db::Tx& tx, const rpc::Unit& unit, const std::string& case_manager,
                const std::string& today, const rpc::Page& page,
                v1::ListPlanGapsResponse& response);

}  // namespace opora::registry
