#include "services/client_registry/consents/consent_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/representation/refusals.h"

namespace opora::registry {
namespace {

constexpr int kDaysForScan = 14;  // XC-58: the scan of a signed paper may follow.
// SHA-256 of nothing.
constexpr char kEmptyDigest[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

absl::CivilDay LastDayFrom(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last_of_month = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month.year(), month.month(), 1) + (day.day() - 1), last_of_month);
}

// XC-60: every consent ends, at most twelve months after its signature.
absl::Status CheckEnd(const v1::ConsentVersion& version, absl::CivilDay from, int months) {
  if (!version.has_valid_to()) return absl::OkStatus();
  RETURN_IF_ERROR(dates::CheckDate(version.valid_to(), "version.valid_to"));
  const absl::CivilDay end = dates::FromDate(version.valid_to());
  if (end >= from && end <= LastDayFrom(from, months)) return absl::OkStatus();
  return rules::Refuse(rule::kConsentTooLong, {.field = "version.valid_to"});
}

// The instants that a signature brings are of the past, and the client was told before (XC-06).
absl::Status CheckInstants(const Signature& signature, absl::Time now) {
  if (signature.told_time == absl::InfinitePast()) {
    return rules::Refuse(rule::kNotToldOfRevocation, {.field = "told_of_revocation_time"});
  }
  RETURN_IF_ERROR(rules::CheckOccurrence(signature.signed_time, now, "signed_time"));
  RETURN_IF_ERROR(rules::CheckOccurrence(signature.told_time, now, "told_of_revocation_time"));
  RETURN_IF_ERROR(dates::CheckDate(signature.explained_on, "explained_on"));
  if (dates::FromDate(signature.explained_on) > dates::DayAt(now)) {
    return rules::Refuse(rules::kNotInFuture, {.field = "explained_on"});
  }
  if (signature.told_time > signature.signed_time) {
    return rules::Refuse(rule::kNotToldOfRevocation, {.field = "told_of_revocation_time"});
  }
  return absl::OkStatus();
}

// XC-59: whoever signed could do so on that day; XC-58: and did not attest it to themselves.
absl::Status CheckGrantor(const v1::ConsentVersion& version, const Represented& person) {
  if (const rules::Rule* refused = WhyNot(GrantOf(version), person)) return rules::Refuse(*refused);
  for (const Mandate& mandate : person.mandates) {
    if (mandate.representation_id != version.representation_id() || mandate.worker_id.empty())
      continue;
    if (mandate.worker_id == version.explainer_worker_id() ||
        mandate.worker_id == version.told_by_worker_id()) {
      return rules::Refuse(rule::kAttestationOfProfiteer);
    }
  }
  return absl::OkStatus();
}

bool IsRecordedByGrantor(const Signature& signature, const Represented& person) {
  return std::any_of(person.mandates.begin(), person.mandates.end(), [&](const Mandate& mandate) {
    return !mandate.worker_id.empty() && mandate.representation_id == signature.representation_id &&
           mandate.worker_id == signature.recorded_by_worker_id;
  });
}

void Enter(const Signature& signature, absl::Time now, v1::ConsentVersion& version) {
  version.set_explainer_worker_id(signature.explainer_worker_id);
  *version.mutable_explained_on() = signature.explained_on;
  version.set_told_by_worker_id(signature.told_by_worker_id);
  *version.mutable_told_time() = rpc::ToTimestamp(signature.told_time);
  *version.mutable_signed_time() = rpc::ToTimestamp(signature.signed_time);
  if (!signature.document.empty()) version.set_document(signature.document);
  *version.mutable_effective_time() = rpc::ToTimestamp(now);
  version.set_grantor(signature.representation_id.empty() ? v1::CONSENT_GRANTOR_CLIENT
                                                          : v1::CONSENT_GRANTOR_REPRESENTATIVE);
  if (!signature.representation_id.empty())
    version.set_representation_id(signature.representation_id);
  if (signature.view != v1::CLIENT_VIEW_UNSPECIFIED) version.set_client_view(signature.view);
  if (!signature.view_words.empty()) version.set_client_view_words(signature.view_words);
  if (version.form() == v1::CONSENT_FORM_WRITTEN) {
    *version.mutable_scan_due() = dates::ToDate(dates::DayAt(signature.signed_time) + kDaysForScan);
  }
}

}  // namespace

