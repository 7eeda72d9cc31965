#include "services/housing_referral/applications/application_rules.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "common/time/proto_date.h"
#include "services/housing_referral/applications/refusals.h"

namespace opora::housing {
namespace {

using rules::ReasonOf;
using rules::RuleOf;
using ::testing::Contains;

constexpr auto kInvestigated = v1::APPLICATION_STATE_INVESTIGATED;
constexpr auto kSelected = v1::APPLICATION_STATE_SELECTED;
constexpr auto kInApproval = v1::APPLICATION_STATE_IN_APPROVAL;
constexpr auto kApproved = v1::APPLICATION_STATE_APPROVED;
constexpr auto kFlatConfirmed = v1::APPLICATION_STATE_FLAT_CONFIRMED;
constexpr auto kNotified = v1::APPLICATION_STATE_NOTIFIED;
constexpr auto kRejected = v1::APPLICATION_STATE_REJECTED;
constexpr Viewer kAll[] = {Viewer::kKeeper, Viewer::kApprover, Viewer::kTeller, Viewer::kOther};

// As it is after the investigation; nothing was decided.
v1::Application Undecided() {
  v1::Application application;
  application.set_application_id("application");
  application.set_client_id("client");
  application.set_agency_id("town");
  application.set_recipient_agency_id("most");
  application.set_state(kInvestigated);
  application.set_need("a flat");
  application.add_facts()->set_topic("present housing");
  application.add_steps()->set_verb("CompleteInvestigation");
  application.set_etag("\"3\"");
  return application;
}

// The same with everything that a decision leaves behind.
v1::Application Decided(v1::ApplicationState state) {
  v1::Application application = Undecided();
  application.set_state(state);
  application.set_landlord_agency_id("landlord");
  application.set_score(43);
  application.set_criteria_version(1);
  application.add_score_items()->set_code("CHILDREN");
  application.set_standing(registry::v1::DEBTOR_STANDING_NO_DEBT);
  *application.mutable_standing_on() = dates::ToDate(absl::CivilDay(2023, 12, 1));
  application.set_debt_rule_version(2);
  application.set_settings_version(1);
  application.add_approvals()->set_body("council");
  application.set_flat_id("flat");
  application.set_suitability("near the school");
  *application.mutable_move_in_from() = dates::ToDate(absl::CivilDay(2024, 3, 1));
  *application.mutable_move_in_to() = dates::ToDate(absl::CivilDay(2024, 4, 1));
  application.add_steps()->set_verb("SelectApplication");
  if (state == kRejected) application.set_rejection_reason("no flat");
  application.set_etag("\"7\"");
  return application;
}

v1::Application Seen(v1::Application application, Viewer viewer) {
  AsSeenBy(viewer, application);
  return application;
}

bool Same(const v1::Application& one, const v1::Application& other) {
  return google::protobuf::util::MessageDifferencer::Equals(one, other);
}

TEST(HOUS_45, UntilHeKnowsOthersSeeTheSameAsBeforeTheDecision) {
  for (v1::ApplicationState state : {kSelected, kInApproval, kApproved, kFlatConfirmed, kRejected,
                                     v1::APPLICATION_STATE_WAITING}) {
    const v1::Application decided =
        state == v1::APPLICATION_STATE_WAITING ? Undecided() : Decided(state);
    EXPECT_TRUE(Same(Seen(decided, Viewer::kOther), Seen(Undecided(), Viewer::kOther)))
        << v1::ApplicationState_Name(state);
  }
}

TEST(HOUS_45, NothingOfADecisionIsLeftInADiscreetView) {
  // Every field that a decision sets, by reflection, so that a new one is not forgotten.
  const v1::Application seen = Seen(Decided(kApproved), Viewer::kOther);
  const v1::Application before = Seen(Undecided(), Viewer::kOther);
  const auto* descriptor = v1::Application::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    const auto set = [&](const v1::Application& one) {
      return field->is_repeated() ? one.GetReflection()->FieldSize(one, field) > 0
                                  : one.GetReflection()->HasField(one, field);
    };
    EXPECT_EQ(set(seen), set(before)) << field->name();
  }
}

TEST(HOUS_45, TheKeeperSeesAllAndTheSupportTeamWhatItIsToTell) {
  EXPECT_TRUE(Same(Seen(Decided(kApproved), Viewer::kKeeper), Decided(kApproved)));
  EXPECT_EQ(Seen(Decided(kApproved), Viewer::kTeller).state(), kInvestigated);
  const v1::Application to_tell = Seen(Decided(kFlatConfirmed), Viewer::kTeller);
  EXPECT_EQ(to_tell.state(), kFlatConfirmed);
  EXPECT_EQ(to_tell.flat_id(), "flat");
  EXPECT_TRUE(to_tell.approvals().empty());
  EXPECT_TRUE(to_tell.etag().empty());
}

TEST(HOUS_45, TheLandlordSeesItFromTheSubmissionForApprovalOn) {
  EXPECT_EQ(Seen(Decided(kSelected), Viewer::kApprover).state(), kInvestigated);
  EXPECT_EQ(Seen(Decided(kInApproval), Viewer::kApprover).state(), kInApproval);
}

TEST(HOUS_45, OnceHeKnowsItIsNoSecret) {
  v1::Application told = Decided(kNotified);
  told.mutable_notify_time()->set_seconds(1);
  for (Viewer viewer : kAll) EXPECT_EQ(Seen(told, viewer).state(), kNotified);
  v1::Application learned = Decided(kApproved);
  learned.mutable_learned_time()->set_seconds(1);
  EXPECT_EQ(Seen(learned, Viewer::kOther).state(), kApproved);
}

TEST(HOUS_45, AReportFromTheSupportSideEndsNothing) {
  v1::Application reported = Decided(kApproved);
  reported.mutable_reported_learned_time()->set_seconds(1);
  EXPECT_EQ(Seen(reported, Viewer::kTeller).state(), kInvestigated);
  EXPECT_FALSE(Seen(reported, Viewer::kTeller).has_reported_learned_time());
}

TEST(HOUS_45, AWithdrawalHidesWhatWasDecidedBefore) {
  v1::Application withdrawn = Decided(v1::APPLICATION_STATE_WITHDRAWN);
  v1::Application never = Undecided();
  never.set_state(v1::APPLICATION_STATE_WITHDRAWN);
  EXPECT_TRUE(Same(Seen(withdrawn, Viewer::kOther), Seen(never, Viewer::kOther)));
}

TEST(HOUS_45, ActionsTellNoMoreThanTheState) {
  for (Viewer viewer : {Viewer::kTeller, Viewer::kOther}) {
    const auto before = ApplicationActions(Undecided(), viewer, common::v1::LANGUAGE_EN);
    const auto after = ApplicationActions(Decided(kApproved), viewer, common::v1::LANGUAGE_EN);
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(before[i].SerializeAsString(), after[i].SerializeAsString());
    }
  }
}

