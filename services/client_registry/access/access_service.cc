#include "services/client_registry/access/access_service.h"

#include "common/db/session.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/disclosure.h"
#include "services/client_registry/access/disclosure_store.h"
#include "services/client_registry/access/explain_rules.h"
#include "services/client_registry/access/explain_store.h"
#include "services/client_registry/access/present.h"
#include "services/client_registry/access/registry_decider.h"

namespace opora::registry {
namespace {

using access::DataArea;

// A shelter with a secret address is left out, since its name tells where to look (XC-27).
void HideSecret(const access::Facts& facts, const rpc::Unit& own,
                v1::ExplainAccessResponse& response) {
  const auto secret = [&](const auto& named) {
    return access::IsSecret(named.agency_id(), facts, own);
  };
  auto& told = *response.mutable_explanations();
  told.erase(std::remove_if(told.begin(), told.end(), secret), told.end());
  for (v1::AccessExplanation& explanation : told) {
    auto& parties = *explanation.mutable_parties();
    parties.erase(std::remove_if(parties.begin(), parties.end(), secret), parties.end());
  }
}

v1::AreaDecision DecisionOn(DataArea area, const rpc::Grants& grants) {
  v1::AreaDecision decision;
  decision.set_area(area);
  decision.set_allowed(grants.Covers(area));
  if (!decision.allowed()) return decision;
  decision.set_basis(common::v1::BASIS_OWN_RECORD);
  if (const auto found = grants.areas.find(area); !grants.own && found != grants.areas.end()) {
    decision.set_basis(found->second.basis);
    decision.set_law_row(found->second.law_row);
    decision.set_consent_id(found->second.consent_id);
    decision.set_consent_version(found->second.consent_version);
    for (const std::string& field : found->second.fields) decision.add_fields(field);
  }
  return decision;
}

}  // namespace

void AccessService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AccessService";
  rpc::Bind(methods, kInterface, "ResolveCaller", *this, &AccessService::ResolveCaller);
  rpc::Bind(methods, kInterface, "CheckDisclosure", *this, &AccessService::CheckDisclosure);
  rpc::Bind(methods, kInterface, "CheckDisclosures", *this, &AccessService::CheckDisclosures);
  rpc::Bind(methods, kInterface, "ExplainAccess", *this, &AccessService::ExplainAccess);
  rpc::Bind(methods, kInterface, "ListDisclosures", *this, &AccessService::ListDisclosures);
}

absl::StatusOr<v1::ResolveCallerResponse> AccessService::ResolveCaller(
    rpc::Call& call, const v1::ResolveCallerRequest&) {
  const rpc::Caller& caller = call.caller();
  v1::ResolveCallerResponse response;
  response.set_worker_id(caller.worker_id);
  response.set_substituted_worker_id(caller.substituted_worker_id);
  response.set_agency_id(caller.unit.agency_id);
  response.set_department_id(caller.unit.department_id);
  response.set_acting_role(caller.role);
  response.set_delegated_social_work(caller.delegated_social_work);
  // To the worker there are no such clients; the service that passes the worker on has to know.
  if (!caller.service.empty()) {
    for (const std::string& client : caller.tied_clients) response.add_tied_client_ids(client);
  }
  return response;
}

absl::StatusOr<v1::CheckDisclosureResponse> AccessService::CheckDisclosure(
    rpc::Call& call, const v1::CheckDisclosureRequest& request) {
  access::Intent intent;
  intent.client_id = request.client_id();
  intent.recipient = request.recipient();
  for (int area : request.areas()) intent.areas.push_back(static_cast<DataArea>(area));
  for (int topic : request.topics()) intent.topics.insert(static_cast<DataArea>(topic));
  intent.reference = request.reference();
  v1::CheckDisclosureResponse response;
  ASSIGN_OR_RETURN(*response.mutable_decision(), access::DecideDisclosure(call, intent));
  return response;
}

absl::StatusOr<v1::CheckDisclosuresResponse> AccessService::CheckDisclosures(
    rpc::Call& call, const v1::CheckDisclosuresRequest& request) {
  std::vector<rpc::Subject> subjects;
  for (const auto& query : request.queries()) {
    rpc::Subject& subject = subjects.emplace_back();
    subject.client_id = query.client_id();
    subject.holder = {query.holder_agency_id(), query.holder_department_id()};
    for (int area : query.areas()) subject.areas.push_back(static_cast<DataArea>(area));
  }
  RETURN_IF_ERROR(call.Decide(subjects));
  v1::CheckDisclosuresResponse response;
  for (int i = 0; i < request.queries_size(); ++i) {
    const rpc::Grants& grants = call.decisions().at(subjects[static_cast<std::size_t>(i)]);
    if (!grants.Any()) continue;
    v1::DisclosureDecision& decision = *response.add_decisions();
    decision.set_client_id(request.queries(i).client_id());
    decision.set_allowed(true);
    decision.set_query_index(i);
    *decision.mutable_decide_time() = rpc::ToTimestamp(call.now());
    for (int area : request.queries(i).areas()) {
      *decision.add_areas() = DecisionOn(static_cast<DataArea>(area), grants);
      if (!decision.areas().rbegin()->allowed()) decision.set_allowed(false);
    }
  }
  return response;
}

absl::StatusOr<v1::ExplainAccessResponse> AccessService::ExplainAccess(
    rpc::Call& call, const v1::ExplainAccessRequest& request) {
  absl::Time instant = call.now();
  if (request.has_as_of_time()) {
    instant = rpc::FromTimestamp(request.as_of_time());
    RETURN_IF_ERROR(rules::CheckOccurrence(instant, call.now(), "as_of_time"));
  }
  const access::Grounds grounds = access::ReadGrounds(call, request.client_id(), instant);
  v1::ExplainAccessResponse response = access::Explain(grounds);
  HideSecret(grounds.facts, call.caller().unit, response);
  return response;
}

absl::StatusOr<v1::ListDisclosuresResponse> AccessService::ListDisclosures(
    rpc::Call& call, const v1::ListDisclosuresRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  std::vector<access::StoredEntry> entries =
      access::ReadEntries(call.tx(), request.client_id(), request.machine_reads(),
                          page.Key(0).value_or(""), page.size + 1);
  const access::Facts& facts = access::FactsOf(call, request.client_id());
  v1::ListDisclosuresResponse response;
  if (const auto* last = rpc::CutToPage(page, entries))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->seq}));
  for (const auto& stored : entries) {
    v1::Disclosure& disclosure = *response.add_disclosures();
    disclosure = access::ToDisclosure(stored.entry);
    if (access::IsSecret(disclosure.agency_id(), facts, call.caller().unit)) {
      disclosure.clear_agency_id();
      disclosure.clear_department_id();
      disclosure.clear_worker_id();
    }
  }
  return response;
}

}  // namespace opora::registry
