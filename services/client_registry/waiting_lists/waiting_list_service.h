#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/waiting_list.pb.h"

namespace opora::registry {

// Waiting lists with their published rules, who waits on them, and their figures (REG-114).
class WaitingListService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PublishWaitingListResponse> PublishWaitingList(
      rpc::Call& call, const v1::PublishWaitingListRequest& request);
  absl::StatusOr<v1::ListWaitingListsResponse> ListWaitingLists(
      rpc::Call& call, const v1::ListWaitingListsRequest& request);
  absl::StatusOr<v1::JoinWaitingListResponse> JoinWaitingList(
      rpc::Call& call, const v1::JoinWaitingListRequest& request);
  absl::StatusOr<v1::WaitlistReferralResponse> WaitlistReferral(
      rpc::Call& call, const v1::WaitlistReferralRequest& request);
  absl::StatusOr<v1::GetWaitingEntryResponse> GetWaitingEntry(
      rpc::Call& call, const v1::GetWaitingEntryRequest& request);
  absl::StatusOr<v1::ListWaitingEntriesResponse> ListWaitingEntries(
      rpc::Call& call, const v1::ListWaitingEntriesRequest& request);
  absl::StatusOr<v1::GetWaitingFiguresResponse> GetWaitingFigures(
      rpc::Call& call, const v1::GetWaitingFiguresRequest& request);
};

}  // namespace opora::registry
