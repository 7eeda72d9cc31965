#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

// What is printed for the client about an appointment, in Czech (REG-117). It names no client: a
// slip can be found.
namespace opora::registry::slip {

struct Slip {
  absl::Time begin;
  absl::Time end;
  std::string place;
  std::string with;            // Who expects the client.
  std::string accompanied_by;  // Who goes along; empty for nobody.
  std::vector<std::string> bring;
};

// "středa 29. července 2026 od 14.00 do 15.30 hodin", in Prague.
std::string When(absl::Time begin, absl::Time end);

std::string Text(const Slip& slip);
// A page with the same words; everything is escaped.
std::string Html(const Slip& slip);

}  // namespace opora::registry::slip
