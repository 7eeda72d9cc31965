#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/consent_paper.pb.h"
#include "opora/registry/v1/consent_template.pb.h"
#include "services/client_registry/representation/representation_rules.h"

namespace opora::registry {

// Verbs on a consent, the states that allow them and where they lead; the one table behind
// refusals, `actions` and the documentation.
struct ConsentVerb {
  std::string_view verb;
  v1::ConsentState from;
  v1::ConsentState to;
};
std::vector<ConsentVerb> ConsentVerbs();

// FAILED_PRECONDITION CONSENT_STATE_REFUSES.
absl::Status CheckVerb(const v1::Consent& consent, std::string_view verb);

// Longest validity in months, where a programme sets no shorter one (XC-60).
inline constexpr int kLongestMonths = 12;

// A drafted version: complete (XC-01), ending in time (XC-60). Fills the default purpose.
absl::Status CheckDraft(v1::ConsentVersion& version, absl::Time now,
                        int longest_months = kLongestMonths);

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
  std::string recorded_by_worker_id;
  int longest_months = kLongestMonths;  // Of the template.
  std::string representation_id;        // Empty: the client signed.
  v1::ClientView view = v1::CLIENT_VIEW_UNSPECIFIED;
  std::string view_words;
};

// Signs the newest version at `now`: it takes effect and ends the one before.
//
// NOT_TOLD_OF_REVOCATION (XC-06), CONSENT_STATE_REFUSES (XC-03, XC-05), NOT_IN_FUTURE (XC-57),
// CONSENT_TOO_LONG (XC-60), ORAL_CONSENT_OPENS_NOTHING for a written one without a document
// (XC-10). What `person` is to be asked for who may sign: see WhyNot (XC-59);
// ATTESTATION_OF_PROFITEER for a representative who records, explains or told (XC-58).
absl::Status Sign(v1::Consent& consent, const Signature& signature, absl::Time now,
                  const Represented& person = {});

// What was given by a signed version.
Grant GrantOf(const v1::ConsentVersion& version);

// The version in force, or that was when the consent ended; nullptr before the first signature.
const v1::ConsentVersion* Current(const v1::Consent& consent);

// What the consent comes to at `now`.
v1::ConsentStanding StandingNow(const v1::Consent& consent, const Represented& person,
                                absl::Time now);

// Representations that object to the consent now.
std::set<std::string> Objecting(const v1::Consent& consent);

// GRANTOR_NOT_ENTITLED unless the representative may object to the version in force today (XC-59).
absl::Status CheckObjector(const v1::Consent& consent, const std::string& representation_id,
                           const Represented& person, absl::Time now);

// Lifts an objection by the representative's signed word (XC-59): it opens again, so it is in
// writing.
//
// CONSENT_STATE_REFUSES, ORAL_CONSENT_OPENS_NOTHING (XC-10), GRANTOR_NOT_ENTITLED,
// ATTESTATION_OF_PROFITEER for a representative who attests it (XC-58).
absl::Status Lift(const v1::LiftObjectionRequest& request, const std::string& attesting_worker_id,
                  const Represented& person, absl::Time now, v1::Consent& consent);

// True when the unit is named by a version that was signed; a draft is its keeper's.
bool IsPartyOfSigned(const v1::Consent& consent, const rpc::Unit& unit);

// Leaves out what is not signed: to others than the keeper, what the client may come to want is
// nothing yet.
void HideDrafts(v1::Consent& consent);

// Takes from the template what the version leaves open, and remembers which template it was
// (XC-08).
void FillFromTemplate(const v1::ConsentTemplateVersion& from, v1::ConsentVersion& version);

// A scan of a signed version (XC-58): SCAN_MISPLACED, EVIDENCE_EMPTY, NOT_IN_FUTURE,
// EVIDENCE_OLDER_THAN_SIGNATURE.
absl::Status CheckScan(const v1::ConsentVersion& version,
                       const v1::RecordConsentScanRequest& request, absl::Time now);

// Withdraws the consent at `now`. False when it was withdrawn before: then nothing changes.
bool Revoke(v1::Consent& consent, absl::Time now);

// EXPLAINER_NOT_KEY_WORKER (XC-07), ORAL_CONSENT_OPENS_NOTHING (XC-10), TEMPLATE_NOT_REVIEWED
// (XC-09), CLIENT_DISAGREES (XC-59).
std::vector<common::v1::Warning> SignatureWarnings(const v1::Consent& consent,
                                                   const std::vector<std::string>& key_workers,
                                                   common::v1::Language language);

// What the caller may do now, for GetConsent.
std::vector<common::v1::Action> ConsentActions(const v1::Consent& consent, bool keeper,
                                               common::v1::Language language);

}  // namespace opora::registry
