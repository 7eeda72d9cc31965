#include "services/client_registry/consents/consent_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/refusals.h"

namespace opora::registry {
namespace {

constexpr int kLongestMonths = 12;

absl::CivilDay LastDayFrom(absl::CivilDay day) {
  const absl::CivilMonth month = absl::CivilMonth(day) + kLongestMonths;
  const absl::CivilDay last_of_month = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month.year(), month.month(), 1) + (day.day() - 1), last_of_month);
}

// XC-60: every consent ends, at most twelve months after its signature.
absl::Status CheckEnd(const v1::ConsentVersion& version, absl::CivilDay from) {
  if (!version.has_valid_to()) return absl::OkStatus();
  RETURN_IF_ERROR(dates::CheckDate(version.valid_to(), "version.valid_to"));
  const absl::CivilDay end = dates::FromDate(version.valid_to());
  if (end >= from && end <= LastDayFrom(from)) return absl::OkStatus();
  return rules::Refuse(rule::kConsentTooLong, {.field = "version.valid_to"});
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
  };
}

absl::Status CheckVerb(const v1::Consent& consent, std::string_view verb) {
  for (const ConsentVerb& row : ConsentVerbs()) {
    if (row.verb == verb && row.from == consent.state()) return absl::OkStatus();
  }
  return rules::Refuse(rule::kConsentStateRefuses,
                       {.metadata = {{"state", v1::ConsentState_Name(consent.state())}}});
}

absl::Status CheckDraft(v1::ConsentVersion& version, absl::Time now) {
  if (version.parties_size() < 2)
    return rules::Refuse(rule::kConsentIncomplete, {.field = "version.parties"});
  if (version.areas().empty())
    return rules::Refuse(rule::kConsentIncomplete, {.field = "version.areas"});
  if (!version.excluded_topics_asked()) {
    return rules::Refuse(rule::kConsentIncomplete, {.field = "version.excluded_topics_asked"});
  }
  if (version.purposes().empty()) version.add_purposes(common::v1::PURPOSE_AGREED_SUPPORT);
  return CheckEnd(version, dates::DayAt(now));
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

absl::Status Sign(v1::Consent& consent, const Signature& signature, absl::Time now) {
  RETURN_IF_ERROR(CheckVerb(consent, "SignConsent"));
  if (!WaitsForSignature(consent)) return rules::Refuse(rule::kConsentStateRefuses);
  if (signature.told_time == absl::InfinitePast()) {
    return rules::Refuse(rule::kNotToldOfRevocation, {.field = "told_of_revocation_time"});
  }
  RETURN_IF_ERROR(rules::CheckOccurrence(signature.signed_time, now, "signed_time"));
  RETURN_IF_ERROR(rules::CheckOccurrence(signature.told_time, now, "told_of_revocation_time"));
  RETURN_IF_ERROR(dates::CheckDate(signature.explained_on, "explained_on"));
  if (dates::FromDate(signature.explained_on) > dates::DayAt(now)) {
    return rules::Refuse(rules::kNotInFuture, {.field = "explained_on"});
  }
  // Told after the signature is not told before it (XC-06).
  if (signature.told_time > signature.signed_time) {
    return rules::Refuse(rule::kNotToldOfRevocation, {.field = "told_of_revocation_time"});
  }
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
    RETURN_IF_ERROR(CheckEnd(version, signed_on));
    if (!version.has_valid_to())
      *version.mutable_valid_to() = dates::ToDate(LastDayFrom(signed_on));
    if (dates::FromDate(version.valid_to()) < dates::DayAt(now)) {
      return rules::Refuse(rule::kConsentTooLong, {.field = "signed_time"});
    }
    version.set_explainer_worker_id(signature.explainer_worker_id);
    *version.mutable_explained_on() = signature.explained_on;
    version.set_told_by_worker_id(signature.told_by_worker_id);
    *version.mutable_told_time() = rpc::ToTimestamp(signature.told_time);
    *version.mutable_signed_time() = rpc::ToTimestamp(signature.signed_time);
    if (!signature.document.empty()) version.set_document(signature.document);
    *version.mutable_effective_time() = rpc::ToTimestamp(now);
  }
  consent.set_state(v1::CONSENT_STATE_SIGNED);
  consent.set_current_version(number);
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
  return warnings;
}

std::vector<common::v1::Action> ConsentActions(const v1::Consent& consent, bool keeper,
                                               common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  for (const char* verb : {"SignConsent", "AddConsentVersion", "RevokeConsent"}) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(verb);
    const bool signable = std::string_view(verb) != "SignConsent" || WaitsForSignature(consent);
    const bool allowed_to_caller = keeper || std::string_view(verb) == "RevokeConsent";
    action.set_allowed(allowed_to_caller && signable && CheckVerb(consent, verb).ok());
    if (action.allowed()) continue;
    action.set_rule(std::string(rule::kConsentStateRefuses.id));
    action.set_remedy(std::string(rule::kConsentStateRefuses.remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
