#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/project.pb.h"

namespace opora::registry {

// Projects of agencies, a part of the interface CooperationService (REG-10, REG-26).
class ProjectService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateProjectResponse> CreateProject(rpc::Call& call,
                                                          const v1::CreateProjectRequest& request);
  absl::StatusOr<v1::UpdateProjectResponse> UpdateProject(rpc::Call& call,
                                                          const v1::UpdateProjectRequest& request);
  absl::StatusOr<v1::GetProjectResponse> GetProject(rpc::Call& call,
                                                    const v1::GetProjectRequest& request);
  absl::StatusOr<v1::ListProjectsResponse> ListProjects(rpc::Call& call,
                                                        const v1::ListProjectsRequest& request);
};

}  // namespace opora::registry
