#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/registry/v1/client.pb.h"
#include "opora/registry/v1/communication.pb.h"

namespace opora::registry {

// Needs as asked for: hours that begin before they end, verified on a day that is not of the
// future.
absl::Status CheckNeeds(const v1::CommunicationNeeds& needs, absl::CivilDay today);

// What the caller may see of one record of the person.
struct ContactOfRecord {
  std::optional<bool> has_phone;
  std::string phone_number;
  std::string email;
};

// Where a contact goes, by what the caller may see, the latest record first (REG-46). Without a
// telephone to the key worker; nothing is told where nothing is seen.
v1::ContactRoute RouteFor(const std::vector<ContactOfRecord>& records);

// Channels that neither a safe contact rule nor deafness closes (REG-121). Every record's rules
// count: what is dangerous by one is dangerous.
std::vector<v1::ContactChannel> OpenChannels(const std::vector<v1::CommunicationNeeds>& needs);

}  // namespace opora::registry
