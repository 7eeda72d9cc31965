#include "services/registry_client/registry_client.h"

#include <algorithm>

#include "common/rpc/need_to_know.h"
#include "common/rpc/policy.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "opora/registry/v1/access.pb.h"
#include "opora/registry/v1/agency.pb.h"

namespace opora::registry_client {
namespace {

using registry::v1::AreaDecision;

// The registry answers at most this many questions at once.
constexpr std::size_t kLargestPage = 200;

// How long a question about an agency waits; streams are asked for one after another.
constexpr absl::Duration kPatience = absl::Seconds(2);

rpc::AreaGrant GrantOf(const AreaDecision& decision) {
  rpc::AreaGrant grant;
  grant.basis = decision.basis();
  grant.law_row = decision.law_row();
  grant.consent_id = decision.consent_id();
  grant.consent_version = decision.consent_version();
  grant.fields.assign(decision.fields().begin(), decision.fields().end());
  return grant;
}

rpc::Grants GrantsOf(const registry::v1::DisclosureDecision& decision) {
  rpc::Grants grants;
  for (const AreaDecision& area : decision.areas()) {
    if (!area.allowed()) continue;
    if (area.basis() == common::v1::BASIS_OWN_RECORD) grants.own = true;
    grants.areas[area.area()] = GrantOf(area);
  }
  if (grants.own) grants.areas.clear();
  return grants;
}

registry::v1::CheckDisclosuresRequest Questions(const rpc::Call& call,
                                                std::span<const rpc::Subject> subjects) {
  registry::v1::CheckDisclosuresRequest request;
  for (const rpc::Subject& subject : subjects) {
    auto& query = *request.add_queries();
    query.set_client_id(subject.client_id);
    query.set_holder_agency_id(subject.holder.agency_id);
    query.set_holder_department_id(subject.holder.department_id);
    for (int area : call.policy().areas()) query.add_areas(static_cast<common::v1::DataArea>(area));
  }
  return request;
}

}  // namespace

config::Setting AddressSetting(const std::string& neighbour, const std::string& default_address) {
  return {.name = neighbour + "-address",
          .default_value = default_address,
          .help = "gRPC address of the service that this one asks"};
}

std::unique_ptr<rpc::Client> Connect(const config::Config& config, const std::string& neighbour) {
  return std::make_unique<rpc::Client>(
      config.String(neighbour + "-address"),
      rpc::ClientIdentity{config.String("tls-certificate"), config.String("tls-key"),
                          config.String("tls-client-ca")});
}

// A suspended agency's system is let in nowhere (XC-62). Its token is bound to its certificate and
// cannot be passed on, so the service asks as itself.
absl::Status RemoteDirectory::CheckAgency(const rpc::CallFacts& facts,
                                          const rpc::Caller& caller) const {
  registry::v1::GetAgencyRequest request;
  request.set_agency_id(caller.unit.agency_id);
  registry::v1::GetAgencyResponse response;
  const absl::Status status =
      registry_.CallAsService("opora.registry.v1.AgencyService.GetAgency", request, response,
                              std::min(facts.deadline, facts.now + kPatience));
  if (status.code() == absl::StatusCode::kNotFound ||
      status.code() == absl::StatusCode::kInvalidArgument) {
    return rules::StatusWithReason(absl::StatusCode::kPermissionDenied, "AGENCY_UNKNOWN",
                                   "the caller may not make this call");
  }
  RETURN_IF_ERROR(status);
  if (!response.agency().suspended() && facts.context.substitution_id().empty())
    return absl::OkStatus();
  return rules::StatusWithReason(
      absl::StatusCode::kPermissionDenied,
      response.agency().suspended() ? "AGENCY_SUSPENDED" : "SUBSTITUTION_UNKNOWN",
      "the caller may not make this call");
}

absl::Status RemoteDirectory::Resolve(db::Tx&, const rpc::CallFacts& facts, rpc::Caller& caller) {
  if (caller.kind == common::v1::CALLER_AGENCY_SYSTEM) return CheckAgency(facts, caller);
  if (caller.kind != common::v1::CALLER_PERSON) return absl::OkStatus();
  registry::v1::ResolveCallerResponse response;
  RETURN_IF_ERROR(registry_.CallAs(facts, "opora.registry.v1.AccessService.ResolveCaller",
                                   registry::v1::ResolveCallerRequest(), response));
  caller.worker_id = response.worker_id();
  caller.substituted_worker_id = response.substituted_worker_id();
  caller.unit = {response.agency_id(), response.department_id()};
  caller.role = response.acting_role();
  caller.delegated_social_work = response.delegated_social_work();
  caller.tied_clients = {response.tied_client_ids().begin(), response.tied_client_ids().end()};
  return absl::OkStatus();
}

std::optional<rpc::Grants> RemoteDecider::DecideHere(rpc::Call& call, const rpc::Subject& subject) {
  if (subject.holder.agency_id.empty() || subject.holder != call.caller().unit) return std::nullopt;
  rpc::Grants grants;
  grants.own = rpc::MayHaveClients(call.caller());
  return grants;
}

absl::Status RemoteDecider::Ask(rpc::Call& call, std::span<const rpc::Subject> subjects,
                                std::span<rpc::Grants> grants) {
  registry::v1::CheckDisclosuresResponse response;
  RETURN_IF_ERROR(registry_.CallAs(call.facts(), "opora.registry.v1.AccessService.CheckDisclosures",
                                   Questions(call, subjects), response));
  for (const auto& decision : response.decisions()) {
    const auto index = static_cast<std::size_t>(decision.query_index());
    if (index < grants.size()) grants[index] = GrantsOf(decision);
  }
  return absl::OkStatus();
}

absl::Status RemoteDecider::Decide(rpc::Call& call, std::span<const rpc::Subject> subjects,
                                   std::vector<rpc::Grants>& grants) {
  grants.resize(subjects.size());
  std::vector<rpc::Subject> asked;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    if (std::optional<rpc::Grants> here = DecideHere(call, subjects[i])) {
      grants[i] = *std::move(here);
      continue;
    }
    asked.push_back(subjects[i]);
    places.push_back(i);
  }
  for (std::size_t first = 0; first < asked.size(); first += kLargestPage) {
    const std::size_t count = std::min(kLargestPage, asked.size() - first);
    std::vector<rpc::Grants> answers(count);
    RETURN_IF_ERROR(Ask(call, std::span(asked).subspan(first, count), answers));
    for (std::size_t i = 0; i < count; ++i) grants[places[first + i]] = std::move(answers[i]);
  }
  return absl::OkStatus();
}

void RemoteDecider::Present(const rpc::Call& call, google::protobuf::Message& record) const {
  rpc::KeepNeeded(call.caller().role, call.context().purpose(), record);
}

}  // namespace opora::registry_client
