#include "services/client_registry/clients/client_rules.h"

#include "absl/strings/ascii.h"
#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/text/birth_number.h"
#include "common/text/fold.h"
#include "common/text/likeness.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/clients/refusals.h"

namespace opora::registry {
namespace {

constexpr std::size_t kPhoneDigits = 9;

absl::Status CheckName(const std::string& name, const char* field) {
  if (text::HasLetters(name)) return absl::OkStatus();
  return rules::InvalidField(field, "NAME_WITHOUT_LETTERS", "has no letters");
}

absl::Status CheckBirthNumber(v1::Client& client, absl::CivilDay today) {
  const auto number = text::ParseBirthNumber(client.birth_number(), today);
  if (!number.ok()) {
    return rules::InvalidField("client.birth_number", "BIRTH_NUMBER_INVALID",
                               std::string(number.status().message()));
  }
  const common::v1::Date born = dates::ToDate(number->birth_date);
  const common::v1::PartialDate& said = client.birth_date();
  if (client.has_birth_date() &&
      (said.year() != born.year() || (said.month() != 0 && said.month() != born.month()) ||
       (said.day() != 0 && said.day() != born.day()))) {
    return rules::InvalidField("client.birth_number", "BIRTH_NUMBER_DISAGREES",
                               "does not agree with birth_date");
  }
  client.set_birth_number(number->digits);
  client.mutable_birth_date()->set_year(born.year());
  client.mutable_birth_date()->set_month(born.month());
  client.mutable_birth_date()->set_day(born.day());
  return absl::OkStatus();
}

// The last nine digits, which is a Czech number without its prefix; nothing for less.
std::string PhoneDigits(std::string_view number) {
  std::string digits;
  for (const char c : number) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits.push_back(c);
  }
  return digits.size() < kPhoneDigits ? "" : digits.substr(digits.size() - kPhoneDigits);
}

// A partial date agrees with every date that it can be the beginning of.
bool Agree(const std::string& left, const std::string& right) {
  const std::size_t known = std::min(left.size(), right.size());
  return left.compare(0, known, right, 0, known) == 0;
}

}  // namespace

absl::Status CheckClient(v1::Client& client, absl::CivilDay today) {
  if (client.kind() == v1::CLIENT_KIND_CODE_NAME) {
    const bool identified = client.has_given_name() || client.has_family_name() ||
                            client.has_birth_date() || client.has_birth_number();
    if (!client.has_code_name() || identified) {
      return rules::Refuse(rule::kIdentityOfCodeName, {.field = "client.code_name"});
    }
    return absl::OkStatus();
  }
  if (!client.has_family_name() || client.has_code_name()) {
    return rules::Refuse(rule::kIdentityOfCodeName, {.field = "client.family_name"});
  }
  RETURN_IF_ERROR(CheckName(client.family_name(), "client.family_name"));
  if (client.has_given_name()) RETURN_IF_ERROR(CheckName(client.given_name(), "client.given_name"));
  if (client.has_birth_date()) {
    RETURN_IF_ERROR(dates::CheckPartialDate(client.birth_date(), "client.birth_date"));
    const auto& date = client.birth_date();
    const absl::CivilDay earliest(date.year(), std::max(date.month(), 1), std::max(date.day(), 1));
    if (earliest > today) return rules::Refuse(rules::kNotInFuture, {.field = "client.birth_date"});
  }
  return client.has_birth_number() ? CheckBirthNumber(client, today) : absl::OkStatus();
}

MatchKeys KeysOf(const v1::Client& client) {
  MatchKeys keys;
  keys.given = text::FoldName(client.given_name());
  keys.family = text::FoldName(client.family_name());
  if (client.has_birth_date()) {
    const auto& date = client.birth_date();
    keys.birth_date = dates::FormatPartialDate({date.year(), date.month(), date.day()});
  }
  keys.birth_number = client.birth_number();
  keys.phone = PhoneDigits(client.phone_number());
  return keys;
}

