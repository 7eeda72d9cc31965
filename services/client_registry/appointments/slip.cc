#include "services/client_registry/appointments/slip.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/time/date.h"

namespace opora::registry::slip {
namespace {

constexpr const char* kWeekdays[] = {"pondělí", "úterý",  "středa", "čtvrtek",
                                     "pátek",   "sobota", "neděle"};
constexpr const char* kMonths[] = {"ledna",    "února", "března", "dubna", "května",    "června",
                                   "července", "srpna", "září",   "října", "listopadu", "prosince"};

std::string Day(absl::CivilDay day) {
  return absl::StrCat(kWeekdays[static_cast<int>(absl::GetWeekday(day))], " ", day.day(), ". ",
                      kMonths[day.month() - 1], " ", day.year());
}

std::string Hour(absl::CivilSecond second) {
  return absl::StrFormat("%d.%02d", second.hour(), second.minute());
}

// What a slip says, line by line; nothing of what is not known.
std::vector<std::pair<std::string, std::string>> LinesOf(const Slip& slip) {
  std::vector<std::pair<std::string, std::string>> lines = {{"Kdy", When(slip.begin, slip.end)}};
  if (!slip.place.empty()) lines.emplace_back("Kde", slip.place);
  if (!slip.with.empty()) lines.emplace_back("S kým", slip.with);
  if (!slip.accompanied_by.empty()) lines.emplace_back("Doprovodí Vás", slip.accompanied_by);
  return lines;
}

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  for (const char octet : text) {
    switch (octet) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += octet;
    }
  }
  return escaped;
}

}  // namespace

std::string When(absl::Time begin, absl::Time end) {
  const absl::TimeZone prague = dates::PragueZone();
  const absl::CivilSecond from = absl::ToCivilSecond(begin, prague);
  const absl::CivilSecond to = absl::ToCivilSecond(end, prague);
  const absl::CivilDay day(from);
  if (day == absl::CivilDay(to))
    return absl::StrCat(Day(day), " od ", Hour(from), " do ", Hour(to), " hodin");
  return absl::StrCat(Day(day), " ", Hour(from), " až ", Day(absl::CivilDay(to)), " ", Hour(to));
}

std::string Text(const Slip& slip) {
  std::string text = "VAŠE SCHŮZKA\n\n";
  for (const auto& [name, value] : LinesOf(slip)) absl::StrAppend(&text, name, ": ", value, "\n");
  if (!slip.bring.empty()) text += "\nVezměte s sebou:\n";
  for (const std::string& item : slip.bring) absl::StrAppend(&text, "  - ", item, "\n");
  return text;
}

std::string Html(const Slip& slip) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"cs\">\n<head><meta charset=\"utf-8\"><title>Vaše "
      "schůzka</title></head>\n<body>\n<h1>Vaše schůzka</h1>\n<dl>\n";
  for (const auto& [name, value] : LinesOf(slip))
    absl::StrAppend(&html, "<dt>", name, "</dt><dd>", EscapeHtml(value), "</dd>\n");
  html += "</dl>\n";
  if (!slip.bring.empty()) html += "<p>Vezměte s sebou:</p>\n<ul>\n";
  for (const std::string& item : slip.bring)
    absl::StrAppend(&html, "<li>", EscapeHtml(item), "</li>\n");
  if (!slip.bring.empty()) html += "</ul>\n";
  return html + "</body>\n</html>\n";
}

}  // namespace opora::registry::slip
