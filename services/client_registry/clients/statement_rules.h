#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/rpc/caller.h"
#include "opora/registry/v1/client.pb.h"
#include "opora/registry/v1/statement.pb.h"

namespace opora::registry {

// XC-41: an assumption stays with the unit that made it.
bool StaysWithHolder(const rpc::Unit& reader, const v1::Statement& statement);

// INVALID_ARGUMENT LABEL_AS_TOPIC: the topic says what somebody is (XC-42), in either language and
// however it is written; or it is a diagnosis outside the areas that protect one.
absl::Status CheckTopic(const v1::Statement& statement);

// INVALID_ARGUMENT SUCCESSOR_REQUIRED, SUCCESSOR_OF_WITHDRAWN: what is taken back has nothing in
// its place, what is corrected or superseded has.
absl::Status CheckCorrection(v1::StatementChangeKind kind, bool has_successor);

// Kind of a statement once it was verified: a document or a register makes it a fact (REG-40).
v1::StatementKind KindAfter(v1::StatementKind before, v1::Evidence evidence);

// REG-42: true for what is written about the protection of a child on a client who is of age.
bool IsOfTheParent(const v1::Statement& statement, const v1::Client& client, absl::CivilDay today);

}  // namespace opora::registry
