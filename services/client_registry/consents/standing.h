#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include "common/rpc/call.h"
#include "opora/registry/v1/consent.pb.h"
#include "services/client_registry/representation/representation_rules.h"

namespace opora::registry {

// What a stored consent comes to now: as StandingNow, and CHANGED_OUTSIDE where its seal does not
// hold.
void FillStanding(rpc::Call& call, const Represented& person, v1::Consent& consent);

// The same for a page of consents, with one statement each for people and seals.
void FillStandings(rpc::Call& call, google::protobuf::RepeatedPtrField<v1::Consent>& consents);

}  // namespace opora::registry
