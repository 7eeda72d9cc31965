#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "opora/housing/v1/application.pb.h"

namespace opora::housing {

// A page of the applications of a programme, newest first, that belong to the unit: kept,
// addressed, or to be decided by it; all of the programme for its partners.
std::vector<v1::Application> FindApplications(db::Tx& tx, const std::string& programme_id,
                                              const rpc::Page& page);

// Whether somebody lives in the flat, or is about to by a prepared tenancy.
bool HasTenant(db::Tx& tx, const std::string& flat_id);

// Keys by which FindApplications orders.
std::vector<std::string> SortKeys(const v1::Application& application);

}  // namespace opora::housing
