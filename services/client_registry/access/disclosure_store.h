#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "opora/common/v1/audit.pb.h"
#include "opora/registry/v1/access.pb.h"

namespace opora::registry::access {

struct StoredEntry {
  std::string seq;
  common::v1::AuditEntry entry;
};

// Audit entries about any record of the person, newest first, from before `seq` on ("" for the
// newest).
std::vector<StoredEntry> ReadEntries(db::Tx& tx, const std::string& client_id, bool machine,
                                     const std::string& seq, int limit);

// The view of an audit entry that the client is given.
v1::Disclosure ToDisclosure(const common::v1::AuditEntry& entry);

}  // namespace opora::registry::access
