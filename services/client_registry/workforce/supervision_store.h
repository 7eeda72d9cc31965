#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "services/client_registry/workforce/contact_store.h"
#include "services/client_registry/workforce/supervision_rules.h"

namespace opora::registry {

// The unit's settings; all off when none are stored.
v1::SupervisionSettings SettingsOf(db::Tx& tx, const rpc::Unit& unit);

// Minutes by person of the worker's contacts in the unit since an instant.
std::vector<ContactTime> ContactTimes(db::Tx& tx, const std::string& worker_id,
                                      const rpc::Unit& unit, absl::Time since);

// Material help of the worker in the unit since an instant that points to no assessed need.
std::vector<v1::SupervisionHint> UnlinkedSupport(db::Tx& tx, const std::string& worker_id,
                                                 const rpc::Unit& unit,
                                                 const std::vector<std::string>& codes,
                                                 absl::Time since);

// For each person whose first contact with the unit lies in the period: hours until the first
// support, or -1 for none so far (XC-53). A contact is one that was recorded, or the registration.
std::vector<int64_t> HoursToSupport(db::Tx& tx, const rpc::Unit& unit, const SummaryPeriod& period);

}  // namespace opora::registry
