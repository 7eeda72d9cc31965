#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/audit/chain.h"

namespace opora::audit {

// What the witness file keeps of a seal; a database that was rewritten as a whole contradicts it.
struct WitnessLine {
  int64_t first_seq = 0;
  int64_t last_seq = 0;
  std::string root;
};

// Complete lines of the file, oldest first; none when there is no file. A torn last line is left
// out. DATA_LOSS: another line cannot be read.
absl::StatusOr<std::vector<WitnessLine>> ReadWitness(const std::string& file);

// Appends a line per seal and syncs the file. A line torn earlier is closed first.
// UNAVAILABLE: the lines are not durable.
absl::Status AppendToWitness(const std::string& file, const std::vector<Seal>& seals);

}  // namespace opora::audit
