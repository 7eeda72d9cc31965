#include "common/audit/witness.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace opora::audit {
namespace {

constexpr char kEnd[] = ".";  // Last field of a complete line.

std::string LineOf(const Seal& seal) {
  return absl::StrCat(seal.first_seq, " ", seal.last_seq, " ", seal.entry_count, " ",
                      absl::BytesToHexString(seal.root), " ", seal.key_id, " ",
                      absl::BytesToHexString(seal.signature), " ", kEnd, "\n");
}

bool Parse(const std::string& text, WitnessLine& line) {
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  if (parts.size() != 7 || parts[6] != kEnd || parts[3].size() != 2 * kHashBytes) return false;
  line.root = absl::HexStringToBytes(parts[3]);
  return absl::SimpleAtoi(parts[0], &line.first_seq) && absl::SimpleAtoi(parts[1], &line.last_seq);
}

bool EndsTorn(const std::string& file) {
  std::ifstream stream(file, std::ios::ate | std::ios::binary);
  if (stream.tellg() <= 0) return false;
  stream.seekg(-1, std::ios::end);
  return stream.get() != '\n';
}

}  // namespace

absl::StatusOr<std::vector<WitnessLine>> ReadWitness(const std::string& file) {
  std::vector<WitnessLine> lines;
  std::ifstream stream(file);
  for (std::string text; std::getline(stream, text);) {
    WitnessLine line;
    if (Parse(text, line)) {
      lines.push_back(std::move(line));
    } else if (text.ends_with(absl::StrCat(" ", kEnd))) {
      return absl::DataLossError(
          absl::StrCat("the witness file has a line that cannot be read: ", file));
    }
  }
  return lines;
}

absl::Status AppendToWitness(const std::string& file, const std::vector<Seal>& seals) {
  std::string text = EndsTorn(file) ? "\n" : "";
  for (const Seal& seal : seals) text += LineOf(seal);
  const int fd = open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  const bool written = fd >= 0 &&
                       write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       fdatasync(fd) == 0;
  if (fd >= 0) close(fd);
  if (written) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("the witness file cannot be written: ", file));
}

}  // namespace opora::audit