TEST(HOUS_45, SupportWithinTheKeepersUnitIsDiscreetTooButLeadersAreNot) {
  rpc::Caller caller;
  caller.unit = {"town", ""};
  caller.stance = common::v1::STANCE_SUPPORT;
  caller.role = common::v1::ACTING_ROLE_SOCIAL_WORKER;
  EXPECT_EQ(ViewerOf(caller, Undecided()), Viewer::kTeller);
  caller.role = common::v1::ACTING_ROLE_HEAD_OF_UNIT;
  EXPECT_EQ(ViewerOf(caller, Undecided()), Viewer::kKeeper);
  caller.stance = common::v1::STANCE_CONTROL;
  caller.role = common::v1::ACTING_ROLE_COMPLAINT_OFFICER;
  EXPECT_EQ(ViewerOf(caller, Undecided()), Viewer::kKeeper);
  caller.unit = {"most", ""};
  EXPECT_EQ(ViewerOf(caller, Undecided()), Viewer::kTeller);
  caller.unit = {"landlord", ""};
  EXPECT_EQ(ViewerOf(caller, Decided(kApproved)), Viewer::kApprover);
  caller.stance = common::v1::STANCE_SUPPORT;
  EXPECT_EQ(ViewerOf(caller, Decided(kApproved)), Viewer::kOther);
}

