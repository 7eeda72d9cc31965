#include "services/client_registry/appointments/appointment_rules.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "services/client_registry/appointments/icalendar.h"
#include "services/client_registry/appointments/slip.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;

absl::Time Prague(int year, int month, int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), dates::PragueZone());
}

const absl::Time kTwo = Prague(2026, 7, 29, 14);

v1::Appointment Planned() {
  v1::Appointment appointment;
  appointment.set_state(v1::APPOINTMENT_STATE_PLANNED);
  *appointment.mutable_start_time() = rpc::ToTimestamp(kTwo);
  *appointment.mutable_end_time() = rpc::ToTimestamp(kTwo + absl::Hours(1));
  return appointment;
}

TEST(REG_117, OnlyAPlannedAppointmentMovesAndOnlyABegunOneIsClosed) {
  v1::Appointment appointment = Planned();
  EXPECT_TRUE(CheckAppointmentVerb(appointment, "MoveAppointment", kTwo).ok());
  EXPECT_EQ(
      ReasonOf(CheckAppointmentVerb(appointment, "CloseAppointment", kTwo - absl::Seconds(1))),
      "APPOINTMENT_NOT_BEGUN");
  EXPECT_TRUE(CheckAppointmentVerb(appointment, "CloseAppointment", kTwo).ok());
  for (const auto state : {v1::APPOINTMENT_STATE_HELD, v1::APPOINTMENT_STATE_MISSED,
                           v1::APPOINTMENT_STATE_CANCELLED}) {
    appointment.set_state(state);
    for (const auto& action : AppointmentActions(appointment, kTwo, {})) {
      EXPECT_FALSE(action.allowed());
      EXPECT_EQ(ReasonOf(CheckAppointmentVerb(appointment, action.verb(), kTwo)),
                "APPOINTMENT_STATE_REFUSES");
    }
  }
}

TEST(REG_117, ATimeHasAnEndWithinADayAndLiesAhead) {
  EXPECT_EQ(ReasonOf(CheckSpan({kTwo, kTwo}, "end_time")), "PERIOD_REVERSED");
  EXPECT_EQ(ReasonOf(CheckSpan({kTwo, kTwo + absl::Hours(25)}, "end_time")), "PERIOD_TOO_LONG");
  EXPECT_TRUE(CheckSpan({kTwo, kTwo + absl::Hours(24)}, "end_time").ok());
  const Span span{kTwo, kTwo + absl::Hours(1)};
  EXPECT_EQ(ReasonOf(CheckAhead(span, kTwo + absl::Minutes(2))), "APPOINTMENT_IN_PAST");
  EXPECT_TRUE(CheckAhead(span, kTwo + absl::Minutes(1)).ok());
}

TEST(CONF_21, BusyTimesAreCutToTheTimeAskedAndJoined) {
  const Span asked{kTwo, kTwo + absl::Hours(2)};
  const auto at = [](int from, int to) {
    return Span{kTwo + absl::Minutes(from), kTwo + absl::Minutes(to)};
  };
  EXPECT_EQ(Within(at(-30, 30), asked), at(0, 30));
  EXPECT_EQ(Within(at(-30, 0), asked), std::nullopt);
  EXPECT_EQ(Within(at(120, 150), asked), std::nullopt);
  EXPECT_EQ(Joined({at(60, 90), at(0, 30), at(10, 40), at(40, 50)}),
            (std::vector<Span>{at(0, 50), at(60, 90)}));
}

TEST(REG_117, TextOfACalendarIsEscaped) {
  EXPECT_EQ(icalendar::Escape("a\\b; c, d\r\ne\nf\rg"), "a\\\\b\\; c\\, d\\ne\\nf\\ng");
  EXPECT_EQ(icalendar::Escape(std::string("x\x01\x7fy\tz", 6)), "xy\tz");
}

