#include "services/client_registry/clients/statement_rules.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "common/rules/rule.h"
#include "opora/common/v1/policy.pb.h"
#include "opora/registry/v1/client_change.pb.h"
#include "opora/registry/v1/client_part.pb.h"
#include "opora/registry/v1/client_service.pb.h"
#include "opora/registry/v1/communication.pb.h"
#include "opora/registry/v1/eligibility.pb.h"
#include "opora/registry/v1/support_network.pb.h"
#include "re2/re2.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::CivilDay kToday(2026, 7, 29);

v1::Statement About(const std::string& topic,
                    common::v1::DataArea area = common::v1::DATA_AREA_FAMILY) {
  v1::Statement statement;
  statement.set_topic(topic);
  statement.set_area(area);
  return statement;
}

TEST(XC_42, ALabelIsNoTopicHoweverItIsWritten) {
  for (const char* label :
       {"alkoholik", "ALKOHOLIK", "Alkoholik.", "bezdomovec", "je to feťák", "cikánka", "nálepka",
        "alcoholic", "Homeless", "problémový", "nepřizpůsobivá", "label", "bezdomovec/alkoholik",
        "a\u200Blkoholik", "diagnóza", "Diagnosis", "dg."}) {
    const absl::Status refused = CheckTopic(About(label));
    EXPECT_EQ(ReasonOf(refused), "LABEL_AS_TOPIC") << label;
    EXPECT_EQ(RuleOf(refused), "XC-42") << label;
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << label;
  }
}

TEST(XC_42, AMatterIsATopic) {
  for (const char* topic : {"household", "monthly income", "domácnost", "alkohol", "bydlení",
                            "bezdomovectví", "dluhy na nájmu", "pití", "škola", "x"})
    EXPECT_TRUE(CheckTopic(About(topic)).ok()) << topic;
}

TEST(XC_42, ADiagnosisHasItsProtectedPlace) {
  for (const auto area : {common::v1::DATA_AREA_HEALTH, common::v1::DATA_AREA_ADDICTION}) {
    EXPECT_TRUE(CheckTopic(About("diagnóza", area)).ok());
    EXPECT_FALSE(CheckTopic(About("alkoholik", area)).ok());
  }
  EXPECT_FALSE(CheckTopic(About("diagnóza", common::v1::DATA_AREA_HOUSING)).ok());
}

// Every record about a client in the contract, with all that hangs on it: nothing there is a label.
TEST(XC_42, NoRecordAboutAClientHasALabel) {
  static const RE2 label(
      "(.*_)?(label|labels|tag|tags|nickname|sticker|flag|flags|diagnosis|"
      "diagnoses|characteristics|attribute|attributes|keyword|keywords)");
  std::set<std::string> files;
  std::vector<const google::protobuf::FileDescriptor*> waiting = {
      v1::Client::descriptor()->file(), v1::ClientPart::descriptor()->file(),
      v1::NetworkMember::descriptor()->file(), v1::UpdateClientRequest::descriptor()->file()};
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
      "opora/registry/v1/client_service.proto");
  ASSERT_NE(service, nullptr);
  waiting.push_back(service);
  int seen = 0;
  while (!waiting.empty()) {
    const auto* file = waiting.back();
    waiting.pop_back();
    if (!files.insert(file->name()).second) continue;
    for (int i = 0; i < file->dependency_count(); ++i) waiting.push_back(file->dependency(i));
    for (int i = 0; i < file->message_type_count(); ++i) {
      const auto* message = file->message_type(i);
      if (message->options().GetExtension(common::v1::record).subject().empty()) continue;
      ++seen;
      for (int j = 0; j < message->field_count(); ++j) {
        EXPECT_FALSE(RE2::FullMatch(message->field(j)->name(), label))
            << message->full_name() << "." << message->field(j)->name();
        EXPECT_FALSE(message->field(j)->is_map()) << message->full_name();
      }
    }
  }
  EXPECT_GE(seen, 9);
}

