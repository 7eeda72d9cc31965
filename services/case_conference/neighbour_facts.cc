#include "services/case_conference/neighbour_facts.h"

#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "opora/housing/v1/complaint.pb.h"
#include "opora/registry/v1/social_department.pb.h"

namespace opora::conference {
namespace {

constexpr char kAccess[] = "opora.registry.v1.AccessService.";

absl::Time DeadlineOf(const rpc::Call& call) { return call.facts().deadline; }

}  // namespace

absl::StatusOr<bool> NeighbourFacts::IsInvolved(const rpc::Call& call, const std::string& worker_id,
                                                const std::string& client_id,
                                                absl::CivilDay since) const {
  registry::v1::GetInvolvementRequest request;
  request.set_worker_id(worker_id);
  request.set_client_id(client_id);
  *request.mutable_since_date() = dates::ToDate(since);
  registry::v1::GetInvolvementResponse response;
  RETURN_IF_ERROR(registry_.CallAsService(std::string(kAccess) + "GetInvolvement", request,
                                          response, DeadlineOf(call)));
  if (response.kinds_size() > 0 || housing_ == nullptr) return response.kinds_size() > 0;
  housing::v1::ListInvolvementRequest question;
  question.set_worker_id(worker_id);
  question.set_client_id(client_id);
  housing::v1::ListInvolvementResponse answer;
  RETURN_IF_ERROR(housing_->CallAsService("opora.housing.v1.ComplaintService.ListInvolvement",
                                          question, answer, DeadlineOf(call)));
  return answer.record_types_size() > 0;
}

absl::StatusOr<std::set<common::v1::DataArea>> NeighbourFacts::ExcludedTopics(
    const rpc::Call& call, const std::string& client_id) const {
  registry::v1::GetExcludedTopicsRequest request;
  request.set_client_id(client_id);
  registry::v1::GetExcludedTopicsResponse response;
  RETURN_IF_ERROR(registry_.CallAsService(std::string(kAccess) + "GetExcludedTopics", request,
                                          response, DeadlineOf(call)));
  std::set<common::v1::DataArea> areas;
  for (int area : response.areas()) areas.insert(static_cast<common::v1::DataArea>(area));
  return areas;
}

absl::StatusOr<registry::v1::DisclosureDecision> NeighbourFacts::Decide(
    const rpc::Call& call, const registry::v1::CheckDisclosureRequest& question) const {
  registry::v1::CheckDisclosureResponse response;
  RETURN_IF_ERROR(
      registry_.CallAs(call.facts(), std::string(kAccess) + "CheckDisclosure", question, response));
  return response.decision();
}

absl::StatusOr<bool> NeighbourFacts::LacksTargetGroup(const rpc::Call& call,
                                                      const std::string& agency_id) const {
  registry::v1::GetTargetGroupRequest request;
  request.set_agency_id(agency_id);
  registry::v1::GetTargetGroupResponse response;
  RETURN_IF_ERROR(registry_.CallAs(
      call.facts(), "opora.registry.v1.CooperationService.GetTargetGroup", request, response));
  return response.expected() && !response.has_definition();
}

absl::StatusOr<std::string> NeighbourFacts::DiscloseOnce(
    const rpc::Call& call, const registry::v1::DiscloseOnceRequest& request) const {
  registry::v1::DiscloseOnceResponse response;
  RETURN_IF_ERROR(
      registry_.CallAs(call.facts(), std::string(kAccess) + "DiscloseOnce", request, response));
  return response.disclosure().disclosure_id();
}

}  // namespace opora::conference
