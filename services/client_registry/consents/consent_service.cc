#include "services/client_registry/consents/consent_service.h"

#include "absl/strings/ascii.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "common/text/fold.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/consents/consent_rules.h"
#include "services/client_registry/consents/consent_store.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/consents/seal.h"
#include "services/client_registry/consents/standing.h"
#include "services/client_registry/deaths/refusals.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/representation/refusals.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

// What the server alone decides about a drafted version.
void Draft(const v1::ConsentVersion& asked, int number, v1::ConsentVersion& version) {
  version = asked;
  version.set_consent_version_id(ids::RandomId());
  version.set_version(number);
  for (auto& party : *version.mutable_parties()) party.set_party_id(ids::RandomId());
  version.clear_explainer_worker_id();
  version.clear_explained_on();
  version.clear_told_by_worker_id();
  version.clear_told_time();
  version.clear_signed_time();
  version.clear_document();
  version.clear_effective_time();
  version.clear_end_time();
  version.clear_template_version_id();
  version.clear_template_reviewed();
  version.clear_grantor();
  version.clear_representation_id();
  version.clear_client_view();
  version.clear_client_view_words();
  version.clear_scan_sha256();
  version.clear_scan_time();
  version.clear_scan_due();
}

// What the newest version of the template supplies; its length in months.
absl::StatusOr<int> UseTemplate(rpc::Call& call, const std::string& template_id,
                                v1::ConsentVersion& version) {
  if (template_id.empty()) return kLongestMonths;
  const auto found = db::Get<v1::ConsentTemplate>(call.tx(), template_id);
  if (!found.ok()) return rules::InvalidField("template_id", "TEMPLATE_UNKNOWN", "is no template");
  const v1::ConsentTemplateVersion& newest = *found->versions().rbegin();
  FillFromTemplate(newest, version);
  return newest.has_longest_months() ? newest.longest_months() : kLongestMonths;
}

int LongestMonths(const std::optional<v1::ConsentTemplateVersion>& of_template) {
  return of_template.has_value() && of_template->has_longest_months()
             ? of_template->longest_months()
             : kLongestMonths;
}

absl::Status CheckWorker(rpc::Call& call, const std::string& worker_id, const char* field) {
  if (worker_id == call.caller().worker_id ||
      !call.tx().Run("SELECT 1 FROM workers WHERE worker_id = $1", {worker_id}).empty()) {
    return absl::OkStatus();
  }
  return rules::InvalidField(field, "WORKER_UNKNOWN", "is no worker");
}

// A consent that the caller's unit keeps, locked. Others cannot tell it from one that does not
// exist.
absl::StatusOr<v1::Consent> LockOwn(rpc::Call& call, const std::string& consent_id,
                                    const std::string& etag) {
  ASSIGN_OR_RETURN(v1::Consent consent, db::Lock<v1::Consent>(call.tx(), consent_id, etag));
  call.SetClient(consent.client_id());
  if (rpc::HolderOf(consent) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_CONSENT");
  if (!seal::Broken(call.tx(), {consent_id}).empty())
    return rules::Refuse(rule::kConsentChangedOutside);
  return consent;
}

// XC-58: whoever explains or told is tied to the client as little as whoever records.
absl::Status CheckTies(rpc::Call& call, const std::string& client_id, const Signature& signature) {
  const std::set<std::string>& tied = access::FactsOf(call, client_id).tied_workers;
  if (tied.contains(signature.recorded_by_worker_id))
    return call.HiddenRefusal("XC-58", "PERSONAL_TIE");
  if (tied.contains(signature.explainer_worker_id) || tied.contains(signature.told_by_worker_id))
    return rules::Refuse(rule::kAttestationOfProfiteer);
  return absl::OkStatus();
}

// Writes these fields of every version, and none of the parties, which never change.
void UpdateVersions(rpc::Call& call, v1::Consent& consent,
                    const std::vector<std::string_view>& fields) {
  for (v1::ConsentVersion& version : *consent.mutable_versions())
    db::Update(call.tx(), version, fields);
}

void Withdraw(rpc::Call& call, v1::Consent& consent) {
  UpdateVersions(call, consent, {"end_time"});
  db::Update(call.tx(), consent, {"state", "revoke_time", "revocation"});
  // Whoever changed it before by SQL: withdrawn, it opens nothing, and is the registry's again.
  seal::Put(call.tx(), consent.consent_id());
  const v1::ConsentFact fact = FactOf(consent);
  call.Emit("ConsentRevoked", consent, &fact);
  call.Journal("CONSENT_REVOKED", consent.client_id(), consent.consent_id());
}

Signature SignatureOf(const rpc::Call& call, const v1::SignConsentRequest& request) {
  const std::string& caller = call.caller().worker_id;
  Signature signature;
  signature.signed_time = rpc::FromTimestamp(request.signed_time());
  signature.document = request.document();
  signature.explainer_worker_id = request.has_explainer_worker_id()
                                      ? absl::AsciiStrToLower(request.explainer_worker_id())
                                      : caller;
  signature.explained_on = request.has_explained_on()
                               ? request.explained_on()
                               : dates::ToDate(dates::DayAt(signature.signed_time));
  if (request.has_told_of_revocation_time()) {
    signature.told_time = rpc::FromTimestamp(request.told_of_revocation_time());
  }
  signature.told_by_worker_id =
      request.has_told_by_worker_id() ? absl::AsciiStrToLower(request.told_by_worker_id()) : caller;
  signature.recorded_by_worker_id = caller;
  signature.representation_id = absl::AsciiStrToLower(request.representation_id());
  signature.view = request.client_view();
  signature.view_words = request.client_view_words();
  return signature;
}

// XC-59: a representative who is named stands for the client in this today. Whether there is one is
// told only to a unit that works with the client; whoever hears a withdrawal without that names the
// person.
absl::Status CheckRepresentative(rpc::Call& call, const v1::RecordWithdrawalRequest& request) {
  if (!request.has_representation_id()) return absl::OkStatus();
  if (request.client_id().empty())
    return rules::InvalidField("client_id", "CLIENT_NOT_NAMED", "is needed with representation_id");
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({request.client_id(), {}}));
  if (!grants->own) return call.HiddenRefusal("XC-59", "FOREIGN_REPRESENTATION");
  const Represented person = ReadRepresented(call.tx(), request.client_id());
  if (MayWithdraw(request.representation_id(), person, dates::DayAt(call.now())))
    return absl::OkStatus();
  return rules::Refuse(rule::kGrantorNotEntitled, {.field = "representation_id"});
}

