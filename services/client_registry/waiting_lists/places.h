#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/agency.pb.h"

// Places of a service: how many there are, how many are taken, and taking one (REG-114).
namespace opora::registry {

// How many clients a service takes in a form, and of which form the figure is: UNSPECIFIED when it
// is for the service as a whole.
struct PlaceLimit {
  std::optional<int64_t> clients;
  v1::ServiceForm form = v1::SERVICE_FORM_UNSPECIFIED;
};

// The caseload of the form, else that of the whole service, else what the staffing makes (REG-12,
// REG-14); with a stay the immediate capacity, which a client fills all the time. Kinds are never
// mixed otherwise (REG-13); unknown is no limit and not zero (REG-21).
PlaceLimit LimitOf(const std::vector<v1::Capacity>& capacities,
                   const std::optional<v1::Staffing>& staffing, v1::ServiceForm form);

struct Places {
  std::optional<int64_t> limit;
  int64_t taken = 0;
  bool held = false;  // The person has a place already.
};

// True when the person cannot have another place.
bool IsFull(const Places& places);

// Locks the service, so that its last place is taken by one transaction at a time, and counts.
absl::StatusOr<Places> LockPlaces(rpc::Call& call, const std::string& service_id,
                                  v1::ServiceForm form, const std::string& client_id);

// A place that is to be taken.
struct PlaceWanted {
  std::string client_id;
  std::string service_id;
  v1::ServiceForm form = v1::SERVICE_FORM_UNSPECIFIED;
  rpc::Unit provider;
  std::string referral_id;  // By which it is taken, if any.
  std::string override_reason;
  bool fact = false;  // Taken outside: counts, whatever the capacity (XC-56).
};

// Takes a place for the person of whom the client is one record. The person is locked before.
//
// RESOURCE_EXHAUSTED SERVICE_FULL. Warnings SERVICE_OVERRIDDEN, CAPACITY_UNKNOWN.
absl::StatusOr<std::vector<common::v1::Warning>> TakePlace(rpc::Call& call,
                                                           const PlaceWanted& wanted);

// Gives back the place that was taken by a referral.
void ReleasePlaceOf(rpc::Call& call, const std::string& referral_id);

}  // namespace opora::registry