TEST(HOUS_30, OnlyTheStepsOfTheTableLeadOn) {
  EXPECT_EQ(NextState(v1::APPLICATION_STATE_RECEIVED, "RegisterApplication").value(),
            v1::APPLICATION_STATE_REGISTERED);
  EXPECT_EQ(ReasonOf(NextState(v1::APPLICATION_STATE_RECEIVED, "ApproveApplication").status()),
            "APPLICATION_STATE_REFUSES");
  EXPECT_EQ(ReasonOf(NextState(kSelected, "ApproveApplication").status()),
            "APPLICATION_STATE_REFUSES");
}

TEST(HOUS_41, OnlyTheLandlordsSideLeadsToApproved) {
  for (const ApplicationStep& step : ApplicationSteps()) {
    if (step.to == kApproved && step.from == kInApproval) {
      EXPECT_EQ(step.side, Viewer::kApprover) << step.verb;
    }
  }
}

TEST(HOUS_43, NobodyIsToldWithoutAConfirmedFlat) {
  for (const ApplicationStep& step : ApplicationSteps()) {
    if (step.to == kNotified) {
      EXPECT_EQ(step.from, kFlatConfirmed) << step.verb;
    }
  }
}

TEST(HOUS_46, ALostFlatLeadsBackToApprovedNotToTheStart) {
  EXPECT_EQ(NextState(kNotified, "RecordComplication").value(), kApproved);
}

struct Team {
  v1::Programme programme;
  std::vector<v1::ProgrammeRole> roles;
  rpc::Caller caller;
};

Team SupportWorker() {
  Team team;
  team.programme.set_agency_id("town");
  auto& partner = *team.programme.add_partners();
  partner.set_side(v1::PARTNER_SIDE_SUPPORT);
  partner.set_agency_id("most");
  team.caller.unit = {"most", ""};
  team.caller.worker_id = "worker";
  team.caller.stance = common::v1::STANCE_SUPPORT;
  return team;
}

TEST(HOUS_24, WhoSupportsKeepsOutOfApplications) {
  Team team = SupportWorker();
  EXPECT_EQ(KeepsOut(team.caller, team.programme, {}), &rule::kSupportTeamKeepsOut);
  team.caller.unit = {"town", ""};
  EXPECT_EQ(KeepsOut(team.caller, team.programme, {}), nullptr)
      << "a social worker of the realiser investigates";
}

TEST(HOUS_25, AlsoWithinOneDepartment) {
  Team team = SupportWorker();
  team.programme.mutable_partners(0)->set_agency_id("town");
  team.caller.unit = {"town", ""};
  EXPECT_EQ(KeepsOut(team.caller, team.programme, {}), &rule::kSupportTeamInside);
  v1::ProgrammeRole officer;
  officer.set_worker_id("worker");
  officer.set_function(v1::PROGRAMME_FUNCTION_INVESTIGATOR);
  EXPECT_EQ(KeepsOut(team.caller, team.programme, {officer}), nullptr)
      << "named for applications, not for support";
  v1::ProgrammeRole both = officer;
  both.set_function(v1::PROGRAMME_FUNCTION_SUPPORT_WORKER);
  EXPECT_EQ(KeepsOut(team.caller, team.programme, {officer, both}), &rule::kSupportTeamInside);
}

TEST(HOUS_42, TheSupportTeamIsWhoTells) {
  Team team = SupportWorker();
  EXPECT_TRUE(IsSupportTeam(team.caller, team.programme, {}));
  team.caller.stance = common::v1::STANCE_CONTROL;
  EXPECT_FALSE(IsSupportTeam(team.caller, team.programme, {}));
}

TEST(HOUS_22, AVerifiedFactSaysHow) {
  v1::RecordFindingsRequest request;
  request.add_facts()->set_verification(v1::FACT_VERIFICATION_UNVERIFIED);
  EXPECT_TRUE(CheckFindings(request).ok());
  request.add_facts()->set_verification(v1::FACT_VERIFICATION_VERIFIED);
  EXPECT_EQ(ReasonOf(CheckFindings(request)), "VERIFIED_HOW_MISSING");
  request.mutable_facts(1)->set_verified_how("seen");
  EXPECT_TRUE(CheckFindings(request).ok());
}

