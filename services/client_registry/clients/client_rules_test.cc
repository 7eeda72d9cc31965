#include "services/client_registry/clients/client_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

v1::Client Parse(const std::string& text) {
  v1::Client client;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &client)) << text;
  return client;
}

v1::Client Named(const std::string& given, const std::string& family,
                 const std::string& more = "") {
  v1::Client client = Parse("kind: CLIENT_KIND_IDENTIFIED " + more);
  if (!given.empty()) client.set_given_name(given);
  client.set_family_name(family);
  return client;
}

std::string Check(v1::Client client) { return ReasonOf(CheckClient(client, kToday)); }

int Scored(const v1::Client& left, const v1::Client& right) {
  const int score = Score(KeysOf(left), KeysOf(right));
  EXPECT_EQ(score, Score(KeysOf(right), KeysOf(left)));
  return score;
}

constexpr char kBorn[] = "birth_date { year: 1971 month: 3 day: 19 }";
constexpr char kBornThatMonth[] = "birth_date { year: 1971 month: 3 }";
constexpr char kBornThatYear[] = "birth_date { year: 1971 }";
constexpr char kBornOtherwise[] = "birth_date { year: 1971 month: 3 day: 20 }";

TEST(REG_41, NameAndBirthDateAreOnePersonHoweverTheNameIsWritten) {
  const v1::Client registered = Named("Žaneta", "Příhodová Ďurišová", kBorn);
  EXPECT_LT(Scored(registered, Named("Žaneta", "Příhodová Ďurišová", kBornOtherwise)), kWorthALook);
  EXPECT_LT(Scored(registered, Named("Jana", "Nováková", kBorn)), kWorthALook);
  for (const v1::Client& same :
       {Named("Žaneta", "Příhodová Ďurišová", kBorn), Named("ZANETA", "PRIHODOVA DURISOVA", kBorn),
        Named("žaneta", "příhodová-ďurišová", kBorn),
        Named("Z\u030Caneta", "Pr\u030Ci\u0301hodova\u0301  D\u030Curis\u030Cova\u0301", kBorn)}) {
    EXPECT_GE(Scored(registered, same), kSamePerson) << same.family_name();
  }
}

TEST(REG_41, AnotherLetterIsAnotherName) {
  EXPECT_LT(Scored(Named("Jan", "Novák", kBorn), Named("Jan", "Nováček", kBorn)), kSamePerson);
  EXPECT_GE(Scored(Named("Jan", "Novák", kBorn), Named("Jan", "Novak", kBorn)), kSamePerson);
}

TEST(REG_41, OneBirthNumberIsOnePerson) {
  const v1::Client numbered = Named("Jan", "Novák", "birth_number: '7103192745'");
  EXPECT_EQ(Scored(numbered, Named("Jan", "Novák", "birth_number: '8551010017'")), 0);
  EXPECT_EQ(Scored(numbered, Named("Jan", "Novak", "birth_number: '7103192745'")), 1000);
  const int renamed = Scored(numbered, Named("Jan", "Dvořák", "birth_number: '7103192745'"));
  EXPECT_GE(renamed, kSamePerson);
  EXPECT_LT(renamed, 1000);
}

TEST(REG_41, TwinsOfOneNameHaveTwoBirthNumbers) {
  const std::string born = kBorn;
  EXPECT_EQ(Scored(Named("Jan", "Novák", born + " birth_number: '7103192745'"),
                   Named("Jan", "Novák", born + " birth_number: '7103190011'")),
            0);
  EXPECT_GE(Scored(Named("Jan", "Novák", born + " birth_number: '7103192745'"),
                   Named("Jan", "Novák", born)),
            kSamePerson);
}

TEST(REG_41, APartialDateIsWorthALookAndNoMore) {
  const v1::Client full = Named("Jan", "Novák", kBorn);
  EXPECT_EQ(Scored(full, Named("Jan", "Novák", "birth_date { year: 1972 }")), 0);
  EXPECT_EQ(Scored(full, Named("Jan", "Novák", "birth_date { year: 1971 month: 4 }")), 0);
  for (const char* partial : {kBornThatMonth, kBornThatYear, ""}) {
    const int score = Scored(full, Named("Jan", "Novák", partial));
    EXPECT_GE(score, kWorthALook) << partial;
    EXPECT_LT(score, kSamePerson) << partial;
  }
}

TEST(REG_41, OnePartOfTheNameIsWorthALookWithTheFullBirthDateOnly) {
  const v1::Client unmarried = Named("Jana", "Nováková", kBorn);
  EXPECT_EQ(Scored(unmarried, Named("Jana", "Dvořáková", kBornThatMonth)), 0);
  EXPECT_EQ(Scored(unmarried, Named("Jana", "Dvořáková")), 0);
  for (const v1::Client& like :
       {Named("Jana", "Dvořáková", kBorn), Named("Hana", "Nováková", kBorn)}) {
    EXPECT_GE(Scored(unmarried, like), kWorthALook);
    EXPECT_LT(Scored(unmarried, like), kSamePerson);
  }
}

