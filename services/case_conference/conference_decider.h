#pragma once

#include "services/registry_client/registry_client.h"

namespace opora::conference {

// Records of a conference are held by the conference itself: its invited participants read them,
// and nobody else by any basis (CONF-45). A participant without a recorded ground of silence sees
// who, where and when, and no content (CONF-44).
class ConferenceDecider final : public registry_client::RemoteDecider {
 public:
  using RemoteDecider::RemoteDecider;

 protected:
  std::optional<rpc::Grants> DecideHere(rpc::Call& call, const rpc::Subject& subject) override;
};

}  // namespace opora::conference
