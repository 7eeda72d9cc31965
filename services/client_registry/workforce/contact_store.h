#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/call.h"
#include "opora/common/v1/types.pb.h"

namespace opora::registry {

// True when the worker stands in both stances towards the person on the day: by assignments, or
// because a waiver allows it and both kinds of roles are held (XC-34, XC-35).
bool ActsInMergedRoles(db::Tx& tx, const std::string& worker_id, const std::string& client_id,
                       absl::CivilDay day);

// Roles held by a worker on the day that are work in support of clients.
bool SupportsOnlyAsExpert(db::Tx& tx, const std::string& worker_id, absl::CivilDay day);

// Days of a summary, both included.
struct SummaryPeriod {
  absl::CivilDay from;
  absl::CivilDay to;
};

// INVALID_ARGUMENT PERIOD_REVERSED, PERIOD_TOO_LONG (a year), or a day that is not in the calendar.
absl::StatusOr<SummaryPeriod> ReadSummaryPeriod(const common::v1::Date& from,
                                                const common::v1::Date& to);

int32_t CountWaivers(db::Tx& tx, const std::string& agency_id, const SummaryPeriod& period);

// Contacts in merged roles by stored name of what the client was told, "NO", "UNKNOWN".
std::map<std::string, int32_t> CountMergedContacts(db::Tx& tx, const std::string& agency_id,
                                                   const SummaryPeriod& period);

// Refused requests for control by workers of the agency, by rule, as the audit log tells them: a
// refusal leaves nothing else.
std::map<std::string, int32_t> CountControlAttempts(db::Tx& tx, const std::string& agency_id,
                                                    const SummaryPeriod& period);

}  // namespace opora::registry