// Records of the person whom the request names, by id or by name and birth date.
absl::StatusOr<std::vector<std::string>> ClientsMeant(rpc::Call& call,
                                                      const v1::RecordWithdrawalRequest& request) {
  if (!request.client_id().empty()) return std::vector<std::string>{request.client_id()};
  if (request.family_name().empty() || request.given_name().empty() || !request.has_birth_date()) {
    return rules::InvalidField("client_id", "CLIENT_NOT_NAMED",
                               "or name and birth date are needed");
  }
  RETURN_IF_ERROR(dates::CheckPartialDate(request.birth_date(), "birth_date"));
  const auto& date = request.birth_date();
  return ClientsNamed(call.tx(), text::FoldName(request.given_name()),
                      text::FoldName(request.family_name()),
                      dates::FormatPartialDate({date.year(), date.month(), date.day()}));
}

// What stands against a verb besides the state of the consent; nullptr for nothing.
const rules::Rule* WhyNot(std::string_view verb, const v1::Consent& consent,
                          const Represented& person) {
  if (person.IsDead() && verb == "SignConsent") return &rule::kClientDied;
  const bool signs = verb == "SignConsent" || verb == "AddConsentVersion";
  if (signs && consent.standing() == v1::CONSENT_STANDING_CHANGED_OUTSIDE)
    return &rule::kConsentChangedOutside;
  return nullptr;
}

// Leaves one version in a consent that is shown (XC-03).
absl::Status KeepOnly(int number, v1::Consent& consent) {
  auto* versions = consent.mutable_versions();
  for (int i = versions->size() - 1; i >= 0; --i) {
    if (versions->Get(i).version() != number) versions->DeleteSubrange(i, 1);
  }
  if (!versions->empty()) return absl::OkStatus();
  return rules::InvalidField("version", "VERSION_UNKNOWN", "is no version of the consent");
}

}  // namespace

void ConsentService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ConsentService";
  rpc::Bind(methods, kInterface, "CreateConsent", *this, &ConsentService::CreateConsent);
  rpc::Bind(methods, kInterface, "AddConsentVersion", *this, &ConsentService::AddConsentVersion);
  rpc::Bind(methods, kInterface, "SignConsent", *this, &ConsentService::SignConsent);
  rpc::Bind(methods, kInterface, "RevokeConsent", *this, &ConsentService::RevokeConsent);
  rpc::Bind(methods, kInterface, "RecordWithdrawal", *this, &ConsentService::RecordWithdrawal);
  rpc::Bind(methods, kInterface, "GetConsent", *this, &ConsentService::GetConsent);
  rpc::Bind(methods, kInterface, "ListConsents", *this, &ConsentService::ListConsents);
}

