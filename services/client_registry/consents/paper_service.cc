#include "services/client_registry/consents/paper_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/consent_proposal.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/consents/consent_paper.h"
#include "services/client_registry/consents/consent_rules.h"
#include "services/client_registry/consents/consent_store.h"
#include "services/client_registry/consents/paper_store.h"
#include "services/client_registry/consents/suggestion_rules.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

constexpr char kByHand[] = "______________________";

const v1::ConsentVersion* VersionMeant(const v1::RenderConsentRequest& request,
                                       const v1::Consent& consent) {
  if (!request.has_version()) return &Newest(consent);
  for (const v1::ConsentVersion& version : consent.versions()) {
    if (version.version() == request.version()) return &version;
  }
  return nullptr;
}

// Who gives it for the client: the representative who signed, or a line when the client cannot.
std::string RepresentativeName(rpc::Call& call, const v1::Consent& consent,
                               const v1::ConsentVersion& version) {
  if (version.has_representation_id()) {
    const auto found = db::Get<v1::Representation>(call.tx(), version.representation_id());
    return found.ok() && found->has_representative_name() ? found->representative_name() : kByHand;
  }
  Grant by_client = GrantOf(version);
  if (!version.has_signed_time()) by_client.given_on = dates::DayAt(call.now());
  const Represented person = ReadRepresented(call.tx(), consent.client_id());
  return WhyNot(by_client, person) == nullptr ? "" : kByHand;
}

PaperContent ContentOf(const v1::ConsentVersion& version) {
  PaperContent content;
  for (int area : version.areas()) content.areas.push_back(static_cast<DataArea>(area));
  for (int topic : version.excluded_topics())
    content.excluded.push_back(static_cast<DataArea>(topic));
  content.topics_asked = version.excluded_topics_asked();
  content.excluded_note = version.excluded_note();
  for (int purpose : version.purposes())
    content.purposes.push_back(static_cast<common::v1::Purpose>(purpose));
  if (version.has_valid_to()) content.valid_to = dates::FromDate(version.valid_to());
  content.view = version.client_view();
  content.view_words = version.client_view_words();
  if (version.has_signed_time())
    content.signed_on = dates::DayAt(rpc::FromTimestamp(version.signed_time()));
  content.document = version.document();
  return content;
}

void AddPerson(rpc::Call& call, const std::string& client_id, PaperContent& content) {
  const KnownPerson person = PersonAsKnownTo(call.tx(), client_id, call.caller().unit);
  content.client_name = person.name;
  content.birth_date = person.birth_date;
}

v1::ConsentParty PartyOf(const v1::Recipient& recipient) {
  v1::ConsentParty party;
  party.set_agency_id(recipient.agency_id());
  if (!recipient.department_id().empty()) party.set_department_id(recipient.department_id());
  if (!recipient.worker_id().empty()) party.set_worker_id(recipient.worker_id());
  return party;
}

v1::ConsentParty OwnParty(const rpc::Call& call) {
  v1::ConsentParty party;
  party.set_agency_id(call.caller().unit.agency_id);
  if (!call.caller().unit.department_id.empty())
    party.set_department_id(call.caller().unit.department_id);
  return party;
}

// What is decided now about one recipient; adds what needs no consent or is not to be had by one.
absl::StatusOr<std::vector<DataArea>> MissingFor(rpc::Call& call,
                                                 const v1::SuggestConsentRequest& request,
                                                 int index, v1::SuggestConsentResponse& response) {
  access::Intent intent;
  intent.client_id = request.client_id();
  intent.recipient = request.recipients(index);
  intent.recipient_field = absl::StrCat("recipients[", index, "].");
  for (int area : request.areas()) intent.areas.push_back(static_cast<DataArea>(area));
  ASSIGN_OR_RETURN(const v1::DisclosureDecision decision, access::ForeseeDisclosure(call, intent));
  std::vector<DataArea> missing;
  for (const v1::AreaDecision& area : decision.areas()) {
    if (!area.allowed() && access::ConsentWouldHelp(area.reason())) {
      missing.push_back(area.area());
      continue;
    }
    v1::SuggestedOutcome& outcome = *response.add_outcomes();
    outcome.set_recipient_index(index);
    outcome.set_area(area.area());
    outcome.set_allowed(area.allowed());
    if (area.allowed()) continue;
    outcome.set_rule(area.rule());
    outcome.set_reason(area.reason());
    const rules::Rule* rule = access::FindRule(area.rule(), area.reason());
    if (rule != nullptr) outcome.set_remedy(std::string(rule->remedy.In(call.language())));
  }
  return missing;
}

void AddPaper(rpc::Call& call, const std::string& client_id, v1::ConsentSuggestion& suggestion) {
  PaperContent content = ContentOf(suggestion.version());
  content.parties = PartyNames(call.tx(), suggestion.version());
  AddPerson(call, client_id, content);
  v1::Consent draft;
  draft.set_client_id(client_id);
  content.representative = RepresentativeName(call, draft, suggestion.version());
  *suggestion.mutable_paper() = PaperOf(content, call.language());
}

}  // namespace

void PaperService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ConsentService";
  rpc::Bind(methods, kInterface, "RenderConsent", *this, &PaperService::RenderConsent);
  rpc::Bind(methods, kInterface, "SuggestConsent", *this, &PaperService::SuggestConsent);
}

absl::StatusOr<v1::RenderConsentResponse> PaperService::RenderConsent(
    rpc::Call& call, const v1::RenderConsentRequest& request) {
  ASSIGN_OR_RETURN(const v1::Consent consent,
                   db::Get<v1::Consent>(call.tx(), request.consent_id()));
  call.SetClient(consent.client_id());
  if (rpc::HolderOf(consent) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_CONSENT");
  const v1::ConsentVersion* version = VersionMeant(request, consent);
  if (version == nullptr) return rules::NotFound();
  PaperContent content = ContentOf(*version);
  content.parties = PartyNames(call.tx(), *version);
  AddPerson(call, consent.client_id(), content);
  const auto from = FindTemplateVersion(call.tx(), version->template_version_id());
  if (from.has_value()) content.wording = from->wording();
  content.representative = RepresentativeName(call, consent, *version);
  content.explained_by = WorkerName(call.tx(), version->explainer_worker_id());
  v1::RenderConsentResponse response;
  *response.mutable_paper() = PaperOf(content, call.language());
  return response;
}

absl::StatusOr<v1::SuggestConsentResponse> PaperService::SuggestConsent(
    rpc::Call& call, const v1::SuggestConsentRequest& request) {
  v1::SuggestConsentResponse response;
  std::vector<Missing> missing;
  for (int i = 0; i < request.recipients_size(); ++i) {
    const v1::Recipient& recipient = request.recipients(i);
    if (rpc::Unit{recipient.agency_id(), recipient.department_id()} == call.caller().unit) {
      return rules::InvalidField(absl::StrCat("recipients[", i, "].agency_id"),
                                 "RECIPIENT_IS_SENDER", "is the caller's own unit");
    }
    ASSIGN_OR_RETURN(std::vector<DataArea> areas, MissingFor(call, request, i, response));
    if (!areas.empty()) missing.push_back({PartyOf(recipient), std::move(areas)});
  }
  for (v1::ConsentVersion& version :
       SmallestConsents(request.act(), OwnParty(call), missing, call.context().purpose())) {
    v1::ConsentSuggestion& suggestion = *response.add_suggestions();
    *suggestion.mutable_version() = std::move(version);
    AddPaper(call, request.client_id(), suggestion);
  }
  return response;
}

}  // namespace opora::registry