TEST(XC_41, AnAssumptionStaysWithItsUnit) {
  v1::Statement statement;
  statement.set_agency_id("a");
  statement.set_kind(v1::STATEMENT_KIND_WORKER_ASSUMPTION);
  EXPECT_TRUE(StaysWithHolder({"b", ""}, statement));
  EXPECT_TRUE(StaysWithHolder({"a", "social"}, statement));
  EXPECT_TRUE(StaysWithHolder({}, statement));
  EXPECT_FALSE(StaysWithHolder({"a", ""}, statement));
  for (const auto kind : {v1::STATEMENT_KIND_VERIFIED_FACT, v1::STATEMENT_KIND_CLIENT_STATEMENT,
                          v1::STATEMENT_KIND_THIRD_PARTY_STATEMENT}) {
    statement.set_kind(kind);
    EXPECT_FALSE(StaysWithHolder({"b", ""}, statement));
  }
}

TEST(REG_40, WhatIsTakenBackHasNothingInItsPlace) {
  EXPECT_EQ(ReasonOf(CheckCorrection(v1::STATEMENT_CHANGE_KIND_WITHDRAWN, true)),
            "SUCCESSOR_OF_WITHDRAWN");
  EXPECT_TRUE(CheckCorrection(v1::STATEMENT_CHANGE_KIND_WITHDRAWN, false).ok());
  for (const auto kind :
       {v1::STATEMENT_CHANGE_KIND_CORRECTED, v1::STATEMENT_CHANGE_KIND_SUPERSEDED}) {
    EXPECT_EQ(ReasonOf(CheckCorrection(kind, false)), "SUCCESSOR_REQUIRED");
    EXPECT_TRUE(CheckCorrection(kind, true).ok());
  }
}

TEST(REG_40, ADocumentOrRegisterMakesAFact) {
  for (int number = v1::StatementKind_MIN + 1; number <= v1::StatementKind_MAX; ++number) {
    const auto kind = static_cast<v1::StatementKind>(number);
    EXPECT_EQ(KindAfter(kind, v1::EVIDENCE_DOCUMENT), v1::STATEMENT_KIND_VERIFIED_FACT);
    EXPECT_EQ(KindAfter(kind, v1::EVIDENCE_REGISTER), v1::STATEMENT_KIND_VERIFIED_FACT);
    EXPECT_EQ(KindAfter(kind, v1::EVIDENCE_CLIENT), kind);
    EXPECT_EQ(KindAfter(kind, v1::EVIDENCE_WORKER), kind);
  }
}

TEST(REG_42, TheProtectionOfAChildIsNotWrittenOnWhoIsOfAge) {
  const auto of_parent = [](common::v1::DataArea area, int year, int month, int day) {
    v1::Client client;
    if (year != 0) {
      client.mutable_birth_date()->set_year(year);
      client.mutable_birth_date()->set_month(month);
      client.mutable_birth_date()->set_day(day);
    }
    return IsOfTheParent(About("x", area), client, kToday);
  };
  const auto protection = common::v1::DATA_AREA_CHILD_PROTECTION;
  EXPECT_TRUE(of_parent(protection, 1980, 0, 0));
  EXPECT_TRUE(of_parent(protection, 2008, 7, 29));
  EXPECT_FALSE(of_parent(protection, 2008, 7, 30));
  EXPECT_TRUE(of_parent(protection, 2007, 12, 0));
  EXPECT_FALSE(of_parent(protection, 2008, 0, 0));  // Perhaps not yet.
  EXPECT_FALSE(of_parent(protection, 2018, 1, 1));
  EXPECT_FALSE(of_parent(protection, 0, 0, 0));
  EXPECT_FALSE(of_parent(common::v1::DATA_AREA_FAMILY, 1980, 1, 1));
}

}  // namespace
}  // namespace opora::registry
