#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "opora/registry/v1/access.pb.h"
#include "services/client_registry/access/decide.h"

// Who can see what about a client and why (XC-11): told by asking the one decision, so that the two
// cannot differ.
namespace opora::registry::access {

// Somebody who works with the client by an assignment in force.
struct Assigned {
  std::string assignment_id;
  std::string worker_id;
  rpc::Unit unit;
  std::string service_id;
  common::v1::ActingRole role = common::v1::ACTING_ROLE_UNSPECIFIED;
};

// Everything that an explanation rests on, at one instant.
struct Grounds {
  Facts facts;
  std::vector<LawRow> law;
  std::map<rpc::Unit, std::set<PartyClass>> classes;  // Of the units that hold something.
  std::vector<Assigned> assigned;
  absl::Time instant;
  absl::CivilDay day;
};

v1::ExplainAccessResponse Explain(const Grounds& grounds);

}  // namespace opora::registry::access