TEST(REG_117, LinesAreFoldedAfter75OctetsAndNeverWithinALetter) {
  std::string line = "SUMMARY:";
  for (int i = 0; i < 60; ++i) line += i % 2 == 0 ? "ž" : "ů";
  for (int shift = 0; shift < 3; ++shift, line += "x") {
    const std::string folded = icalendar::Folded(absl::StrCat(std::string(shift, 'a'), line));
    for (absl::string_view part : absl::StrSplit(folded, "\r\n")) {
      EXPECT_LE(part.size(), 75U);
      if (part.size() < 2) continue;
      const auto octet = static_cast<unsigned char>(part[part[0] == ' ' ? 1 : 0]);
      EXPECT_NE(octet & 0xC0U, 0x80U) << "cut within a letter";
    }
    EXPECT_EQ(absl::StrReplaceAll(folded, {{"\r\n ", ""}}),
              absl::StrCat(std::string(shift, 'a'), line, "\r\n"));
  }
  EXPECT_EQ(icalendar::Folded(std::string(75, 'x')), std::string(75, 'x') + "\r\n");
  EXPECT_EQ(icalendar::Folded(std::string(76, 'x')), std::string(75, 'x') + "\r\n x\r\n");
}

TEST(REG_117, TimesAreThoseOfPragueInSummerAndWinter) {
  EXPECT_EQ(icalendar::LocalTime(kTwo), ";TZID=Europe/Prague:20260729T140000");
  EXPECT_EQ(icalendar::LocalTime(Prague(2026, 1, 15, 9, 30)),
            ";TZID=Europe/Prague:20260115T093000");
  // 25 October 2026: half past two comes twice.
  const absl::Time first =
      absl::FromCivil(absl::CivilMinute(2026, 10, 25, 0, 30), absl::UTCTimeZone());
  EXPECT_EQ(icalendar::LocalTime(first), ";TZID=Europe/Prague:20261025T023000");
  EXPECT_EQ(icalendar::LocalTime(first + absl::Hours(1)), ":20261025T013000Z");
  EXPECT_EQ(icalendar::LocalTime(first + absl::Hours(2)), ";TZID=Europe/Prague:20261025T033000");
}

TEST(REG_117, ACalendarCarriesItsTimeZone) {
  icalendar::Event event;
  event.uid = "1@opora";
  event.begin = kTwo;
  event.end = kTwo + absl::Minutes(90);
  event.summary = "Schůzka";
  const std::string text = icalendar::Render({event}, kTwo);
  for (const char* line :
       {"BEGIN:VCALENDAR\r\n", "TZID:Europe/Prague\r\n",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n",
        "UID:1@opora\r\n", "DTSTAMP:20260729T120000Z\r\n",
        "DTEND;TZID=Europe/Prague:20260729T153000\r\n", "SUMMARY:Schůzka\r\n",
        "END:VCALENDAR\r\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(text.find("LOCATION"), std::string::npos);
}

TEST(REG_117, TheSlipSpeaksCzech) {
  EXPECT_EQ(slip::When(kTwo, kTwo + absl::Minutes(90)),
            "středa 29. července 2026 od 14.00 do 15.30 hodin");
  EXPECT_EQ(slip::When(Prague(2026, 12, 31, 23), Prague(2027, 1, 1, 1)),
            "čtvrtek 31. prosince 2026 23.00 až pátek 1. ledna 2027 1.00");
  slip::Slip one;
  one.begin = kTwo;
  one.end = kTwo + absl::Hours(1);
  one.place = "U <nádraží> & \"mostu\"";
  one.bring = {"rodný list"};
  EXPECT_NE(slip::Html(one).find("U &lt;nádraží&gt; &amp; &quot;mostu&quot;"), std::string::npos);
  EXPECT_NE(slip::Text(one).find("  - rodný list\n"), std::string::npos);
  EXPECT_EQ(slip::Text(one).find("S kým"), std::string::npos);
}

}  // namespace
}  // namespace opora::registry
