#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "opora/registry/v1/supervision.pb.h"

// What is worth a worker's own thought (REG-39), and how soon help came (XC-53).
namespace opora::registry {

// Minutes that a worker spent with one client.
struct ContactTime {
  std::string client_id;
  int64_t minutes = 0;
};

// Clients with whom the time stands out: more than three times the median of the others and at
// least two hours more. With fewer than four clients nobody stands out.
std::vector<v1::SupervisionHint> OutlyingContacts(const std::vector<ContactTime>& times);

// The lower median; absent for none.
std::optional<int64_t> Median(std::vector<int64_t> values);

}  // namespace opora::registry
