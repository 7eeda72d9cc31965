#include "services/client_registry/notifications/notification_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "common/time/date.h"

namespace opora::registry {
namespace {

using ::testing::HasSubstr;

const NotificationTimes kTimes{absl::Minutes(15), 7, absl::Hours(72)};

absl::Time Prague(int day, int hour, int minute) {
  return absl::FromCivil(absl::CivilMinute(2026, 11, day, hour, minute), dates::PragueZone());
}

MailEnvelope Envelope(common::v1::Language language) {
  return {"6f1c2a34-0000-4000-8000-000000000001", "opora@town.example", "eva@most.example",
          language};
}

TEST(REG_119, AtOnceThereIsOneMailInAWindow) {
  const auto mode = v1::NOTIFICATION_MODE_AT_ONCE;
  EXPECT_EQ(WindowAt(mode, Prague(23, 8, 1), kTimes), WindowAt(mode, Prague(23, 8, 14), kTimes));
  EXPECT_NE(WindowAt(mode, Prague(23, 8, 14), kTimes), WindowAt(mode, Prague(23, 8, 16), kTimes));
}

TEST(REG_119, TheDailyMailWaitsForItsHour) {
  const auto mode = v1::NOTIFICATION_MODE_DAILY;
  EXPECT_EQ(WindowAt(mode, Prague(23, 6, 59), kTimes), std::nullopt);
  EXPECT_EQ(WindowAt(mode, Prague(23, 7, 0), kTimes), Prague(23, 7, 0));
  EXPECT_EQ(WindowAt(mode, Prague(23, 23, 59), kTimes), Prague(23, 7, 0));
}

TEST(REG_119, WhoeverWantsNoneGetsNone) {
  EXPECT_EQ(WindowAt(v1::NOTIFICATION_MODE_NEVER, Prague(23, 8, 0), kTimes), std::nullopt);
  EXPECT_EQ(WindowAt(v1::NOTIFICATION_MODE_UNSPECIFIED, Prague(23, 8, 0), kTimes), std::nullopt);
}

TEST(REG_119, AMailHoldsNumbersAndNothingElse) {
  const std::string mail = MailText(Envelope(common::v1::LANGUAGE_EN), {2, 0}, Prague(23, 8, 0));
  EXPECT_EQ(mail,
            "Date: Mon, 23 Nov 2026 07:00:00 +0000\r\nFrom: Opora <opora@town.example>\r\nTo: "
            "<eva@most.example>\r\nSubject: =?utf-8?B?" +
                absl::Base64Escape("2 new items in Opora") +
                "?=\r\nMessage-ID: <6f1c2a34-0000-4000-8000-000000000001@town.example>\r\n"
                "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
                "charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                "2 new items in Opora.\r\n");
}

TEST(REG_119, BothLanguagesCount) {
  const auto said = [](common::v1::Language language, MailCounts counts) {
    const std::string mail = MailText(Envelope(language), counts, Prague(23, 8, 0));
    return mail.substr(mail.find("\r\n\r\n") + 4);
  };
  EXPECT_EQ(said(common::v1::LANGUAGE_EN, {1, 0}), "1 new item in Opora.\r\n");
  EXPECT_EQ(said(common::v1::LANGUAGE_EN, {0, 2}), "2 items wait too long in Opora.\r\n");
  EXPECT_EQ(said(common::v1::LANGUAGE_CS, {1, 0}), "1 nová položka v Opoře.\r\n");
  EXPECT_EQ(said(common::v1::LANGUAGE_CS, {3, 1}),
            "3 nové položky, 1 položka čeká příliš dlouho v Opoře.\r\n");
  EXPECT_EQ(said(common::v1::LANGUAGE_CS, {5, 5}),
            "5 nových položek, 5 položek čeká příliš dlouho v Opoře.\r\n");
}

TEST(REG_119, ARefusedMailIsTriedAgainLessAndLessOften) {
  const absl::Duration first = absl::Seconds(30);
  EXPECT_EQ(PauseAfter(1, first), absl::Seconds(30));
  EXPECT_EQ(PauseAfter(2, first), absl::Seconds(60));
  EXPECT_EQ(PauseAfter(12, first), absl::Hours(1));
  EXPECT_EQ(PauseAfter(30, first), absl::ZeroDuration());
}

}  // namespace
}  // namespace opora::registry