absl::StatusOr<v1::CreateConsentResponse> ConsentService::CreateConsent(
    rpc::Call& call, const v1::CreateConsentRequest& request) {
  v1::CreateConsentResponse response;
  v1::Consent& consent = *response.mutable_consent();
  consent.set_consent_id(ids::RandomId());
  consent.set_client_id(request.client_id());
  rpc::SetHolder(call.caller().unit, consent);
  consent.set_state(v1::CONSENT_STATE_DRAFT);
  *consent.mutable_create_time() = rpc::ToTimestamp(call.now());
  v1::ConsentVersion& version = *consent.add_versions();
  if (request.condition_of_service())
    return rules::Refuse(rule::kConsentNotFree, {.field = "condition_of_service"});
  Draft(request.version(), 1, version);
  ASSIGN_OR_RETURN(const int months, UseTemplate(call, request.template_id(), version));
  RETURN_IF_ERROR(CheckDraft(version, call.now(), months));
  RETURN_IF_ERROR(CheckParties(call.tx(), version));
  db::Insert(call.tx(), consent);
  call.Emit("ConsentDrafted", consent);
  consent.set_standing(v1::CONSENT_STANDING_NOT_SIGNED);
  if (version.has_template_reviewed() && !version.template_reviewed())
    *response.add_warnings() = rules::Warn(rule::kTemplateNotReviewed, call.language());
  return response;
}

absl::StatusOr<v1::AddConsentVersionResponse> ConsentService::AddConsentVersion(
    rpc::Call& call, const v1::AddConsentVersionRequest& request) {
  v1::AddConsentVersionResponse response;
  if (request.condition_of_service())
    return rules::Refuse(rule::kConsentNotFree, {.field = "condition_of_service"});
  ASSIGN_OR_RETURN(*response.mutable_consent(),
                   LockOwn(call, request.consent_id(), request.etag()));
  v1::Consent& consent = *response.mutable_consent();
  RETURN_IF_ERROR(CheckVerb(consent, "AddConsentVersion"));
  v1::ConsentVersion draft;
  Draft(request.version(), Newest(consent).version() + 1, draft);
  // A renewal rests on the paper that the first version was made from.
  const auto of_template = FindTemplateVersion(call.tx(), Newest(consent).template_version_id());
  if (of_template.has_value()) FillFromTemplate(*of_template, draft);
  RETURN_IF_ERROR(CheckDraft(draft, call.now(), LongestMonths(of_template)));
  RETURN_IF_ERROR(CheckParties(call.tx(), draft));
  // A version that nobody signed is replaced; signed ones stay for ever (XC-03).
  if (WaitsForSignature(consent)) {
    draft.set_version(Newest(consent).version());
    consent.mutable_versions()->RemoveLast();
  }
  *consent.add_versions() = draft;
  db::Update(call.tx(), consent, {"versions"});
  seal::Put(call.tx(), consent.consent_id());
  call.Emit("ConsentVersionDrafted", consent);
  return response;
}

absl::StatusOr<v1::SignConsentResponse> ConsentService::SignConsent(
    rpc::Call& call, const v1::SignConsentRequest& request) {
  v1::SignConsentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_consent(),
                   LockOwn(call, request.consent_id(), request.etag()));
  v1::Consent& consent = *response.mutable_consent();
  Signature signature = SignatureOf(call, request);
  RETURN_IF_ERROR(CheckWorker(call, signature.explainer_worker_id, "explainer_worker_id"));
  RETURN_IF_ERROR(CheckWorker(call, signature.told_by_worker_id, "told_by_worker_id"));
  RETURN_IF_ERROR(CheckTies(call, consent.client_id(), signature));
  const auto of_template = FindTemplateVersion(call.tx(), Newest(consent).template_version_id());
  signature.longest_months = LongestMonths(of_template);
  const Represented person = ReadRepresented(call.tx(), consent.client_id());
  RETURN_IF_ERROR(Sign(consent, signature, call.now(), person));
  if (of_template.has_value()) {
    consent.mutable_versions(consent.versions_size() - 1)
        ->set_template_reviewed(of_template->has_reviewed_on());
  }
  UpdateVersions(
      call, consent,
      {"valid_to", "explainer_worker_id", "explained_on", "told_by_worker_id", "told_time",
       "signed_time", "document", "effective_time", "end_time", "template_reviewed", "grantor",
       "representation_id", "client_view", "client_view_words", "scan_due"});
  db::Update(call.tx(), consent, {"state", "current_version"});
  seal::Put(call.tx(), consent.consent_id());
  const v1::ConsentFact fact = FactOf(consent);
  call.Emit("ConsentSigned", consent, &fact);
  consent.set_standing(StandingNow(consent, person, call.now()));
  for (auto& warning :
       SignatureWarnings(consent, KeyWorkersOf(call.tx(), consent.client_id()), call.language())) {
    *response.add_warnings() = warning;
  }
  return response;
}

