#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/support.pb.h"

namespace opora::registry {

// Support given to clients (REG-80 to REG-86).
class SupportService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateSupportCategoryResponse> CreateSupportCategory(
      rpc::Call& call, const v1::CreateSupportCategoryRequest& request);
  absl::StatusOr<v1::ListSupportCategoriesResponse> ListSupportCategories(
      rpc::Call& call, const v1::ListSupportCategoriesRequest& request);
  absl::StatusOr<v1::RecordSupportResponse> RecordSupport(rpc::Call& call,
                                                          const v1::RecordSupportRequest& request);
  absl::StatusOr<v1::ListSupportResponse> ListSupport(rpc::Call& call,
                                                      const v1::ListSupportRequest& request);
  absl::StatusOr<v1::ListDuplicateSupportResponse> ListDuplicateSupport(
      rpc::Call& call, const v1::ListDuplicateSupportRequest& request);
};

}  // namespace opora::registry