TEST(REG_41, AnUnknownGivenNameIsNoEvidence) {
  EXPECT_LT(Scored(Named("", "Novák", kBorn), Named("", "Dvořák", kBorn)), kWorthALook);
  EXPECT_LT(Scored(Named("", "Novák", kBorn), Named("", "Novák", kBorn)), kSamePerson);
  EXPECT_LT(Scored(Named("", "Novák", kBorn), Named("Jan", "Novák", kBorn)), kSamePerson);
}

TEST(REG_41, SlipsOfThePenAreWorthALook) {
  const v1::Client written = Named("Žaneta", "Příhodová", kBorn);
  for (const v1::Client& slip : {
           Named("Žanneta", "Příhodová", kBorn),
           Named("Žaneta", "Říhodová", kBorn),
           Named("Žanteta", "Příhdoová", kBorn),
           Named("Příhodová", "Žaneta", kBorn),
           Named("Žaneta", "Příhodová", "birth_date { year: 1971 month: 3 day: 18 }"),
           Named("Žaneta", "Příhodová", "birth_date { year: 1917 month: 3 day: 19 }"),
       }) {
    EXPECT_GE(Scored(written, slip), kWorthALook) << slip.ShortDebugString();
    EXPECT_LT(Scored(written, slip), kSamePerson) << slip.ShortDebugString();
  }
  for (const v1::Client& other : {
           Named("Hana", "Dvořáková", kBorn),
           Named("Žaneta", "Příhodová", "birth_date { year: 1985 month: 12 day: 1 }"),
           Named("Žaneta", "Nováková"),
           Named("Hana", "Říhodová"),
       }) {
    EXPECT_EQ(Scored(written, other), 0) << other.ShortDebugString();
  }
}

TEST(REG_41, ADayAndAMonthMayHaveChangedPlaces) {
  const v1::Client one = Named("Jan", "Novák", "birth_date { year: 1971 month: 3 day: 12 }");
  const v1::Client swapped = Named("Jan", "Novák", "birth_date { year: 1971 month: 12 day: 3 }");
  EXPECT_GE(Scored(one, swapped), kWorthALook);
  EXPECT_LT(Scored(one, swapped), kSamePerson);
}

TEST(REG_41, MatchingNeedsSomethingToMatch) {
  EXPECT_EQ(Score(MatchKeys(), MatchKeys()), 0);
  EXPECT_EQ(Score(KeysOf(Named("Jan", "Novák", kBorn)), MatchKeys()), 0);
}

TEST(REG_41, ASharedTelephoneIsWorthALookUnlessTheBirthSaysOtherwise) {
  const v1::Client before = Named("Jan", "Novák", "phone_number: '+420 600 111 222'");
  const v1::Client renamed = Named("Petr", "Dvořák", "phone_number: '00420600111222'");
  EXPECT_EQ(Scored(before, renamed), kWorthALook);
  EXPECT_EQ(Scored(before, Named("Petr", "Dvořák", "phone_number: '600 111 223'")), 0);
  EXPECT_EQ(Scored(before, Named("Petr", "Dvořák", "phone_number: '111 222'")), 0);
  const std::string phone = "phone_number: '600111222' ";
  EXPECT_EQ(
      Scored(Named("Jan", "Novák", phone + kBorn), Named("Petr", "Dvořák", phone + kBornOtherwise)),
      0);
  EXPECT_EQ(Scored(Named("Jan", "Novák", phone + kBorn), Named("Petr", "Dvořák", phone)),
            kWorthALook);
  EXPECT_EQ(Scored(Named("Jan", "Novák", phone + "birth_number: '7103192745'"),
                   Named("Petr", "Dvořák", phone + "birth_number: '8551010017'")),
            0);
}

TEST(REG_116, AClientByCodeNameHasNoIdentity) {
  const std::string coded = "kind: CLIENT_KIND_CODE_NAME code_name: 'Sova' ";
  for (const char* identity :
       {"given_name: 'Jan'", "family_name: 'Novák'", kBornThatYear, "birth_number: '7103192745'"}) {
    v1::Client client = Parse(coded + identity);
    const absl::Status refused = CheckClient(client, kToday);
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << identity;
    EXPECT_EQ(ReasonOf(refused), "IDENTITY_OF_CODE_NAME") << identity;
    EXPECT_EQ(RuleOf(refused), "REG-116") << identity;
  }
  EXPECT_EQ(Check(Parse("kind: CLIENT_KIND_CODE_NAME")), "IDENTITY_OF_CODE_NAME");
  EXPECT_EQ(Check(Parse(coded)), "");
  EXPECT_EQ(Check(Parse(coded + "phone_number: '777 123 456'")), "");
}

