#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/one_off.pb.h"
#include "services/client_registry/access/decide.h"

// One-off disclosures (XC-23, XC-24, XC-26, XC-58, XC-64) as asked for, before anybody decides.
namespace opora::registry::access {

// How a caller stands to the client whom an event concerns.
struct Teller {
  rpc::Unit unit;
  std::string worker_id;
  bool own_record = false;    // The unit works with the client.
  bool support_role = false;  // Acts in a role of support.
};

// Whether this caller may tell on this basis at all. An emergency and a duty to report bind
// everybody who helps; a present client speaks to those who work with the client.
bool MayTell(const Teller& teller, common::v1::Basis basis);

// Complete and consistent for its basis: one recipient who is not the caller, no areas that are
// told to nobody, an attested client who is present, a reportable situation, nothing in the future.
absl::Status CheckOneOff(const v1::OneOffDisclosure& disclosure, const Teller& teller,
                         absl::Time now);

// What the server fills in: instant and statute.
void FillOneOff(const rpc::Unit& unit, const std::string& worker_id, absl::Time now,
                v1::OneOffDisclosure& disclosure);

// A body outside the platform as a party of a disclosure.
Party OutsideParty(v1::OutsideRecipient recipient);

// RECIPIENT_NOT_COMPETENT (XC-23, XC-24): who neither helps nor takes reports is told nothing on
// these bases.
absl::Status CheckCompetent(common::v1::Basis basis, const Party& recipient);

// FACTS_MISSING (XC-23).
std::vector<common::v1::Warning> OneOffWarnings(const v1::OneOffDisclosure& disclosure,
                                                common::v1::Language language);

// Observed facts follow within this time (CONF-103).
inline constexpr absl::Duration kTimeForFacts = absl::Hours(24);

// Until when observed facts are owed; nothing when none are.
std::optional<absl::Time> FactsDue(const v1::OneOffDisclosure& disclosure);

// FACTS_RECORDED (XC-23): never overwritten.
absl::Status CheckAddFacts(const v1::OneOffDisclosure& disclosure);

// LATE_FACTS (XC-23): more than 24 hours after the event (CONF-103).
std::vector<common::v1::Warning> FactsWarnings(const v1::OneOffDisclosure& disclosure,
                                               absl::Time now, common::v1::Language language);

// The same disclosure asked for again: same client, basis and recipient.
bool IsSameOneOff(const v1::OneOffDisclosure& stored, const v1::OneOffDisclosure& asked);

}  // namespace opora::registry::access
