#include "services/client_registry/facts/facts.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace opora::registry {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Texts that a fact may hold: identifiers, codes of the catalogue, published names of
// municipalities.
bool MayBeText(const google::protobuf::FieldDescriptor& field) {
  static const std::set<std::string> kCodes = {"category_code", "territory", "territories",
                                               "shared_by"};
  const std::string& name = field.name();
  return name.size() > 3 && name.compare(name.size() - 3, 3, "_id") == 0 ? true
                                                                         : kCodes.contains(name);
}

void CheckFields(const google::protobuf::Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    const auto& field = *message.field(i);
    EXPECT_NE(field.type(), google::protobuf::FieldDescriptor::TYPE_BYTES) << field.full_name();
    if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      EXPECT_TRUE(MayBeText(field)) << field.full_name() << " could carry a name or words";
    }
  }
  for (int i = 0; i < message.nested_type_count(); ++i) CheckFields(*message.nested_type(i));
}

TEST(XC_54, NoFactHasAFieldForNamesOrWords) {
  const auto* file = v1::DebtFact::descriptor()->file();
  ASSERT_GT(file->message_type_count(), 10);
  for (int i = 0; i < file->message_type_count(); ++i) CheckFields(*file->message_type(i));
}

TEST(XC_54, WhatTheClientSaidStaysOutOfTheFact) {
  v1::OneOffDisclosure disclosure;
  disclosure.set_wording("SECRET wording");
  disclosure.set_client_disagreement("SECRET no");
  disclosure.set_observed_facts("SECRET facts");
  disclosure.set_outside_recipient_name("SECRET name");
  const v1::OneOffFact fact = FactOf(disclosure);
  EXPECT_TRUE(fact.client_disagreed());
  EXPECT_THAT(fact.SerializeAsString(), Not(HasSubstr("SECRET")));
  v1::Debt debt;
  debt.set_creditor_name("SECRET creditor");
  debt.set_amount_source("SECRET source");
  EXPECT_THAT(FactOf(debt).SerializeAsString(), Not(HasSubstr("SECRET")));
}

TEST(REG_88, AnUnknownAmountIsUnknownInTheFactToo) {
  v1::Debt debt;
  EXPECT_FALSE(FactOf(debt).has_principal());
  debt.mutable_principal()->set_currency_code("CZK");
  EXPECT_TRUE(FactOf(debt).has_principal());
}

TEST(REG_21, AnUnknownCapacityIsUnknownInTheFactToo) {
  EXPECT_FALSE(FactOf(v1::Capacity(), v1::Service()).has_clients());
  EXPECT_FALSE(FactOf(v1::Staffing(), v1::Service()).has_fte_milli());
}

TEST(REG_80, SupportCountsOnTheDayItWasGivenInPrague) {
  v1::SupportRecord record;
  ASSERT_TRUE(google::protobuf::util::TimeUtil::FromString("2026-07-28T22:30:00Z",
                                                           record.mutable_occurred_at()));
  EXPECT_EQ(FactOf(record, v1::SupportCategory()).occurred_on().day(), 29);
}

}  // namespace
}  // namespace opora::registry
