#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/conference/v1/case_work.pb.h"

namespace opora::conference {

// Demands and conflicts (CONF-21), casuistics (CONF-28).
class CaseWorkService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordDemandResponse> RecordDemand(rpc::Call& call,
                                                        const v1::RecordDemandRequest& request);
  absl::StatusOr<v1::SettleDemandResponse> SettleDemand(rpc::Call& call,
                                                        const v1::SettleDemandRequest& request);
  absl::StatusOr<v1::FlagConflictResponse> FlagConflict(rpc::Call& call,
                                                        const v1::FlagConflictRequest& request);
  absl::StatusOr<v1::ResolveConflictResponse> ResolveConflict(
      rpc::Call& call, const v1::ResolveConflictRequest& request);
  absl::StatusOr<v1::AddCaseNoteResponse> AddCaseNote(rpc::Call& call,
                                                      const v1::AddCaseNoteRequest& request);
  absl::StatusOr<v1::ExportCasuisticResponse> ExportCasuistic(
      rpc::Call& call, const v1::ExportCasuisticRequest& request);
  absl::StatusOr<v1::ListDemandsResponse> ListDemands(rpc::Call& call,
                                                      const v1::ListDemandsRequest& request);
  absl::StatusOr<v1::ListConflictsResponse> ListConflicts(rpc::Call& call,
                                                          const v1::ListConflictsRequest& request);
};

}  // namespace opora::conference
