#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/rpc/client.h"
#include "common/rules/rule.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/representation.pb.h"
#include "services/client_registry/representation/refusals.h"

// Whether what a client agreed to or approved was given by somebody who can: the client, or whoever
// stands for the client (XC-59). The registry knows; a service asks before it locks or writes.
namespace opora::registry_client {

namespace rule {

using registry::rule::kGrantorNotEntitled;
using rules::Rule;

inline constexpr Rule kClientCannotGive = {
    "XC-59",
    "CLIENT_CANNOT_GIVE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client cannot give this alone: under fifteen, or a court limited the capacity.",
     "Klient to nemůže dát sám: je mladší patnácti let, nebo soud omezil jeho svéprávnost."},
    {"A representative whose scope covers it gives it, named with the client's own view.",
     "Dá to zástupce, jehož rozsah to pokrývá; uveďte ho spolu s názorem klienta."},
    "opora.registry.v1.RepresentationService.GetGrantors"};
inline constexpr Rule kClientViewMissing = {
    "XC-59",
    "CLIENT_VIEW_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client's own view is not recorded beside the representative's word.",
     "Vedle slova zástupce není zaznamenán názor klienta."},
    {"Ask the client too and give client_view.", "Zeptejte se i klienta a uveďte client_view."},
    "opora.registry.v1.RepresentationService.GetGrantors"};
inline constexpr Rule kClientObjects = {
    "XC-59",
    "CLIENT_OBJECTS",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"From fifteen on nothing is given against the client's own word.",
     "Od patnácti let se nic nedává proti vůli klienta."},
    {"Talk with the client again, or leave out what the client does not want.",
     "Promluvte s klientem znovu, nebo vynechejte, co nechce."},
    "opora.registry.v1.RepresentationService.GetGrantors"};
inline constexpr const Rule* kGrantorRefusals[] = {&kClientCannotGive, &kGrantorNotEntitled,
                                                   &kClientViewMissing, &kClientObjects};

}  // namespace rule

// Something that was given by a client, or for one.
struct Given {
  std::string client_id;
  registry::v1::RepresentedAct act = registry::v1::REPRESENTED_ACT_AGREEMENT;
  std::vector<common::v1::DataArea> areas;
  std::string field;                               // Of the request, for the refusal.
  std::vector<std::string> party_agencies;         // Whom it profits.
  const registry::v1::Grantor* grantor = nullptr;  // Null when the client gave it.
};

// The refusal for a reason of CheckGrantor.
absl::Status RefusalFor(std::string_view reason, const std::string& field);

// One of the above, as judged on the day when it was said. Asked as the service: the answer names
// nobody and is shown to nobody.
absl::Status CheckGiven(const rpc::Client& registry, const rpc::Call& call,
                        const common::v1::Attestation& attestation, const Given& given);

// nullptr for a message that is not set.
template <typename Record>
const registry::v1::Grantor* GrantorIn(const Record& record) {
  return record.has_grantor() ? &record.grantor() : nullptr;
}

}  // namespace opora::registry_client
