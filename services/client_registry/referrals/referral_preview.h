#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/referral.pb.h"

namespace opora::registry {

// Decides what sending a referral would disclose (REG-113): that there is a need in the areas it
// betrays, and the areas passed with it.
absl::StatusOr<v1::ReferralPreview> PreviewOf(rpc::Call& call, const v1::Referral& referral);

// Adds the data themselves: the referral as the recipient would get it, and the statements of the
// caller's unit that the recipient could read.
void AddContent(rpc::Call& call, const v1::Referral& referral, v1::ReferralPreview& preview);

}  // namespace opora::registry
