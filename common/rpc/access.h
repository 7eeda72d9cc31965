#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/audit.pb.h"

namespace opora::rpc {

class Call;

// What a decision opens of one area.
struct AreaGrant {
  common::v1::Basis basis = common::v1::BASIS_UNSPECIFIED;
  std::string law_row;
  std::string consent_id;
  int consent_version = 0;
  std::vector<std::string> fields;  // "Message.field"; empty means every field of the area.
};

// What a caller may see of what one unit holds about one client. Nothing by default.
struct Grants {
  bool own = false;  // The caller's unit holds it, or the caller is its addressee.
  std::map<common::v1::DataArea, AreaGrant> areas;
  std::string denied_rule;  // Why the rest is closed, for the audit only.
  std::string denied_reason;

  bool Any() const { return own || !areas.empty(); }
  bool Covers(common::v1::DataArea area, std::string_view field = "") const;
  common::v1::Basis StrongestBasis() const;
};

// What is held about a client by a unit; an empty holder means by anybody, together. Whoever asks
// of few areas names them; no area means all.
struct Subject {
  std::string client_id;
  Unit holder;
  std::vector<common::v1::DataArea> areas;

  friend auto operator<=>(const Subject&, const Subject&) = default;
};

// Decides what a caller may see: in the registry from its tables, elsewhere by asking the registry.
class Decider {
 public:
  virtual ~Decider() = default;

  // One answer per subject, in order. Fresh facts at every call (no cache beyond it).
  virtual absl::Status Decide(Call& call, std::span<const Subject> subjects,
                              std::vector<Grants>& grants) = 0;

  // Puts in place of a record about a client what this caller is to see of it, where a state is
  // discreet (HOUS-45). Called for every record of every answer, replays included, before its
  // fields are redacted. Nothing by default.
  virtual void Present(const Call& call, google::protobuf::Message& record) const;
};

}  // namespace opora::rpc
