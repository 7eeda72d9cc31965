#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "opora/registry/v1/break_glass.pb.h"
#include "services/client_registry/access/break_glass_rules.h"

namespace opora::registry::access {

// Makes openings by one worker wait for each other until the end of the transaction.
void LockWorker(db::Tx& tx, const std::string& worker_id);

// What the worker opened within a day, compared with the person asked for.
std::vector<RecentGlass> ReadRecent(db::Tx& tx, const std::string& worker_id,
                                    const std::string& client_id, absl::Time now);

// Reviews of the agency that are later than their last day, whether or not anybody looked.
int CountOverdue(db::Tx& tx, const std::string& agency_id, absl::CivilDay day);

// One alert for each unit that works with the person: to those in charge there, or to the whole
// unit when nobody is. The worker's own unit is told of the review that is due.
std::vector<v1::AccessAlert> AlertsFor(db::Tx& tx, const v1::BreakGlass& glass);

}  // namespace opora::registry::access