TEST(REG_116, AnIdentifiedClientHasAFamilyNameAndNoCodeName) {
  EXPECT_EQ(Check(Parse("kind: CLIENT_KIND_IDENTIFIED given_name: 'Jan'")),
            "IDENTITY_OF_CODE_NAME");
  EXPECT_EQ(Check(Named("Jan", "Novák", "code_name: 'Sova'")), "IDENTITY_OF_CODE_NAME");
  EXPECT_EQ(Check(Named("Jan", "Novák")), "");
  EXPECT_EQ(Check(Named("", "Novák")), "");
}

TEST(REG_116, ACodeNameIsInNoMatching) {
  const MatchKeys keys = KeysOf(Parse("kind: CLIENT_KIND_CODE_NAME code_name: 'Sova'"));
  EXPECT_EQ(Score(keys, keys), 0);
  EXPECT_EQ(Score(keys, KeysOf(Named("Sova", "Sova"))), 0);
}

TEST(REG_41, ANameHasLetters) {
  EXPECT_EQ(Check(Named("Jan", "123")), "NAME_WITHOUT_LETTERS");
  EXPECT_EQ(Check(Named(" ", "Novák")), "NAME_WITHOUT_LETTERS");
  EXPECT_EQ(Check(Named("Jan", "O'Neill")), "");
  EXPECT_EQ(Check(Named("Оксана", "Шевченко")), "");
}

TEST(REG_41, ABirthNumberExistsAndAgreesWithTheBirthDate) {
  const auto check = [](const std::string& number, const std::string& born) {
    return Check(Named("Jan", "Novák", "birth_number: '" + number + "' " + born));
  };
  EXPECT_EQ(check("710319/2746", ""), "BIRTH_NUMBER_INVALID");
  EXPECT_EQ(check("711319/2745", ""), "BIRTH_NUMBER_INVALID");
  EXPECT_EQ(check("710319/2745", kBornOtherwise), "BIRTH_NUMBER_DISAGREES");
  EXPECT_EQ(check("710319/2745", "birth_date { year: 1972 }"), "BIRTH_NUMBER_DISAGREES");
  for (const char* born : {"", kBorn, kBornThatMonth, kBornThatYear}) {
    EXPECT_EQ(check("710319/2745", born), "") << born;
  }
}

TEST(REG_41, ABirthNumberIsKeptInDigitsAndTellsTheBirthDate) {
  for (const char* number : {"710319/2745", "7103192745"}) {
    v1::Client client =
        Named("Jan", "Novák", absl::StrCat("birth_number: '", number, "' ", kBornThatYear));
    ASSERT_TRUE(CheckClient(client, kToday).ok());
    EXPECT_EQ(client.birth_number(), "7103192745");
    EXPECT_EQ(KeysOf(client).birth_date, "1971-03-19");
  }
}

TEST(REG_41, ABirthDateIsOfTheCalendar) {
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 1971 month: 2 day: 29 }")),
            "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 1971 day: 19 }")),
            "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 1972 month: 2 day: 29 }")), "");
}

TEST(XC_57, NobodyIsBornInTheFuture) {
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 2026 month: 7 day: 30 }")),
            "NOT_IN_FUTURE");
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 2026 month: 8 }")), "NOT_IN_FUTURE");
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 2027 }")), "NOT_IN_FUTURE");
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 2026 month: 7 day: 29 }")), "");
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 2026 month: 7 }")), "");
  EXPECT_EQ(Check(Named("Jan", "Novák", "birth_date { year: 2026 }")), "");
}

TEST(XC_57, AStatementIsNotOfTheFuture) {
  const auto check = [](absl::CivilDay verified_on, absl::Time occurred_at) {
    v1::Statement statement;
    *statement.mutable_verified_on() = dates::ToDate(verified_on);
    *statement.mutable_occurred_at() = rpc::ToTimestamp(occurred_at);
    return ReasonOf(CheckStatement(statement, kNow));
  };
  EXPECT_EQ(check(kToday + 1, kNow), "NOT_IN_FUTURE");
  EXPECT_EQ(check(kToday, kNow + absl::Minutes(2)), "NOT_IN_FUTURE");
  EXPECT_EQ(check(kToday, kNow + absl::Minutes(1)), "");
  EXPECT_EQ(check(kToday - 4000, kNow - absl::Hours(24 * 4000)), "");
  EXPECT_TRUE(CheckStatement(v1::Statement(), kNow).ok());
}

TEST(XC_57, AStatementIsVerifiedOnADayOfTheCalendar) {
  v1::Statement statement;
  *statement.mutable_verified_on() = dates::ToDate(kToday);
  statement.mutable_verified_on()->set_month(6);
  statement.mutable_verified_on()->set_day(31);
  EXPECT_EQ(ReasonOf(CheckStatement(statement, kNow)), "DATE_NOT_IN_CALENDAR");
}

}  // namespace
}  // namespace opora::registry
