#include "common/app/describe.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "absl/strings/str_replace.h"

namespace opora::app {
namespace {

using common::v1::Language;
using rules::Rule;
using rules::Text;

constexpr Text kTitle = {"Rules of ", "Pravidla služby "};
constexpr Text kIntroduction = {
    "Each refusal and warning carries the rule's id and reason, what is told in the caller's "
    "language, and what sets it right. Classes: L law, H invariant, W recommendation (ENFORCE, "
    "WARN or OFF per programme), R recorded, C computed.",
    "Každé odmítnutí a upozornění nese označení pravidla a důvod, sdělení v jazyce volajícího a "
    "cestu k nápravě. Třídy: L zákon, H pevné pravidlo, W doporučení (v programu VYMÁHAT, "
    "UPOZORNIT, VYPNOUT), R záznam, C výpočet."};
constexpr Text kHeader = {"| Rule | Reason | Class | Status | Is told | Sets it right |\n",
                          "| Pravidlo | Důvod | Třída | Stav | Sdělení | Náprava |\n"};
constexpr Text kCharts = {"States", "Stavy"};

char LetterOf(common::v1::RuleClass rule_class) {
  switch (rule_class) {
    case common::v1::RULE_CLASS_LAW:
      return 'L';
    case common::v1::RULE_CLASS_HARD:
      return 'H';
    case common::v1::RULE_CLASS_RECOMMENDATION:
      return 'W';
    case common::v1::RULE_CLASS_RECORDED:
      return 'R';
    default:
      return 'C';
  }
}

std::string Cell(std::string_view text) {
  return absl::StrReplaceAll(std::string(text), {{"|", "\\|"}});
}

void PrintRow(const Rule& rule, Language language, std::ostream& page) {
  page << "| " << rule.id << " | `" << rule.reason << "` | " << LetterOf(rule.rule_class) << " | "
       << absl::StatusCodeToString(rule.code) << " | " << Cell(rule.message.In(language)) << " | "
       << Cell(rule.remedy.In(language));
  if (!rule.remedy_rpc.empty())
    page << " `" << rule.remedy_rpc.substr(rule.remedy_rpc.rfind('.') + 1) << "`";
  page << " |\n";
}

}  // namespace

std::string Describe(const Definition& definition, Language language) {
  std::vector<const Rule*> sorted(definition.rules.begin(), definition.rules.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const Rule* left, const Rule* right) {
    return std::pair(left->id, left->reason) < std::pair(right->id, right->reason);
  });
  std::ostringstream page;
  page << "# " << kTitle.In(language) << definition.name << "\n\n"
       << kIntroduction.In(language) << "\n\n"
       << kHeader.In(language) << "|---|---|---|---|---|---|\n";
  for (const Rule* rule : sorted) PrintRow(*rule, language, page);
  if (!definition.charts.empty()) page << "\n## " << kCharts.In(language) << "\n";
  for (const rules::Chart& chart : definition.charts) {
    page << "\n### " << chart.states->name() << "\n\n```mermaid\n"
         << rules::Draw(chart, language) << "```\n";
  }
  return page.str();
}

}  // namespace opora::app