std::vector<ConsentVerb> ConsentVerbs() {
  return {
      {"SignConsent", v1::CONSENT_STATE_DRAFT, v1::CONSENT_STATE_SIGNED},
      {"SignConsent", v1::CONSENT_STATE_SIGNED, v1::CONSENT_STATE_SIGNED},
      {"AddConsentVersion", v1::CONSENT_STATE_DRAFT, v1::CONSENT_STATE_DRAFT},
      {"AddConsentVersion", v1::CONSENT_STATE_SIGNED, v1::CONSENT_STATE_SIGNED},
      {"RevokeConsent", v1::CONSENT_STATE_DRAFT, v1::CONSENT_STATE_REVOKED},
      {"RevokeConsent", v1::CONSENT_STATE_SIGNED, v1::CONSENT_STATE_REVOKED},
      {"RevokeConsent", v1::CONSENT_STATE_REVOKED, v1::CONSENT_STATE_REVOKED},
      {"ObjectToConsent", v1::CONSENT_STATE_SIGNED, v1::CONSENT_STATE_SIGNED},
      {"LiftObjection", v1::CONSENT_STATE_SIGNED, v1::CONSENT_STATE_SIGNED},
  };
}

absl::Status CheckVerb(const v1::Consent& consent, std::string_view verb) {
  for (const ConsentVerb& row : ConsentVerbs()) {
    if (row.verb == verb && row.from == consent.state()) return absl::OkStatus();
  }
  return rules::Refuse(rule::kConsentStateRefuses,
                       {.metadata = {{"state", v1::ConsentState_Name(consent.state())}}});
}

absl::Status CheckDraft(v1::ConsentVersion& version, absl::Time now, int longest_months) {
  if (version.parties_size() < 2)
    return rules::Refuse(rule::kConsentIncomplete, {.field = "version.parties"});
  if (version.areas().empty())
    return rules::Refuse(rule::kConsentIncomplete, {.field = "version.areas"});
  if (!version.excluded_topics_asked()) {
    return rules::Refuse(rule::kConsentIncomplete, {.field = "version.excluded_topics_asked"});
  }
  if (version.purposes().empty()) version.add_purposes(common::v1::PURPOSE_AGREED_SUPPORT);
  return CheckEnd(version, dates::DayAt(now), longest_months);
}

const v1::ConsentVersion& Newest(const v1::Consent& consent) {
  const v1::ConsentVersion* newest = &consent.versions(0);
  for (const auto& version : consent.versions()) {
    if (version.version() > newest->version()) newest = &version;
  }
  return *newest;
}

bool WaitsForSignature(const v1::Consent& consent) {
  return !consent.versions().empty() && !Newest(consent).has_signed_time();
}

absl::Status Sign(v1::Consent& consent, const Signature& signature, absl::Time now,
                  const Represented& person) {
  RETURN_IF_ERROR(CheckVerb(consent, "SignConsent"));
  if (!WaitsForSignature(consent)) return rules::Refuse(rule::kConsentStateRefuses);
  RETURN_IF_ERROR(CheckInstants(signature, now));
  if (IsRecordedByGrantor(signature, person)) return rules::Refuse(rule::kAttestationOfProfiteer);
  const int number = Newest(consent).version();
  for (v1::ConsentVersion& version : *consent.mutable_versions()) {
    if (version.version() != number) {
      if (version.has_effective_time() && !version.has_end_time())
        *version.mutable_end_time() = rpc::ToTimestamp(now);
      continue;
    }
    if (version.form() == v1::CONSENT_FORM_WRITTEN && signature.document.empty()) {
      return rules::Refuse(rule::kOralConsentOpensNothing, {.field = "document"});
    }
    const absl::CivilDay signed_on = dates::DayAt(signature.signed_time);
    RETURN_IF_ERROR(CheckEnd(version, signed_on, signature.longest_months));
    if (!version.has_valid_to())
      *version.mutable_valid_to() = dates::ToDate(LastDayFrom(signed_on, signature.longest_months));
    if (dates::FromDate(version.valid_to()) < dates::DayAt(now)) {
      return rules::Refuse(rule::kConsentTooLong, {.field = "signed_time"});
    }
    Enter(signature, now, version);
    RETURN_IF_ERROR(CheckGrantor(version, person));
  }
  consent.set_state(v1::CONSENT_STATE_SIGNED);
  consent.set_current_version(number);
  return absl::OkStatus();
}

