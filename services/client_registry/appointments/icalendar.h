#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

// Calendars as other programs read them: RFC 5545, UTF-8, times of Prague.
namespace opora::registry::icalendar {

struct Event {
  std::string uid;
  int64_t sequence = 0;  // Grows with each change.
  absl::Time begin;
  absl::Time end;
  std::string summary;
  std::string location;  // Empty for none.
};

// The whole calendar; lines end in CRLF and are folded after 75 octets.
std::string Render(const std::vector<Event>& events, absl::Time now);

// A text value: \ ; , and line breaks escaped, other control characters left out.
std::string Escape(std::string_view text);

// A content line with CRLF, folded after 75 octets and never within a character.
std::string Folded(std::string_view line);

// ";TZID=Europe/Prague:20260729T140000". The second of two equal hours of autumn has no local form
// and is given in UTC.
std::string LocalTime(absl::Time time);

}  // namespace opora::registry::icalendar
