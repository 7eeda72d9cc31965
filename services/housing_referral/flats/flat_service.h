#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/housing/v1/flat.pb.h"

namespace opora::housing {

// Houses, flats, readiness and defects.
class FlatService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateHouseResponse> CreateHouse(rpc::Call& call,
                                                      const v1::CreateHouseRequest& request);
  absl::StatusOr<v1::PublishContactsResponse> PublishContacts(
      rpc::Call& call, const v1::PublishContactsRequest& request);
  absl::StatusOr<v1::RecordHouseProblemResponse> RecordHouseProblem(
      rpc::Call& call, const v1::RecordHouseProblemRequest& request);
  absl::StatusOr<v1::GetHouseResponse> GetHouse(rpc::Call& call,
                                                const v1::GetHouseRequest& request);
  absl::StatusOr<v1::CreateFlatResponse> CreateFlat(rpc::Call& call,
                                                    const v1::CreateFlatRequest& request);
  absl::StatusOr<v1::SetEnergyStateResponse> SetEnergyState(
      rpc::Call& call, const v1::SetEnergyStateRequest& request);
  absl::StatusOr<v1::GetFlatResponse> GetFlat(rpc::Call& call, const v1::GetFlatRequest& request);
  absl::StatusOr<v1::ListFlatsResponse> ListFlats(rpc::Call& call,
                                                  const v1::ListFlatsRequest& request);
  absl::StatusOr<v1::RecordReadinessResponse> RecordReadiness(
      rpc::Call& call, const v1::RecordReadinessRequest& request);
  absl::StatusOr<v1::ReportDefectResponse> ReportDefect(rpc::Call& call,
                                                        const v1::ReportDefectRequest& request);
  absl::StatusOr<v1::MoveDefectResponse> MoveDefect(rpc::Call& call,
                                                    const v1::MoveDefectRequest& request);
  absl::StatusOr<v1::ListDefectsResponse> ListDefects(rpc::Call& call,
                                                      const v1::ListDefectsRequest& request);
};

// The newest readiness check of a flat up to a day; false when there is none.
bool FindReadiness(db::Tx& tx, const std::string& flat_id, absl::CivilDay day,
                   v1::ReadinessCheck& newest);

// Enters a defect of a house of this landlord.
v1::Defect InsertDefect(rpc::Call& call, v1::Defect defect, const v1::House& house);

}  // namespace opora::housing
