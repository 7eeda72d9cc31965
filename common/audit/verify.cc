#include "common/audit/verify.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"

namespace opora::audit {
namespace {

constexpr int kSealsPerPage = 100;
constexpr int kEntriesPerPage = 2000;
// Entries before the first number are nobody's: the first seal covers them, to find them.
constexpr int64_t kBeforeAll = std::numeric_limits<int64_t>::min();

struct Finding {
  int64_t seq = 0;
  std::string problem;
};

std::string Range(const Seal& seal) {
  return absl::StrCat("the seal over ", seal.first_seq, " to ", seal.last_seq);
}

// What is wrong with a seal by itself and with its place in the chain.
std::optional<Finding> CheckSeal(const Seal& seal, const Seal& previous,
                                 std::span<const SealKey> keys) {
  const auto broken = [&seal](const char* what) {
    return Finding{seal.first_seq, absl::StrCat(Range(seal), " ", what)};
  };
  if (seal.first_seq != previous.last_seq + 1 || seal.prev_root != previous.root) {
    return Finding{previous.last_seq + 1,
                   absl::StrCat(Range(seal), " does not follow the one that ends at ",
                                previous.last_seq, ": a seal was removed, added or changed")};
  }
  const auto key = std::find_if(keys.begin(), keys.end(),
                                [&](const SealKey& known) { return known.id() == seal.key_id; });
  if (key == keys.end()) return broken("was made with an unknown key");
  if (!key->Verify(SignedText(seal), seal.signature)) return broken("has no valid signature");
  if (seal.leaves.size() != kPrefixBytes * static_cast<std::size_t>(seal.entry_count)) {
    return broken("was changed");
  }
  return std::nullopt;
}

std::vector<Leaf> ReadAllLeaves(db::Tx& tx, int64_t after, int64_t upto) {
  std::vector<Leaf> all;
  for (;;) {
    std::vector<Leaf> page = ReadLeaves(tx, after, upto, kEntriesPerPage);
    const bool last = page.size() < kEntriesPerPage;
    if (!last) after = page.back().seq;
    std::move(page.begin(), page.end(), std::back_inserter(all));
    if (last) return all;
  }
}

// Compares the entries of a range with the prefixes that its seal keeps of them.
class Comparison {
 public:
  Comparison(const Seal& seal, const std::vector<Leaf>& leaves) : seal_(seal), leaves_(leaves) {}

  // The entry by which they differ first, for entries that do not give the root.
  Finding FirstDifference() const {
    std::size_t i = 0;
    while (i < leaves_.size() && i < Sealed() && Same(i, i)) ++i;
    if (i == leaves_.size() && i == Sealed()) {
      return {seal_.first_seq, absl::StrCat(Range(seal_), " does not fit its entries")};
    }
    if (i == Sealed() || (i < leaves_.size() && Same(i + 1, i))) {
      return {leaves_[i].seq,
              absl::StrCat("entry ", leaves_[i].seq, " was added after the sealing")};
    }
    if (i == leaves_.size() || Same(i, i + 1)) return Missing(i);
    return {leaves_[i].seq, absl::StrCat("entry ", leaves_[i].seq, " was changed")};
  }

 private:
  std::size_t Sealed() const { return seal_.leaves.size() / kPrefixBytes; }

  bool Same(std::size_t leaf, std::size_t sealed) const {
    return leaf < leaves_.size() && sealed < Sealed() &&
           leaves_[leaf].hash.compare(0, kPrefixBytes, seal_.leaves, sealed * kPrefixBytes,
                                      kPrefixBytes) == 0;
  }

  // Numbers may have holes since ever, so that only the neighbours of what is missing are known.
  Finding Missing(std::size_t index) const {
    const int64_t before = index == 0 ? seal_.first_seq - 1 : leaves_[index - 1].seq;
    const int64_t after = index == leaves_.size() ? seal_.last_seq + 1 : leaves_[index].seq;
    return {before + 1, absl::StrCat("an entry is missing between ", before, " and ", after)};
  }

  const Seal& seal_;
  const std::vector<Leaf>& leaves_;
};

std::optional<Finding> CheckEntries(db::Tx& tx, const Seal& seal, int64_t after) {
  const std::vector<Leaf> leaves = ReadAllLeaves(tx, after, seal.last_seq);
  if (RootOf(seal.prev_root, leaves) != seal.root) {
    return Comparison(seal, leaves).FirstDifference();
  }
  if (PrefixesOf(leaves) != seal.leaves) {
    return Finding{seal.first_seq, absl::StrCat(Range(seal), " was changed")};
  }
  return std::nullopt;
}

// Lines that the seals of the database must repeat, by last_seq.
class WitnessBook {
 public:
  explicit WitnessBook(const std::vector<WitnessLine>& lines) {
    for (const WitnessLine& line : lines) lines_[line.last_seq] = line;
  }

  std::optional<Finding> Compare(const Seal& seal) {
    const auto found = lines_.find(seal.last_seq);
    if (found == lines_.end()) return std::nullopt;
    const WitnessLine line = found->second;
    lines_.erase(found);
    if (line.first_seq == seal.first_seq && line.root == seal.root) return std::nullopt;
    return Finding{line.first_seq, absl::StrCat(Range(seal), " is not the one that was witnessed")};
  }

  std::optional<Finding> Rest() const {
    if (lines_.empty()) return std::nullopt;
    const WitnessLine& line = lines_.begin()->second;
    return Finding{line.first_seq, absl::StrCat("the witnessed seal over ", line.first_seq, " to ",
                                                line.last_seq, " is missing")};
  }

 private:
  std::map<int64_t, WitnessLine> lines_;
};

void Note(const std::optional<Finding>& finding, VerifyResult& result) {
  if (!finding.has_value() || !result.intact) return;
  result.intact = false;
  result.first_broken_seq = finding->seq;
  result.problem = finding->problem;
}

std::optional<Finding> CheckOne(db::Tx& tx, const Seal& seal, const Seal& previous,
                                std::span<const SealKey> keys) {
  if (auto finding = CheckSeal(seal, previous, keys)) return finding;
  return CheckEntries(tx, seal, previous.last_seq == 0 ? kBeforeAll : previous.last_seq);
}

}  // namespace

absl::StatusOr<VerifyResult> VerifyChain(db::Tx& tx, std::span<const SealKey> keys,
                                         const std::vector<WitnessLine>& witness) {
  VerifyResult result;
  WitnessBook book(witness);
  Seal previous;
  previous.root = FirstRoot();
  try {
    for (bool more = true; more && result.intact;) {
      std::vector<Seal> seals = ReadSeals(tx, previous.last_seq, kSealsPerPage);
      more = seals.size() == kSealsPerPage;
      for (Seal& seal : seals) {
        Note(CheckOne(tx, seal, previous, keys), result);
        Note(book.Compare(seal), result);
        if (!result.intact) break;
        result.sealed_count += seal.entry_count;
        previous = std::move(seal);
      }
    }
    if (result.intact) Note(book.Rest(), result);
    result.open_count = tx.Run(
                              "SELECT count(*) FROM audit_entries WHERE seq > (SELECT "
                              "coalesce(max(last_seq), 0) FROM audit_seals)")[0][0]
                            .as<int64_t>();
    return result;
  } catch (const std::exception&) {
    return db::StatusFromCurrentException();
  }
}

}  // namespace opora::audit
