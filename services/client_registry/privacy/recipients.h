#pragma once

#include <map>
#include <set>
#include <string>

#include "common/rpc/call.h"
#include "opora/registry/v1/privacy.pb.h"

namespace opora::registry {

// Units that received something about a client from another one, with the areas received.
using Recipients = std::map<rpc::Unit, std::set<common::v1::DataArea>>;

// What the register of disclosures, which is the audit log, says of a client in all records of the
// person: who read under a basis, and to whom something was told. Only the given areas; none means
// all. Without the source itself.
Recipients RecipientsOf(db::Tx& tx, const std::string& client_id, const rpc::Unit& source,
                        const std::set<common::v1::DataArea>& areas);

// Clients in whose records this unit names the person, as a relative or a representative (XC-67).
std::vector<std::string> NamingRecords(db::Tx& tx, const std::string& client_id,
                                       const rpc::Unit& unit);

// Stores a notice to each, as of the source, and returns them.
std::vector<v1::RecipientNotice> Tell(rpc::Call& call, const v1::RecipientNotice& what,
                                      const Recipients& recipients);

// The same of a statement of the caller's own unit that was corrected or withdrawn.
std::vector<v1::RecipientNotice> TellOfCorrection(rpc::Call& call, const std::string& client_id,
                                                  const std::string& statement_id,
                                                  common::v1::DataArea area);

}  // namespace opora::registry
