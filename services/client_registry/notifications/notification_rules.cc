#include "services/client_registry/notifications/notification_rules.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/time/date.h"

namespace opora::registry {
namespace {

constexpr int kMostAttempts = 30;
constexpr absl::Duration kLongestPause = absl::Hours(1);

// "2 new items", "2 nové položky".
std::string CountText(int count, common::v1::Language language) {
  if (language != common::v1::LANGUAGE_CS)
    return absl::StrCat(count, count == 1 ? " new item" : " new items");
  if (count == 1) return "1 nová položka";
  return absl::StrCat(count, count < 5 ? " nové položky" : " nových položek");
}

std::string WaitingText(int count, common::v1::Language language) {
  if (language != common::v1::LANGUAGE_CS)
    return absl::StrCat(count, count == 1 ? " item waits too long" : " items wait too long");
  if (count == 1) return "1 položka čeká příliš dlouho";
  return absl::StrCat(count,
                      count < 5 ? " položky čekají příliš dlouho" : " položek čeká příliš dlouho");
}

std::string Sentence(const MailCounts& counts, common::v1::Language language) {
  const std::string where = language == common::v1::LANGUAGE_CS ? " v Opoře" : " in Opora";
  if (counts.escalated == 0) return CountText(counts.fresh, language) + where;
  if (counts.fresh == 0) return WaitingText(counts.escalated, language) + where;
  return absl::StrCat(CountText(counts.fresh, language), ", ",
                      WaitingText(counts.escalated, language), where);
}

std::string DomainOf(const std::string& address) {
  const std::size_t at = address.rfind('@');
  return at == std::string::npos ? "localhost" : address.substr(at + 1);
}

}  // namespace

std::optional<absl::Time> WindowAt(v1::NotificationMode mode, absl::Time now,
                                   const NotificationTimes& times) {
  switch (mode) {
    case v1::NOTIFICATION_MODE_AT_ONCE: {
      absl::Duration rest;
      const int64_t windows = absl::IDivDuration(now - absl::UnixEpoch(), times.window, &rest);
      return absl::UnixEpoch() + windows * times.window;
    }
    case v1::NOTIFICATION_MODE_DAILY: {
      const absl::CivilDay today = dates::Today(now);
      const absl::Time digest =
          absl::FromCivil(absl::CivilHour(today) + times.digest_hour, dates::PragueZone());
      return now >= digest ? std::optional(digest) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::string MailText(const MailEnvelope& envelope, const MailCounts& counts, absl::Time now) {
  const std::string sentence = Sentence(counts, envelope.language);
  return absl::StrCat(
      "Date: ", absl::FormatTime(absl::RFC1123_full, now, absl::UTCTimeZone()), "\r\nFrom: Opora <",
      envelope.from, ">\r\nTo: <", envelope.to, ">\r\nSubject: =?utf-8?B?",
      absl::Base64Escape(sentence), "?=\r\nMessage-ID: <", envelope.id, "@",
      DomainOf(envelope.from),
      ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
      "charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
      sentence, ".\r\n");
}

absl::Duration PauseAfter(int attempts, absl::Duration first) {
  if (attempts >= kMostAttempts) return absl::ZeroDuration();
  return std::min(kLongestPause, first * (1 << std::min(std::max(attempts - 1, 0), 12)));
}

}  // namespace opora::registry