Grant GrantOf(const v1::ConsentVersion& version) {
  Grant grant;
  grant.representation_id = version.representation_id();
  grant.view = version.client_view();
  grant.given_on = dates::DayAt(rpc::FromTimestamp(version.signed_time()));
  if (version.has_effective_time()) grant.given_at = rpc::FromTimestamp(version.effective_time());
  for (int area : version.areas()) grant.areas.insert(static_cast<DataArea>(area));
  for (const auto& party : version.parties()) grant.party_agencies.insert(party.agency_id());
  return grant;
}

const v1::ConsentVersion* Current(const v1::Consent& consent) {
  for (const v1::ConsentVersion& version : consent.versions()) {
    if (version.version() == consent.current_version()) return &version;
  }
  return nullptr;
}

std::set<std::string> Objecting(const v1::Consent& consent) {
  std::set<std::string> objecting;
  for (const v1::ConsentObjection& objection : consent.objections()) {
    if (!objection.has_lift_time()) objecting.insert(objection.representation_id());
  }
  return objecting;
}

v1::ConsentStanding StandingNow(const v1::Consent& consent, const Represented& person,
                                absl::Time now) {
  if (consent.state() == v1::CONSENT_STATE_REVOKED) return v1::CONSENT_STANDING_WITHDRAWN;
  const v1::ConsentVersion* version = Current(consent);
  if (version == nullptr) return v1::CONSENT_STANDING_NOT_SIGNED;
  if (version->form() != v1::CONSENT_FORM_WRITTEN) return v1::CONSENT_STANDING_ORAL;
  const absl::CivilDay day = dates::DayAt(now);
  if (dates::FromDate(version->valid_to()) < day) return v1::CONSENT_STANDING_EXPIRED;
  switch (StandingOf(GrantOf(*version), Objecting(consent), person, day)) {
    case access::Standing::kGood:
      return v1::CONSENT_STANDING_IN_FORCE;
    case access::Standing::kDisputed:
      return v1::CONSENT_STANDING_DISPUTED;
    case access::Standing::kInvalid:
      break;
  }
  return v1::CONSENT_STANDING_INVALID;
}

absl::Status CheckObjector(const v1::Consent& consent, const std::string& representation_id,
                           const Represented& person, absl::Time now) {
  const v1::ConsentVersion* version = Current(consent);
  for (const Mandate& mandate : person.mandates) {
    if (version != nullptr && mandate.representation_id == representation_id &&
        MayObject(mandate, GrantOf(*version), person.birth, dates::DayAt(now))) {
      return absl::OkStatus();
    }
  }
  return rules::Refuse(rule::kGrantorNotEntitled, {.field = "representation_id"});
}

absl::Status Lift(const v1::LiftObjectionRequest& request, const std::string& attesting_worker_id,
                  const Represented& person, absl::Time now, v1::Consent& consent) {
  auto& objections = *consent.mutable_objections();
  const auto objection = std::find_if(objections.begin(), objections.end(), [&](const auto& one) {
    return one.objection_id() == request.objection_id() && !one.has_lift_time();
  });
  if (objection == objections.end()) return rules::Refuse(rule::kConsentStateRefuses);
  if (request.attestation().form() != common::v1::ATTESTATION_FORM_SIGNED ||
      request.attestation().document().empty()) {
    return rules::Refuse(rule::kOralConsentOpensNothing, {.field = "attestation.document"});
  }
  RETURN_IF_ERROR(CheckObjector(consent, objection->representation_id(), person, now));
  for (const Mandate& mandate : person.mandates) {
    if (mandate.representation_id == objection->representation_id() &&
        mandate.worker_id == attesting_worker_id) {
      return rules::Refuse(rule::kAttestationOfProfiteer);
    }
  }
  *objection->mutable_lifting() = request.attestation();
  objection->mutable_lifting()->set_attesting_worker_id(attesting_worker_id);
  *objection->mutable_lift_time() = rpc::ToTimestamp(now);
  return absl::OkStatus();
}

