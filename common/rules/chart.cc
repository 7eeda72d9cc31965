#include "common/rules/chart.h"

#include <map>
#include <set>
#include <sstream>

#include "opora/common/v1/label.pb.h"

namespace opora::rules {
namespace {

// The label of a state; its name in small letters where it has none.
std::string LabelOf(const google::protobuf::EnumValueDescriptor& state,
                    common::v1::Language language) {
  const common::v1::Label& label = state.options().GetExtension(common::v1::label);
  const std::string& text = language == common::v1::LANGUAGE_CS ? label.cs() : label.en();
  return text.empty() ? state.name() : text;
}

}  // namespace

std::string Draw(const Chart& chart, common::v1::Language language) {
  std::map<std::pair<int, int>, std::string> lines;
  std::set<int> states, reached;
  for (const Arrow& arrow : chart.arrows) {
    std::string& verbs = lines[{arrow.from, arrow.to}];
    verbs.append(verbs.empty() ? "" : ", ").append(arrow.verb);
    states.insert({arrow.from, arrow.to});
    if (arrow.from != arrow.to) reached.insert(arrow.to);
  }
  std::ostringstream drawn;
  drawn << "stateDiagram-v2\n";
  for (const int state : states) {
    const auto* value = chart.states->FindValueByNumber(state);
    drawn << "  state \"" << LabelOf(*value, language) << "\" as s" << state << "\n";
  }
  for (const int state : states) {
    if (!reached.contains(state)) drawn << "  [*] --> s" << state << "\n";
  }
  for (const auto& [ends, verbs] : lines)
    drawn << "  s" << ends.first << " --> s" << ends.second << (verbs.empty() ? "" : ": ") << verbs
          << "\n";
  return drawn.str();
}

}  // namespace opora::rules
