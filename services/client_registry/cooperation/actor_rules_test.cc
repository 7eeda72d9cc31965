#include "services/client_registry/cooperation/actor_rules.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"
#include "services/client_registry/cooperation/cooperation_access.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(REG_03, WhereAnActorStandsFollowsFromItsAgency) {
  auto inside = Parse<v1::KeyActor>("agency_id: 'town' actor_agency_id: 'town'");
  EXPECT_TRUE(SetPosition(inside).ok());
  EXPECT_EQ(inside.position(), v1::ACTOR_POSITION_INTERNAL);
  auto outside = Parse<v1::KeyActor>("agency_id: 'town' actor_agency_id: 'school'");
  EXPECT_TRUE(SetPosition(outside).ok());
  EXPECT_EQ(outside.position(), v1::ACTOR_POSITION_EXTERNAL);
}

TEST(REG_03, APositionThatContradictsOrIsMissingIsRefused) {
  for (const char* text :
       {"agency_id: 'town' actor_agency_id: 'school' position: ACTOR_POSITION_INTERNAL",
        "agency_id: 'town'"}) {
    auto actor = Parse<v1::KeyActor>(text);
    const absl::Status refused = SetPosition(actor);
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(RuleOf(refused), "REG-03") << text;
  }
  auto said = Parse<v1::KeyActor>("agency_id: 'town' position: ACTOR_POSITION_EXTERNAL");
  EXPECT_TRUE(SetPosition(said).ok());
}

TEST(REG_03, ANetworkIsThatOfASocialDepartment) {
  EXPECT_FALSE(IsSocialDepartment({"MUNICIPALITY_EXTENDED", "HOUSING"}));
  EXPECT_FALSE(IsSocialDepartment({"NGO", ""}));
  EXPECT_TRUE(IsSocialDepartment({"MUNICIPALITY_EXTENDED", "SOCIAL"}));
  EXPECT_TRUE(IsSocialDepartment({"MUNICIPALITY_I", ""}));
  EXPECT_FALSE(KeepsNetwork(common::v1::ACTING_ROLE_SOCIAL_WORKER));
  EXPECT_FALSE(KeepsNetwork(common::v1::ACTING_ROLE_ONLINE_EDITOR));
  EXPECT_TRUE(KeepsNetwork(common::v1::ACTING_ROLE_SUPPORT_COORDINATOR));
}

TEST(REG_05, OnlyCompetencesThatAnswerTheNeedThereAreFound) {
  const auto actor = [] {
    return Parse<v1::KeyActor>(
        "competences { need: HELP_NEED_DEBTS territories: 'Sokolov' task: 'a' } "
        "competences { need: HELP_NEED_DEBTS territories: 'Nejdek' task: 'b' } "
        "competences { need: HELP_NEED_HEALTH territories: 'Sokolov' task: 'c' }");
  };
  auto debts = actor();
  ASSERT_TRUE(KeepMatching(v1::HELP_NEED_DEBTS, "sokolov", debts));
  ASSERT_EQ(debts.competences_size(), 1);
  EXPECT_EQ(debts.competences(0).task(), "a");
  auto elsewhere = actor();
  EXPECT_FALSE(KeepMatching(v1::HELP_NEED_HEALTH, "Nejdek", elsewhere));
  auto other = actor();
  EXPECT_FALSE(KeepMatching(v1::HELP_NEED_HOUSING, "Sokolov", other));
}

TEST(REG_05, AnActorPublishesItsCompetencesAndNothingElse) {
  EXPECT_TRUE(IsPublishedByActor("competences"));
  EXPECT_FALSE(IsPublishedByActor("name"));
  EXPECT_FALSE(IsPublishedByActor("ended_on"));
}

}  // namespace
}  // namespace opora::registry
