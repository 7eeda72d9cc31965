#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/contact_record.pb.h"

namespace opora::registry {

// Contacts with clients, and how support and control were kept apart in them (REG-79, XC-35).
class ContactRecordService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordContactResponse> RecordContact(rpc::Call& call,
                                                          const v1::RecordContactRequest& request);
  absl::StatusOr<v1::ListContactsResponse> ListContacts(rpc::Call& call,
                                                        const v1::ListContactsRequest& request);
  absl::StatusOr<v1::GetSeparationSummaryResponse> GetSeparationSummary(
      rpc::Call& call, const v1::GetSeparationSummaryRequest& request);
};

}  // namespace opora::registry
