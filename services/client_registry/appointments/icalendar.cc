#include "services/client_registry/appointments/icalendar.h"

#include "absl/strings/str_cat.h"
#include "common/time/date.h"

namespace opora::registry::icalendar {
namespace {

constexpr std::size_t kLineOctets = 75;

// Daylight saving of the European Union, as Prague has it since 1996.
constexpr const char* kZone[] = {"BEGIN:VTIMEZONE",
                                 "TZID:Europe/Prague",
                                 "BEGIN:DAYLIGHT",
                                 "TZOFFSETFROM:+0100",
                                 "TZOFFSETTO:+0200",
                                 "TZNAME:CEST",
                                 "DTSTART:19960331T020000",
                                 "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                                 "END:DAYLIGHT",
                                 "BEGIN:STANDARD",
                                 "TZOFFSETFROM:+0200",
                                 "TZOFFSETTO:+0100",
                                 "TZNAME:CET",
                                 "DTSTART:19961027T030000",
                                 "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
                                 "END:STANDARD",
                                 "END:VTIMEZONE"};

std::string Utc(absl::Time time) {
  return absl::FormatTime("%Y%m%dT%H%M%SZ", time, absl::UTCTimeZone());
}

bool IsContinuation(char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U; }

void AddLine(std::string_view line, std::string& calendar) { calendar += Folded(line); }

void AddEvent(const Event& event, absl::Time now, std::string& calendar) {
  AddLine("BEGIN:VEVENT", calendar);
  AddLine(absl::StrCat("UID:", Escape(event.uid)), calendar);
  AddLine(absl::StrCat("DTSTAMP:", Utc(now)), calendar);
  AddLine(absl::StrCat("SEQUENCE:", event.sequence), calendar);
  AddLine(absl::StrCat("DTSTART", LocalTime(event.begin)), calendar);
  AddLine(absl::StrCat("DTEND", LocalTime(event.end)), calendar);
  AddLine(absl::StrCat("SUMMARY:", Escape(event.summary)), calendar);
  if (!event.location.empty()) AddLine(absl::StrCat("LOCATION:", Escape(event.location)), calendar);
  AddLine("CLASS:PRIVATE", calendar);
  AddLine("STATUS:CONFIRMED", calendar);
  AddLine("END:VEVENT", calendar);
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char octet = text[i];
    if (octet == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (octet == '\n' || octet == '\r') {
      escaped += "\\n";
    } else if (octet == '\\' || octet == ';' || octet == ',') {
      escaped += '\\';
      escaped += octet;
    } else if (octet == '\t' || (static_cast<unsigned char>(octet) >= 0x20U && octet != 0x7F)) {
      escaped += octet;
    }
  }
  return escaped;
}

std::string Folded(std::string_view line) {
  std::string folded;
  std::size_t room = kLineOctets;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && IsContinuation(line[cut])) --cut;
    absl::StrAppend(&folded, std::string(line.substr(0, cut)), "\r\n ");
    line.remove_prefix(cut);
    room = kLineOctets - 1;
  }
  absl::StrAppend(&folded, std::string(line), "\r\n");
  return folded;
}

std::string LocalTime(absl::Time time) {
  const absl::TimeZone prague = dates::PragueZone();
  const absl::TimeZone::TimeInfo local = prague.At(absl::ToCivilSecond(time, prague));
  if (local.kind == absl::TimeZone::TimeInfo::REPEATED && time >= local.trans) {
    return absl::StrCat(":", Utc(time));
  }
  return absl::StrCat(";TZID=Europe/Prague:", absl::FormatTime("%Y%m%dT%H%M%S", time, prague));
}

std::string Render(const std::vector<Event>& events, absl::Time now) {
  std::string calendar;
  for (const char* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Opora//client-registry//CS",
                           "CALSCALE:GREGORIAN", "METHOD:PUBLISH"}) {
    AddLine(line, calendar);
  }
  for (const char* line : kZone) AddLine(line, calendar);
  for (const Event& event : events) AddEvent(event, now, calendar);
  AddLine("END:VCALENDAR", calendar);
  return calendar;
}

}  // namespace opora::registry::icalendar