namespace {

enum class Agreement { kSame, kNearly, kUnknown, kDiffers };

Agreement CompareNames(const std::string& left, const std::string& right) {
  if (left.empty() || right.empty()) return Agreement::kUnknown;
  if (left == right) return Agreement::kSame;
  return text::IsNearlySame(left, right) ? Agreement::kNearly : Agreement::kDiffers;
}

bool IsFull(const std::string& date) { return date.size() == 10; }

// Day and month in each other's place.
bool AreSwapped(const std::string& left, const std::string& right) {
  return left.substr(0, 4) == right.substr(0, 4) && left.substr(5, 2) == right.substr(8, 2) &&
         left.substr(8, 2) == right.substr(5, 2);
}

Agreement CompareDates(const std::string& left, const std::string& right) {
  if (left.empty() || right.empty()) return Agreement::kUnknown;
  const bool full = IsFull(left) && IsFull(right);
  if (!full) return Agree(left, right) ? Agreement::kNearly : Agreement::kDiffers;
  if (left == right) return Agreement::kSame;
  const bool nearly = text::EditDistance(left, right, 1) <= 1 || AreSwapped(left, right);
  return nearly ? Agreement::kNearly : Agreement::kDiffers;
}

// What the agreement of a part says for one person, in the manner of Fellegi and Sunter: the
// logarithm of how much likelier it is in two records of one person than of two. The figures are
// round because populations differ; `./opora bench linkage` shows what they find.
int WeightOfName(Agreement agreement) {
  switch (agreement) {
    case Agreement::kSame:
      return 6;
    case Agreement::kNearly:
      return 4;
    case Agreement::kUnknown:
      return 0;
    default:
      return -4;
  }
}

int WeightOfDate(Agreement agreement, bool full) {
  switch (agreement) {
    case Agreement::kSame:
      return 9;
    case Agreement::kNearly:
      return full ? 5 : 2;
    default:
      return 0;
  }
}

constexpr int kEnough = 9;

// Given and family name as written or in each other's place, whichever agrees better.
int WeightOfNames(const MatchKeys& left, const MatchKeys& right) {
  const int straight = WeightOfName(CompareNames(left.given, right.given)) +
                       WeightOfName(CompareNames(left.family, right.family));
  const int crossed = WeightOfName(CompareNames(left.given, right.family)) +
                      WeightOfName(CompareNames(left.family, right.given)) - 2;
  return std::max(straight, crossed);
}

int ScoreOfIdentity(const MatchKeys& left, const MatchKeys& right) {
  // A name of which a part is unknown is no evidence of its own.
  const bool same_name = !left.family.empty() && left.family == right.family &&
                         !left.given.empty() && left.given == right.given;
  if (!left.birth_number.empty() && left.birth_number == right.birth_number)
    return same_name ? 1000 : 850;
  if (!left.birth_number.empty() && !right.birth_number.empty()) return 0;
  const Agreement date = CompareDates(left.birth_date, right.birth_date);
  if (date == Agreement::kDiffers) return 0;
  if (same_name && date == Agreement::kSame) return 900;
  const bool full = IsFull(left.birth_date) && IsFull(right.birth_date);
  const int weight = WeightOfNames(left, right) + WeightOfDate(date, full);
  return weight >= kEnough ? 400 + 15 * weight : 0;
}

// Families share a telephone: who has another birth number or another full birth date is another
// person.
bool AreDifferent(const MatchKeys& left, const MatchKeys& right) {
  if (!left.birth_number.empty() && !right.birth_number.empty())
    return left.birth_number != right.birth_number;
  return IsFull(left.birth_date) && IsFull(right.birth_date) &&
         CompareDates(left.birth_date, right.birth_date) == Agreement::kDiffers;
}

}  // namespace

int Score(const MatchKeys& left, const MatchKeys& right) {
  const int score = ScoreOfIdentity(left, right);
  const bool same_phone = !left.phone.empty() && left.phone == right.phone;
  if (score >= kWorthALook || !same_phone || AreDifferent(left, right)) return score;
  return kWorthALook;
}

absl::Status CheckStatement(const v1::Statement& statement, absl::Time now) {
  if (statement.has_verified_on()) {
    RETURN_IF_ERROR(dates::CheckDate(statement.verified_on(), "statement.verified_on"));
    if (dates::FromDate(statement.verified_on()) > dates::DayAt(now)) {
      return rules::Refuse(rules::kNotInFuture, {.field = "statement.verified_on"});
    }
  }
  if (!statement.has_occurred_at()) return absl::OkStatus();
  return rules::CheckOccurrence(rpc::FromTimestamp(statement.occurred_at()), now,
                                "statement.occurred_at");
}

}  // namespace opora::registry
