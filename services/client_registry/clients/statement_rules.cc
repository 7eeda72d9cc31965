#include "services/client_registry/clients/statement_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/text/fold.h"
#include "common/time/date.h"
#include "services/client_registry/clients/refusals.h"

namespace opora::registry {
namespace {

constexpr int kOfAge = 18;

// What people are called, folded. Not a filter of words: nobody writes these by mistake as the
// matter of a statement, and what they mean has its own place.
const absl::flat_hash_set<std::string>& Labels() {
  static const auto* labels = new absl::flat_hash_set<std::string>{
      "label",      "tag",          "nalepka",     "stitek",         "skatulka",       "prezdivka",
      "nickname",   "alcoholic",    "drunkard",    "addict",         "junkie",         "homeless",
      "gypsy",      "criminal",     "offender",    "delinquent",     "prostitute",     "liar",
      "parasite",   "troublemaker", "maladjusted", "inadaptable",    "hopeless",       "scrounger",
      "alkoholik",  "alkoholicka",  "opilec",      "narkoman",       "narkomanka",     "fetak",
      "fetacka",    "toxikoman",    "toxikomanka", "bezdomovec",     "bezdomkyne",     "cikan",
      "cikanka",    "asocial",      "asocialka",   "neprizpusobivy", "neprizpusobiva", "problemovy",
      "problemova", "kriminalnik",  "recidivista", "recidivistka",   "zlodej",         "zlodejka",
      "lhar",       "lharka",       "prostitutka", "flakac",         "parazit",        "nasilnik",
      "neplatic",   "neplaticka"};
  return *labels;
}

bool IsDiagnosis(const std::string& word) {
  return word == "diagnosis" || word == "diagnoses" || word == "diagnoza" || word == "diagnozy" ||
         word == "dg" || word == "dg.";
}

bool ProtectsDiagnosis(common::v1::DataArea area) {
  return area == common::v1::DATA_AREA_HEALTH || area == common::v1::DATA_AREA_ADDICTION;
}

}  // namespace

bool StaysWithHolder(const rpc::Unit& reader, const v1::Statement& statement) {
  return statement.kind() == v1::STATEMENT_KIND_WORKER_ASSUMPTION &&
         rpc::HolderOf(statement) != reader;
}

absl::Status CheckTopic(const v1::Statement& statement) {
  const std::vector<std::string> words = absl::StrSplit(
      text::FoldName(statement.topic()), absl::ByAnyChar(" ,;:/_.+#()[]\"!?"), absl::SkipEmpty());
  for (const std::string& word : words) {
    if (Labels().contains(word) || (IsDiagnosis(word) && !ProtectsDiagnosis(statement.area()))) {
      return rules::Refuse(rule::kLabelAsTopic, {.field = "statement.topic"});
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCorrection(v1::StatementChangeKind kind, bool has_successor) {
  const bool withdrawn = kind == v1::STATEMENT_CHANGE_KIND_WITHDRAWN;
  if (withdrawn && has_successor) {
    return rules::InvalidField("successor", "SUCCESSOR_OF_WITHDRAWN",
                               "must be empty when a statement is taken back");
  }
  if (!withdrawn && !has_successor) {
    return rules::InvalidField("successor", "SUCCESSOR_REQUIRED",
                               "is needed in place of a statement that is corrected or superseded");
  }
  return absl::OkStatus();
}

v1::StatementKind KindAfter(v1::StatementKind before, v1::Evidence evidence) {
  const bool proven = evidence == v1::EVIDENCE_DOCUMENT || evidence == v1::EVIDENCE_REGISTER;
  return proven ? v1::STATEMENT_KIND_VERIFIED_FACT : before;
}

bool IsOfTheParent(const v1::Statement& statement, const v1::Client& client, absl::CivilDay today) {
  if (statement.area() != common::v1::DATA_AREA_CHILD_PROTECTION || !client.has_birth_date())
    return false;
  // The latest day that a partial date can mean.
  const auto& born = client.birth_date();
  const absl::CivilMonth month(born.year(), born.month() == 0 ? 12 : born.month());
  const absl::CivilDay latest = born.day() == 0
                                    ? absl::CivilDay(month + 1) - 1
                                    : absl::CivilDay(born.year(), born.month(), born.day());
  return dates::AgeOn(latest, today) >= kOfAge;
}

}  // namespace opora::registry
