#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/registry/v1/access.pb.h"
#include "services/client_registry/access/decide.h"

namespace opora::registry::access {

// What somebody wants to tell about a client, and to whom.
struct Intent {
  std::string client_id;
  v1::Recipient recipient;
  std::vector<DataArea> areas;
  std::set<DataArea> topics;
  std::string reference;
  // Event that it rests on, for a one-off disclosure, whatever other basis there is.
  common::v1::Basis one_off = common::v1::BASIS_UNSPECIFIED;
  // XC-36: a wording shown to the client, who wants it passed on.
  bool passed_on = false;
  // Recipient that is no unit of the platform, instead of `recipient`.
  v1::OutsideRecipient outside = v1::OUTSIDE_RECIPIENT_UNSPECIFIED;
  std::string recipient_field =
      "recipient.";  // Where the request names the recipient, for refusals.
};

// The recipient as the directory knows it, or a body outside. A named worker counts with the roles
// that he or she holds.
//
// INVALID_ARGUMENT as DecideDisclosure.
absl::StatusOr<Party> RecipientOf(rpc::Call& call, const Intent& intent);

// What DecideDisclosure would answer, without remedy, and without a trace: nothing is told by it.
absl::StatusOr<v1::DisclosureDecision> ForeseeDisclosure(rpc::Call& call, const Intent& intent);

// Decides for the caller's unit as discloser, with remedy and smallest consent when something is
// missing, and leaves the audit entries of the decision with the call.
//
// INVALID_ARGUMENT AGENCY_UNKNOWN, DEPARTMENT_UNKNOWN, DEPARTMENT_REQUIRED, WORKER_UNKNOWN: no such
// agency, department or worker; an agency with departments is told through one of them.
absl::StatusOr<v1::DisclosureDecision> DecideDisclosure(rpc::Call& call, const Intent& intent);

// The refusal for a decision that is not ALLOW, with its rule and remedy; OK when it is.
absl::Status RefusalOf(const v1::DisclosureDecision& decision);

// The rule by id and reason among those of the registry; nullptr when unknown.
const rules::Rule* FindRule(std::string_view id, std::string_view reason);

}  // namespace opora::registry::access
