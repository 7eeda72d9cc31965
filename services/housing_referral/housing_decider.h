#pragma once

#include "services/registry_client/registry_client.h"

namespace opora::housing {

// Access as the registry decides it, and what is discreet beyond that: every record of every
// answer, replays included, passes Present (HOUS-45).
class HousingDecider final : public registry_client::RemoteDecider {
 public:
  using RemoteDecider::RemoteDecider;
  void Present(const rpc::Call& call, google::protobuf::Message& record) const override;
};

}  // namespace opora::housing
