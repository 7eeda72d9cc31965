#include "services/registry_client/registry_client.h"

#include "common/status_macros.h"
#include "opora/registry/v1/access.pb.h"

namespace opora::registry_client {
namespace {

using registry::v1::AreaDecision;

// The registry answers at most this many questions at once.
constexpr std::size_t kLargestPage = 200;

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

absl::Status RemoteDirectory::Resolve(db::Tx&, const rpc::CallFacts& facts, rpc::Caller& caller) {
  if (caller.kind != common::v1::CALLER_PERSON) return absl::OkStatus();
  registry::v1::ResolveCallerResponse response;
  RETURN_IF_ERROR(registry_.CallAs(facts, "opora.registry.v1.AccessService.ResolveCaller",
                                   registry::v1::ResolveCallerRequest(), response));
  caller.worker_id = response.worker_id();
  caller.substituted_worker_id = response.substituted_worker_id();
  caller.unit = {response.agency_id(), response.department_id()};
  caller.role = response.acting_role();
  caller.delegated_social_work = response.delegated_social_work();
  return absl::OkStatus();
}

absl::Status RemoteDecider::Decide(rpc::Call& call, std::span<const rpc::Subject> subjects,
                                   std::vector<rpc::Grants>& grants) {
  for (std::size_t first = 0; first < subjects.size(); first += kLargestPage) {
    const auto page = subjects.subspan(first, std::min(kLargestPage, subjects.size() - first));
    registry::v1::CheckDisclosuresResponse response;
    RETURN_IF_ERROR(registry_.CallAs(call.facts(),
                                     "opora.registry.v1.AccessService.CheckDisclosures",
                                     Questions(call, page), response));
    grants.resize(first + page.size());
    for (const auto& decision : response.decisions()) {
      const auto index = static_cast<std::size_t>(decision.query_index());
      if (index < page.size()) grants[first + index] = GrantsOf(decision);
    }
  }
  return absl::OkStatus();
}

}  // namespace opora::registry_client
