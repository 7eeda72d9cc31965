#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/relay/relay.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "opora/conference/v1/crisis.pb.h"
#include "opora/registry/v1/one_off.pb.h"

namespace opora::conference {

// Kinds of intents of this service.
inline constexpr char kOfOverride[] = "OVERRIDE";
inline constexpr char kOfReport[] = "REPORT";

// How far the registry knows of a one-off disclosure.
struct Entered {
  v1::DisclosureState state = v1::DISCLOSURE_STATE_PENDING;
  std::string disclosure_id;
};

// Enters one-off disclosures in the registry (XC-23, XC-24): at once with the caller's own token
// or, when the registry does not answer, later as this service. Nothing waits for it.
class Disclosures {
 public:
  explicit Disclosures(const rpc::Client& registry) : registry_(registry) {}

  // To be called before anything is written. PENDING when the registry did not answer within two
  // seconds; an error is the registry's refusal of what was asked.
  absl::StatusOr<Entered> Tell(const rpc::Call& call,
                               const registry::v1::OneOffDisclosure& disclosure) const;

 private:
  const rpc::Client& registry_;
};

// Promises, in the transaction of the act, to enter a disclosure that was made.
void TellLater(rpc::Call& call, std::string_view kind, const std::string& record_id,
               const registry::v1::OneOffDisclosure& disclosure);

// What the relay does with the intents of this service.
std::vector<relay::Delivery> DisclosureDeliveries();

// Id of a record made by a call: the same for a retry with the same request_id, so that the
// disclosure told before the commit is the same too.
std::string IdForRequest(const rpc::Call& call, const std::string& request_id);

registry::v1::OneOffDisclosure DisclosureOf(const v1::EmergencyOverride& call);
registry::v1::OneOffDisclosure DisclosureOf(const v1::MandatoryReport& report,
                                            const v1::ReportFiling& filing);

}  // namespace opora::conference
