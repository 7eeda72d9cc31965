#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/housing/v1/programme.pb.h"

namespace opora::housing {

// PERMISSION_DENIED NOT_OF_PROGRAMME: the caller's unit is not the realiser.
absl::Status CheckRealiser(const rpc::Call& call, const v1::Programme& programme);

// PERMISSION_DENIED NOT_OF_PROGRAMME: the caller's unit takes no part in the programme.
absl::Status CheckPartner(const rpc::Call& call, const v1::Programme& programme);

// PERMISSION_DENIED NOT_OF_PROGRAMME: the caller's unit is neither this unit nor the realiser.
absl::Status CheckUnitOrRealiser(const rpc::Call& call, const v1::Programme& programme,
                                 const rpc::Unit& unit);

// The programme for changing, by its realiser.
absl::StatusOr<v1::Programme> LockRealised(rpc::Call& call, const std::string& programme_id,
                                           const std::string& etag = "");

// INVALID_ARGUMENT UNIT_NOT_PARTNER naming the field: the unit is not on this side.
absl::Status CheckSide(const v1::Programme& programme, const rpc::Unit& unit, v1::PartnerSide side,
                       std::string_view field);

}  // namespace opora::housing
