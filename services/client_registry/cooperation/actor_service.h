#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/cooperation.pb.h"

namespace opora::registry {

// Key actors, what they publish and what is known about their work; a part of the interface
// CooperationService (REG-03, REG-05, REG-07).
class ActorService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateKeyActorResponse> CreateKeyActor(
      rpc::Call& call, const v1::CreateKeyActorRequest& request);
  absl::StatusOr<v1::UpdateKeyActorResponse> UpdateKeyActor(
      rpc::Call& call, const v1::UpdateKeyActorRequest& request);
  absl::StatusOr<v1::GetKeyActorResponse> GetKeyActor(rpc::Call& call,
                                                      const v1::GetKeyActorRequest& request);
  absl::StatusOr<v1::ListKeyActorsResponse> ListKeyActors(rpc::Call& call,
                                                          const v1::ListKeyActorsRequest& request);
  absl::StatusOr<v1::FindActorResponse> FindActor(rpc::Call& call,
                                                  const v1::FindActorRequest& request);
  absl::StatusOr<v1::AddActorNoteResponse> AddActorNote(rpc::Call& call,
                                                        const v1::AddActorNoteRequest& request);
  absl::StatusOr<v1::ListActorNotesResponse> ListActorNotes(
      rpc::Call& call, const v1::ListActorNotesRequest& request);
};

}  // namespace opora::registry
