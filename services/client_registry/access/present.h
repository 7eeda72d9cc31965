#pragma once

#include "common/rpc/call.h"
#include "services/client_registry/access/decide.h"

namespace opora::registry::access {

// Puts in place of a record what the caller is to see of it where the fields alone cannot say so:
//  - membership of a household is whereabouts while the address is protected (XC-27);
//  - which client a relative is needs a basis for the relative too;
//  - a shelter with a secret address is not named in the papers of others;
//  - a telephone number with an area code tells the district of a protected person.
void PresentOther(const rpc::Call& call, const Facts& facts, google::protobuf::Message& record);

// True for an agency whose name would tell this caller where the person is.
bool IsSecret(std::string_view agency_id, const Facts& facts, const rpc::Unit& caller);

// True for a Czech number of a fixed line, whose first digits name a region.
bool TellsRegion(std::string_view phone_number);

}  // namespace opora::registry::access