v1::SelectionCriteria Criteria() {
  v1::SelectionCriteria criteria;
  for (auto [code, weight, largest] : {std::tuple("HOUSING_NEED", 10, 5), {"CHILDREN", 3, 4}}) {
    v1::Criterion& criterion = *criteria.add_criteria();
    criterion.set_code(code);
    criterion.set_weight(weight);
    criterion.set_largest_value(largest);
  }
  return criteria;
}

google::protobuf::RepeatedPtrField<v1::ScoreItem> Items(int need, int children) {
  google::protobuf::RepeatedPtrField<v1::ScoreItem> items;
  auto* one = items.Add();
  one->set_code("HOUSING_NEED");
  one->set_value(need);
  auto* two = items.Add();
  two->set_code("CHILDREN");
  two->set_value(children);
  return items;
}

TEST(HOUS_31, PointsAreWeightTimesValueUpToTheLargest) {
  auto items = Items(4, 9);
  const auto no_debt = registry::v1::DEBTOR_STANDING_NO_DEBT;
  EXPECT_EQ(Score(Criteria(), items, no_debt).value(), 40 + 12);
  EXPECT_EQ(items[1].points(), 12);
  items[0].set_code("LOOKS");
  EXPECT_EQ(ReasonOf(Score(Criteria(), items, no_debt).status()), "CRITERION_UNKNOWN");
}

TEST(HOUS_37, AKeptScheduleCostsNoPointsUnlessTheCriteriaSayIt) {
  auto items = Items(4, 1);
  const auto kept = registry::v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE;
  EXPECT_EQ(Score(Criteria(), items, kept).value(), 43);
  v1::SelectionCriteria strict = Criteria();
  strict.set_kept_schedule_penalty(5);
  EXPECT_EQ(Score(strict, items, kept).value(), 38);
}

TEST(HOUS_35, AgreedButNotStartedDoesNotSuffice) {
  // The registry says DEBT until the first instalment is paid.
  EXPECT_TRUE(
      DebtRuleRefuses(v1::DEBT_TOLERANCE_KEPT_SCHEDULE, registry::v1::DEBTOR_STANDING_DEBT));
}

TEST(HOUS_36, AKeptScheduleIsNoReasonForExclusion) {
  EXPECT_FALSE(DebtRuleRefuses(v1::DEBT_TOLERANCE_KEPT_SCHEDULE,
                               registry::v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE));
}

TEST(HOUS_38, DischargedDebtsAreDisregardedWhateverTheRule) {
  for (int tolerance = 0; tolerance <= v1::DebtTolerance_MAX; ++tolerance) {
    EXPECT_FALSE(DebtRuleRefuses(static_cast<v1::DebtTolerance>(tolerance),
                                 registry::v1::DEBTOR_STANDING_DISCHARGED));
  }
}

TEST(HOUS_39, TheOlderRuleLetsNoScheduleSuffice) {
  EXPECT_TRUE(DebtRuleRefuses(v1::DEBT_TOLERANCE_MUST_OWE_NOTHING,
                              registry::v1::DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE));
  EXPECT_FALSE(
      DebtRuleRefuses(v1::DEBT_TOLERANCE_MUST_OWE_NOTHING, registry::v1::DEBTOR_STANDING_NO_DEBT));
  EXPECT_TRUE(DebtRuleRefuses(v1::DEBT_TOLERANCE_NO_OBSTACLE,
                              registry::v1::DEBTOR_STANDING_UNSPECIFIED) == false);
  EXPECT_TRUE(
      DebtRuleRefuses(v1::DEBT_TOLERANCE_UNSPECIFIED, registry::v1::DEBTOR_STANDING_UNSPECIFIED))
      << "what is not known refuses";
}

TEST(HOUS_40, TheBodiesDecideInOrder) {
  v1::LandlordConditions conditions;
  conditions.add_approval_bodies("commission");
  conditions.add_approval_bodies("council");
  v1::Application application;
  EXPECT_EQ(NextBody(conditions, application), "commission");
  application.add_approvals();
  EXPECT_EQ(NextBody(conditions, application), "council");
  application.add_approvals();
  EXPECT_EQ(NextBody(conditions, application), "");
}

}  // namespace
}  // namespace opora::housing
