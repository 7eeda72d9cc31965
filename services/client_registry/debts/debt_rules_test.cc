#include "services/client_registry/debts/debt_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/rules/rule.h"
#include "common/time/date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::string Check(const std::string& debt) {
  return ReasonOf(CheckDebt(Parse<v1::Debt>("creditor_name: 'Energy Ltd' " + debt)));
}

v1::Debt Open(const std::string& debt) { return Parse<v1::Debt>("state: DEBT_STATE_OPEN " + debt); }

v1::Debt Crowns(int64_t amount) {
  return Open(absl::StrCat("principal { currency_code: 'CZK' minor_units: ", amount, " }"));
}

TEST(REG_88, ADebtHasOneCreditor) {
  for (const char* debt : {"", "creditor_agency_id: 'town' creditor_name: 'Town'"}) {
    const absl::Status refused = CheckDebt(Parse<v1::Debt>(debt));
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ReasonOf(refused), "CREDITOR_UNCLEAR");
    EXPECT_EQ(RuleOf(refused), "REG-88");
  }
  EXPECT_TRUE(CheckDebt(Parse<v1::Debt>("creditor_agency_id: 'town'")).ok());
  EXPECT_TRUE(CheckDebt(Parse<v1::Debt>("creditor_name: 'Energy Ltd'")).ok());
}

TEST(REG_88, NoAmountIsNegative) {
  EXPECT_EQ(Check("principal { minor_units: -1 currency_code: 'CZK' }"), "AMOUNT_NEGATIVE");
  EXPECT_EQ(Check("accessories { minor_units: -1 currency_code: 'CZK' }"), "AMOUNT_NEGATIVE");
  EXPECT_EQ(Check("principal { minor_units: 0 currency_code: 'CZK' }"), "");
}

TEST(REG_88, AnAmountMayBeUnknown) { EXPECT_EQ(Check(""), ""); }

TEST(REG_88, DatesAreOfTheCalendar) {
  EXPECT_EQ(Check("origin_date { year: 2025 month: 2 day: 29 }"), "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(Check("amount_verified_on { year: 2025 month: 2 day: 29 }"), "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(Check("origin_date { year: 2025 } amount_verified_on { year: 2025 month: 2 day: 28 }"),
            "");
}

TEST(REG_88, AnAscertainedAmountIsNotNegative) {
  const auto check = [](const std::string& request) {
    return ReasonOf(CheckAmount(
        Parse<v1::RecordDebtAmountRequest>("amount_verified_on { year: 2026 month: 7 day: 29 } " +
                                           request),
        kNow));
  };
  EXPECT_EQ(check("principal { minor_units: -1 }"), "AMOUNT_NEGATIVE");
  EXPECT_EQ(check("accessories { minor_units: -1 }"), "AMOUNT_NEGATIVE");
  EXPECT_EQ(check("principal { minor_units: 1 }"), "");
}

TEST(XC_57, AnAmountIsNotAscertainedInTheFuture) {
  const auto check = [](int month, int day) {
    v1::RecordDebtAmountRequest request;
    request.mutable_amount_verified_on()->set_year(2026);
    request.mutable_amount_verified_on()->set_month(month);
    request.mutable_amount_verified_on()->set_day(day);
    return ReasonOf(CheckAmount(request, kNow));
  };
  EXPECT_EQ(check(7, 30), "NOT_IN_FUTURE");
  EXPECT_EQ(check(6, 31), "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(check(7, 29), "");
}

TEST(REG_88, UnknownIsNotZero) {
  const auto unknown_only = SumDebts({Open(""), Open("accessories { minor_units: 5 }")});
  ASSERT_EQ(unknown_only.size(), 1U);
  EXPECT_FALSE(unknown_only[0].has_known());
  EXPECT_EQ(unknown_only[0].unknown_count(), 2);

  const auto zero = SumDebts({Crowns(0)});
  ASSERT_EQ(zero.size(), 1U);
  EXPECT_TRUE(zero[0].has_known());
  EXPECT_EQ(zero[0].known().minor_units(), 0);
  EXPECT_EQ(zero[0].unknown_count(), 0);

  const auto both = SumDebts({Crowns(700), Open("")});
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].known().minor_units(), 700);
  EXPECT_EQ(both[0].unknown_count(), 1);
}

TEST(REG_88, CurrenciesAreNotAdded) {
  const auto sums = SumDebts({Crowns(100), Crowns(23),
                              Open("principal { currency_code: 'EUR' minor_units: 7 }"), Open("")});
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(sums[0].known().currency_code(), "CZK");
  EXPECT_EQ(sums[0].known().minor_units(), 123);
  EXPECT_EQ(sums[1].known().currency_code(), "EUR");
  EXPECT_EQ(sums[1].known().minor_units(), 7);
  for (const v1::DebtSum& sum : sums) EXPECT_EQ(sum.unknown_count(), 1);
}

TEST(REG_88, PrincipalAndAccessoriesAreOfOneCurrency) {
  const std::string principal = "principal { minor_units: 100 currency_code: 'CZK' } ";
  EXPECT_EQ(Check(principal + "accessories { minor_units: 5 currency_code: 'EUR' }"),
            "CURRENCY_MIXED");
  EXPECT_EQ(Check(principal + "accessories { minor_units: 5 currency_code: 'CZK' }"), "");
}

TEST(REG_88, AccessoriesBelongToTheSum) {
  v1::Debt debt = Crowns(100);
  debt.mutable_accessories()->set_currency_code("CZK");
  debt.mutable_accessories()->set_minor_units(11);
  const auto sums = SumDebts({debt});
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].known().minor_units(), 111);
}

TEST(REG_88, OnlyOpenDebtsAreSummed) {
  for (int state = v1::DebtState_MIN; state <= v1::DebtState_MAX; ++state) {
    v1::Debt known = Crowns(100);
    v1::Debt unknown;
    known.set_state(static_cast<v1::DebtState>(state));
    unknown.set_state(static_cast<v1::DebtState>(state));
    EXPECT_EQ(SumDebts({known, unknown}).empty(), state != v1::DEBT_STATE_OPEN) << state;
  }
  EXPECT_THAT(SumDebts({}), IsEmpty());
}

}  // namespace
}  // namespace opora::registry
