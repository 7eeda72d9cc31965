#pragma once

#include <set>
#include <string>

#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/policy.pb.h"

namespace opora::rpc {

// A consent boundary: an agency, or one of its departments (XC-17, REG-02).
struct Unit {
  std::string agency_id;
  std::string department_id;

  friend auto operator<=>(const Unit&, const Unit&) = default;
};

// Who calls, as verified by token, certificate and the directory.
struct Caller {
  common::v1::Caller kind = common::v1::CALLER_ANYBODY;
  std::string issuer;
  std::string subject;
  std::string service;           // Name of the calling service, for kind SERVICE.
  std::string peer_certificate;  // SHA-256 of the peer's certificate, base64url.
  // When the person signed in, as the token says; callers that are no persons never do.
  absl::Time signed_in = absl::InfinitePast();
  std::string worker_id;
  std::string substituted_worker_id;  // Absent worker for whom the caller acts (XC-61).
  Unit unit;
  common::v1::ActingRole role = common::v1::ACTING_ROLE_UNSPECIFIED;
  common::v1::Stance stance = common::v1::STANCE_UNSPECIFIED;
  bool delegated_social_work = false;  // Of the role assignment acted under (XC-14).
  // Records of persons to whom the worker is tied: for the worker there are no such clients
  // (XC-58).
  std::set<std::string> tied_clients;
};

}  // namespace opora::rpc