bool IsPartyOfSigned(const v1::Consent& consent, const rpc::Unit& unit) {
  for (const v1::ConsentVersion& version : consent.versions()) {
    if (!version.has_effective_time()) continue;
    for (const v1::ConsentParty& party : version.parties()) {
      if (party.agency_id() == unit.agency_id && party.department_id() == unit.department_id)
        return true;
    }
  }
  return false;
}

void HideDrafts(v1::Consent& consent) {
  auto* versions = consent.mutable_versions();
  for (int i = versions->size() - 1; i >= 0; --i) {
    if (!versions->Get(i).has_effective_time()) versions->DeleteSubrange(i, 1);
  }
}

void FillFromTemplate(const v1::ConsentTemplateVersion& from, v1::ConsentVersion& version) {
  if (version.areas().empty()) *version.mutable_areas() = from.areas();
  for (int topic : from.excluded_topics()) {
    const auto& named = version.excluded_topics();
    if (std::find(named.begin(), named.end(), topic) == named.end())
      version.add_excluded_topics(static_cast<DataArea>(topic));
  }
  if (version.purposes().empty()) *version.mutable_purposes() = from.purposes();
  version.set_template_version_id(from.template_version_id());
  version.set_template_reviewed(from.has_reviewed_on());
}

absl::Status CheckScan(const v1::ConsentVersion& version,
                       const v1::RecordConsentScanRequest& request, absl::Time now) {
  if (!version.has_signed_time() || version.form() != v1::CONSENT_FORM_WRITTEN ||
      version.has_scan_sha256()) {
    return rules::Refuse(rule::kScanMisplaced);
  }
  if (request.byte_count() == 0 || request.sha256() == kEmptyDigest)
    return rules::InvalidField("sha256", "EVIDENCE_EMPTY", "is the digest of an empty file");
  const absl::Time scanned = rpc::FromTimestamp(request.scan_time());
  RETURN_IF_ERROR(rules::CheckOccurrence(scanned, now, "scan_time"));
  if (scanned < rpc::FromTimestamp(version.signed_time())) {
    return rules::InvalidField("scan_time", "EVIDENCE_OLDER_THAN_SIGNATURE",
                               "lies before the signature");
  }
  return absl::OkStatus();
}

bool Revoke(v1::Consent& consent, absl::Time now) {
  if (consent.state() == v1::CONSENT_STATE_REVOKED) return false;
  consent.set_state(v1::CONSENT_STATE_REVOKED);
  *consent.mutable_revoke_time() = rpc::ToTimestamp(now);
  for (v1::ConsentVersion& version : *consent.mutable_versions()) {
    if (version.has_effective_time() && !version.has_end_time())
      *version.mutable_end_time() = rpc::ToTimestamp(now);
  }
  return true;
}

std::vector<common::v1::Warning> SignatureWarnings(const v1::Consent& consent,
                                                   const std::vector<std::string>& key_workers,
                                                   common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  const std::string& explainer = Newest(consent).explainer_worker_id();
  if (std::find(key_workers.begin(), key_workers.end(), explainer) == key_workers.end()) {
    warnings.push_back(rules::Warn(rule::kExplainerNotKeyWorker, language));
  }
  if (Newest(consent).form() == v1::CONSENT_FORM_ORAL) {
    warnings.push_back(rules::Warn(rule::kOralConsentOpensNothing, language));
  }
  if (Newest(consent).has_template_reviewed() && !Newest(consent).template_reviewed()) {
    warnings.push_back(rules::Warn(rule::kTemplateNotReviewed, language));
  }
  if (Newest(consent).client_view() == v1::CLIENT_VIEW_DISAGREES) {
    warnings.push_back(rules::Warn(rule::kClientDisagrees, language));
  }
  return warnings;
}

std::vector<common::v1::Action> ConsentActions(const v1::Consent& consent, bool keeper,
                                               common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  for (const std::string_view verb :
       {"SignConsent", "AddConsentVersion", "RevokeConsent", "ObjectToConsent"}) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(std::string(verb));
    const bool signable = verb != "SignConsent" || WaitsForSignature(consent);
    const bool allowed_to_caller = keeper || verb == "RevokeConsent" || verb == "ObjectToConsent";
    action.set_allowed(allowed_to_caller && signable && CheckVerb(consent, verb).ok());
    if (action.allowed()) continue;
    action.set_rule(std::string(rule::kConsentStateRefuses.id));
    action.set_remedy(std::string(rule::kConsentStateRefuses.remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
