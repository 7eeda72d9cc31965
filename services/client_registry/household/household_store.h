#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/household.pb.h"

namespace opora::registry::household {

// Members of a household on a day after this one, by id; bounded.
std::vector<v1::HouseholdMember> MembersAfter(db::Tx& tx, const std::string& household_id,
                                              absl::CivilDay day, const std::string& after,
                                              int limit);

// Clients who belong to the household now or will, each once.
std::vector<std::string> ClientsOf(db::Tx& tx, const std::string& household_id, absl::CivilDay day);

// Date of birth of a client's record; empty when not known.
common::v1::PartialDate BirthDateOf(db::Tx& tx, const std::string& client_id);

// True when the relative is a descendant of the client, by parents and children recorded, over all
// records of everybody: as a parent the relative would close a circle.
bool DescendsFrom(db::Tx& tx, const std::string& descendant, const std::string& ancestor);

// True when the person, a client or a name, is a former partner of the client on the day.
bool IsFormerPartner(db::Tx& tx, const v1::FamilyRelation& relation, absl::CivilDay day);

}  // namespace opora::registry::household
