#pragma once

#include <span>
#include <string_view>

// Events of the other services that nothing is made of here, each for a reason. What is neither in
// these tables nor projected nor counted is unknown, which tools/lint/events.py does not let pass.
namespace opora::reporting {

enum class Why {
  kSetUp,      // Set-up of agencies, programmes and houses: no person is counted by it.
  kWorkers,    // Who works where and for whom.
  kNotToldOn,  // Too near to one person, or untold to the applicant (XC-54, HOUS-45).
  kNotYet,     // A draft or a proposal, or nothing that the fact followed would show.
  kNoFigure,   // No figure of a report is made of it.
};

struct Ignored {
  std::string_view type;
  Why why;
};
std::span<const Ignored> IgnoredEvents(std::string_view feed);

}  // namespace opora::reporting
