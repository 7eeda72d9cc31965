#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/privacy.pb.h"

namespace opora::registry {

// Marks of clients' files in the file service, of opora.registry.v1.PrivacyService (XC-68).
class FileMarkService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PutFileMarkResponse> PutFileMark(rpc::Call& call,
                                                      const v1::PutFileMarkRequest& request);
  absl::StatusOr<v1::GetFileMarkResponse> GetFileMark(rpc::Call& call,
                                                      const v1::GetFileMarkRequest& request);
};

}  // namespace opora::registry
