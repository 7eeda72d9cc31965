#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "opora/common/v1/context.pb.h"

// State machines as the documentation draws them. The tables themselves stand in the rules files of
// their aggregates: rows with the members `from` and `to`, and `verb` where there are several.
namespace opora::rules {

struct Arrow {
  int from = 0;
  std::string_view verb;
  int to = 0;
};

struct Chart {
  const google::protobuf::EnumDescriptor* states = nullptr;
  std::vector<Arrow> arrows;
};

// The chart of a table of rows.
template <class Steps>
Chart ChartOf(const Steps& steps) {
  using State = std::remove_cvref_t<decltype(std::begin(steps)->from)>;
  Chart chart{google::protobuf::GetEnumDescriptor<State>(), {}};
  for (const auto& step : steps) {
    Arrow& arrow = chart.arrows.emplace_back(Arrow{step.from, "", step.to});
    if constexpr (requires { step.verb; }) arrow.verb = step.verb;
  }
  return chart;
}

// The same of rows with several states in `from`, and `to` 0 where the state stays.
template <class Verbs>
Chart ChartOfVerbs(const Verbs& verbs) {
  using State = std::remove_cvref_t<decltype(std::begin(verbs)->to)>;
  Chart chart{google::protobuf::GetEnumDescriptor<State>(), {}};
  for (const auto& verb : verbs) {
    for (const State from : verb.from)
      chart.arrows.push_back({from, verb.name, verb.to == 0 ? from : verb.to});
  }
  return chart;
}

// The chart as a Mermaid diagram; arrows between the same states share one line.
std::string Draw(const Chart& chart, common::v1::Language language);

}  // namespace opora::rules
