#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/case.pb.h"
#include "services/case_conference/neighbour_facts.h"

namespace opora::conference {

// Cases of clients: opening, members, the way to the end (CONF-03, CONF-10, CONF-22 to CONF-27).
class CaseService {
 public:
  explicit CaseService(const NeighbourFacts& neighbours) : neighbours_(neighbours) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::OpenCaseResponse> OpenCase(rpc::Call& call,
                                                const v1::OpenCaseRequest& request);
  absl::StatusOr<v1::AgreeCaseResponse> AgreeCase(rpc::Call& call,
                                                  const v1::AgreeCaseRequest& request);
  absl::StatusOr<v1::NameCaseManagerResponse> NameCaseManager(
      rpc::Call& call, const v1::NameCaseManagerRequest& request);
  absl::StatusOr<v1::AttachMemberResponse> AttachMember(rpc::Call& call,
                                                        const v1::AttachMemberRequest& request);
  absl::StatusOr<v1::DetachMemberResponse> DetachMember(rpc::Call& call,
                                                        const v1::DetachMemberRequest& request);
  absl::StatusOr<v1::RecordViewResponse> RecordView(rpc::Call& call,
                                                    const v1::RecordViewRequest& request);
  absl::StatusOr<v1::CloseCaseResponse> CloseCase(rpc::Call& call,
                                                  const v1::CloseCaseRequest& request);
  absl::StatusOr<v1::GetCaseResponse> GetCase(rpc::Call& call, const v1::GetCaseRequest& request);
  absl::StatusOr<v1::ListCasesResponse> ListCases(rpc::Call& call,
                                                  const v1::ListCasesRequest& request);
  absl::StatusOr<v1::ListMyCasesResponse> ListMyCases(rpc::Call& call,
                                                      const v1::ListMyCasesRequest& request);
  absl::StatusOr<v1::ListIncompleteCasesResponse> ListIncompleteCases(
      rpc::Call& call, const v1::ListIncompleteCasesRequest& request);
  absl::StatusOr<v1::ListCoordinatorTasksResponse> ListCoordinatorTasks(
      rpc::Call& call, const v1::ListCoordinatorTasksRequest& request);
  absl::StatusOr<v1::CloseCoordinatorTaskResponse> CloseCoordinatorTask(
      rpc::Call& call, const v1::CloseCoordinatorTaskRequest& request);

 private:
  // The client's agreement was given by somebody who can (XC-59).
  absl::Status CheckAgreement(const rpc::Call& call, const std::string& client_id,
                              const common::v1::Attestation& agreement,
                              const registry::v1::Grantor* grantor, const std::string& field) const;

  const NeighbourFacts& neighbours_;
};

}  // namespace opora::conference