absl::StatusOr<v1::RevokeConsentResponse> ConsentService::RevokeConsent(
    rpc::Call& call, const v1::RevokeConsentRequest& request) {
  v1::RevokeConsentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_consent(),
                   db::Lock<v1::Consent>(call.tx(), request.consent_id()));
  v1::Consent& consent = *response.mutable_consent();
  call.SetClient(consent.client_id());
  // Whoever keeps the consent or is a party of it may hear the client say no; others use
  // RecordWithdrawal.
  if (rpc::HolderOf(consent) != call.caller().unit &&
      !IsPartyOfSigned(consent, call.caller().unit)) {
    return call.HiddenRefusal("XC-13", "FOREIGN_CONSENT");
  }
  if (Revoke(consent, call.now())) {
    Withdraw(call, consent);
  } else if (!seal::Broken(call.tx(), {consent.consent_id()}).empty()) {
    seal::Put(call.tx(), consent.consent_id());
  }
  consent.set_standing(v1::CONSENT_STANDING_WITHDRAWN);
  return response;
}

absl::StatusOr<v1::RecordWithdrawalResponse> ConsentService::RecordWithdrawal(
    rpc::Call& call, const v1::RecordWithdrawalRequest& request) {
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(request.attestation().occurred_at()),
                                         call.now(), "attestation.occurred_at"));
  RETURN_IF_ERROR(CheckRepresentative(call, request));
  ASSIGN_OR_RETURN(const std::vector<std::string> clients, ClientsMeant(call, request));
  common::v1::Attestation attestation = request.attestation();
  attestation.set_attesting_worker_id(call.caller().worker_id);
  std::set<std::string> consents;
  for (const std::string& client : clients) {
    for (const std::string& id : OpenConsentsOf(call.tx(), client)) consents.insert(id);
  }
  for (const std::string& id : consents) {
    ASSIGN_OR_RETURN(v1::Consent consent, db::Lock<v1::Consent>(call.tx(), id));
    call.SetClient(consent.client_id());
    *consent.mutable_revocation() = attestation;
    if (Revoke(consent, call.now())) Withdraw(call, consent);
  }
  v1::RecordWithdrawalResponse response;
  *response.mutable_effective_time() = rpc::ToTimestamp(call.now());
  return response;
}

absl::StatusOr<v1::GetConsentResponse> ConsentService::GetConsent(
    rpc::Call& call, const v1::GetConsentRequest& request) {
  v1::GetConsentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_consent(),
                   db::Get<v1::Consent>(call.tx(), request.consent_id()));
  v1::Consent& consent = *response.mutable_consent();
  call.SetClient(consent.client_id());
  const bool keeper = rpc::HolderOf(consent) == call.caller().unit;
  if (!keeper && !IsPartyOfSigned(consent, call.caller().unit)) {
    return call.HiddenRefusal("XC-13", "FOREIGN_CONSENT");
  }
  const Represented person = ReadRepresented(call.tx(), consent.client_id());
  FillStanding(call, person, consent);
  for (auto& action : ConsentActions(consent, keeper, call.language())) {
    if (const rules::Rule* why = WhyNot(action.verb(), consent, person)) {
      action.set_allowed(false);
      action.set_rule(std::string(why->id));
      action.set_remedy(std::string(why->remedy.In(call.language())));
    }
    *response.add_actions() = action;
  }
  if (request.has_version()) RETURN_IF_ERROR(KeepOnly(request.version(), consent));
  return response;
}

absl::StatusOr<v1::ListConsentsResponse> ConsentService::ListConsents(
    rpc::Call& call, const v1::ListConsentsRequest& request) {
  v1::ListConsentsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request,
      "r.client_id IN (SELECT * FROM records_of($1)) AND ((r.agency_id = $2 AND "
      "coalesce(r.department_id::text, '') = $3) OR EXISTS (SELECT 1 FROM consent_versions v JOIN "
      "consent_parties p USING (consent_version_id) WHERE v.consent_id = r.consent_id AND "
      "v.effective_time IS NOT NULL AND p.agency_id = $2 AND coalesce(p.department_id::text, '') = "
      "$3))",
      {request.client_id(), call.caller().unit.agency_id, call.caller().unit.department_id},
      *response.mutable_consents(), response));
  FillStandings(call, *response.mutable_consents());
  return response;
}

}  // namespace opora::registry
