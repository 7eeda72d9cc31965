#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/client_change.pb.h"

namespace opora::registry {

// Changes of a client's record: update (REG-40), identity added to a code name (REG-116), upsert by
// an agency's own number (REG-120).
class ClientChangeService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::UpdateClientResponse> UpdateClient(rpc::Call& call,
                                                        const v1::UpdateClientRequest& request);
  absl::StatusOr<v1::IdentifyClientResponse> IdentifyClient(
      rpc::Call& call, const v1::IdentifyClientRequest& request);
  absl::StatusOr<v1::GetClientByExternalReferenceResponse> GetClientByExternalReference(
      rpc::Call& call, const v1::GetClientByExternalReferenceRequest& request);
  absl::StatusOr<v1::UpsertClientResponse> UpsertClient(rpc::Call& call,
                                                        const v1::UpsertClientRequest& request);
  absl::StatusOr<v1::BatchUpsertClientsResponse> BatchUpsertClients(
      rpc::Call& call, const v1::BatchUpsertClientsRequest& request);
};

}  // namespace opora::registry
