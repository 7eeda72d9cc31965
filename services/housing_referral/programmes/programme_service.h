#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/programme.pb.h"

namespace opora::housing {

// Programmes and their set-up (HOUS-01 to HOUS-16).
class ProgrammeService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateProgrammeResponse> CreateProgramme(
      rpc::Call& call, const v1::CreateProgrammeRequest& request);
  absl::StatusOr<v1::UpdateProgrammeResponse> UpdateProgramme(
      rpc::Call& call, const v1::UpdateProgrammeRequest& request);
  absl::StatusOr<v1::GetProgrammeResponse> GetProgramme(rpc::Call& call,
                                                        const v1::GetProgrammeRequest& request);
  absl::StatusOr<v1::ListProgrammesResponse> ListProgrammes(
      rpc::Call& call, const v1::ListProgrammesRequest& request);
  absl::StatusOr<v1::ActivateProgrammeResponse> ActivateProgramme(
      rpc::Call& call, const v1::ActivateProgrammeRequest& request);
  absl::StatusOr<v1::SuspendProgrammeResponse> SuspendProgramme(
      rpc::Call& call, const v1::SuspendProgrammeRequest& request);
  absl::StatusOr<v1::EndProgrammeResponse> EndProgramme(rpc::Call& call,
                                                        const v1::EndProgrammeRequest& request);
};

}  // namespace opora::housing
