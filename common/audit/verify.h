#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/chain.h"
#include "common/audit/witness.h"
#include "common/db/session.h"

namespace opora::audit {

struct VerifyResult {
  bool intact = true;
  // First entry that is not as it was sealed, or the first number of the range whose seal is wrong.
  int64_t first_broken_seq = 0;
  int64_t sealed_count = 0;  // Entries covered by seals that were found intact.
  int64_t open_count = 0;    // Entries behind the last seal: nothing vouches for them yet.
  std::string problem;       // What is wrong, when not intact.
};

// Recomputes every seal from the entries as they are now. `keys` are those that ever sealed this
// log; lines of the witness file may be given for comparison. Reads in pages and may be given a Tx
// without a transaction: what is sealed does not move.
absl::StatusOr<VerifyResult> VerifyChain(db::Tx& tx, std::span<const SealKey> keys,
                                         const std::vector<WitnessLine>& witness = {});

}  // namespace opora::audit
