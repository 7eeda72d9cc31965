#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/consent.pb.h"

namespace opora::registry {

// Verbs on a consent, the states that allow them and where they lead; the one table behind refusals,
// `actions` and the documentation.
struct ConsentVerb {
  std::string_view verb;
  v1::ConsentState from;
  v1::ConsentState to;
};
std::vector<ConsentVerb> ConsentVerbs();

// FAILED_PRECONDITION CONSENT_STATE_REFUSES.
absl::Status CheckVerb(const v1::Consent& consent, std::string_view verb);

// A drafted version: complete (XC-01), ending in time (XC-60). Fills the default purpose.
absl::Status CheckDraft(v1::ConsentVersion& version, absl::Time now);

// The newest version, and whether it waits for a signature.
const v1::ConsentVersion& Newest(const v1::Consent& consent);
bool WaitsForSignature(const v1::Consent& consent);

// What a signature brings with it.
struct Signature {
  absl::Time signed_time;
  std::string document;
  std::string explainer_worker_id;
  common::v1::Date explained_on;
  absl::Time told_time = absl::InfinitePast();  // InfinitePast: not told.
  std::string told_by_worker_id;
};

// Signs the newest version at `now`: it takes effect and ends the one before.
//
// NOT_TOLD_OF_REVOCATION (XC-06), CONSENT_STATE_REFUSES (XC-03, XC-05), NOT_IN_FUTURE (XC-57),
// CONSENT_TOO_LONG (XC-60), ORAL_CONSENT_OPENS_NOTHING for a written one without a document
// (XC-10).
absl::Status Sign(v1::Consent& consent, const Signature& signature, absl::Time now);

// Withdraws the consent at `now`. False when it was withdrawn before: then nothing changes.
bool Revoke(v1::Consent& consent, absl::Time now);

// EXPLAINER_NOT_KEY_WORKER (XC-07).
std::vector<common::v1::Warning> SignatureWarnings(const v1::Consent& consent,
                                                   const std::vector<std::string>& key_workers,
                                                   common::v1::Language language);

// What the caller may do now, for GetConsent.
std::vector<common::v1::Action> ConsentActions(const v1::Consent& consent, bool keeper,
                                               common::v1::Language language);

}  // namespace opora::registry
