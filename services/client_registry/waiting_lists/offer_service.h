#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/waiting_list.pb.h"

namespace opora::registry {

// Offers of a place, and how people leave a waiting list (REG-114).
class OfferService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::OfferPlaceResponse> OfferPlace(rpc::Call& call,
                                                    const v1::OfferPlaceRequest& request);
  absl::StatusOr<v1::AcceptOfferResponse> AcceptOffer(rpc::Call& call,
                                                      const v1::AcceptOfferRequest& request);
  absl::StatusOr<v1::RefuseOfferResponse> RefuseOffer(rpc::Call& call,
                                                      const v1::RefuseOfferRequest& request);
  absl::StatusOr<v1::LeaveWaitingListResponse> LeaveWaitingList(
      rpc::Call& call, const v1::LeaveWaitingListRequest& request);
  absl::StatusOr<v1::RejoinWaitingListResponse> RejoinWaitingList(
      rpc::Call& call, const v1::RejoinWaitingListRequest& request);
  absl::StatusOr<v1::RecordPlaceTakenResponse> RecordPlaceTaken(
      rpc::Call& call, const v1::RecordPlaceTakenRequest& request);
};

// Takes an entry off its list without a word of its referral.
void LeaveList(rpc::Call& call, v1::WaitingEntry& entry, v1::WaitingEnd reason);

// Lets an offer lapse that was not answered in time; nothing when it was.
bool LapseOffer(rpc::Call& call, const std::string& waiting_entry_id, absl::Time now);

}  // namespace opora::registry
