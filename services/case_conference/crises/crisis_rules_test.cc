#include "services/case_conference/crises/crisis_rules.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::conference {
namespace {

using common::v1::LANGUAGE_CS;
using rules::ReasonOf;
using rules::RuleOf;

// A Wednesday, at noon.
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

constexpr const char* kVerbs[] = {"StabiliseCrisis", "ReopenCrisis", "CloseCrisis"};

constexpr char kChart[] = R"(
    UNSPECIFIED  .           .     .
    OPEN         STABILISED  .     CLOSED
    STABILISED   .           OPEN  CLOSED
    CLOSED       .           .     .
)";

v1::CrisisState StateOf(const std::string& name) {
  v1::CrisisState state = v1::CRISIS_STATE_UNSPECIFIED;
  EXPECT_TRUE(v1::CrisisState_Parse("CRISIS_STATE_" + name, &state)) << name;
  return state;
}

TEST(CONF_94, EachStateIsLeftByItsVerbsAndNoOther) {
  const std::vector<std::string> words =
      absl::StrSplit(kChart, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  ASSERT_EQ(words.size(), 16U);
  for (std::size_t i = 0; i < words.size(); i += 4) {
    for (std::size_t verb = 0; verb < 3; ++verb) {
      const auto next = NextCrisisState(StateOf(words[i]), kVerbs[verb]);
      const std::string& wanted = words[i + 1 + verb];
      ASSERT_EQ(next.ok(), wanted != ".") << words[i] << " " << kVerbs[verb];
      if (next.ok()) {
        EXPECT_EQ(*next, StateOf(wanted));
      } else {
        EXPECT_EQ(ReasonOf(next.status()), "CRISIS_STATE_REFUSES");
      }
    }
  }
}

TEST(XC_66, ActionsOfACrisisAreWhatTheTableAllows) {
  for (int state = v1::CrisisState_MIN; state <= v1::CrisisState_MAX; ++state) {
    for (const auto& action : CrisisActions(static_cast<v1::CrisisState>(state), LANGUAGE_CS)) {
      EXPECT_EQ(action.allowed(),
                NextCrisisState(static_cast<v1::CrisisState>(state), action.verb()).ok());
    }
  }
}

TEST(CONF_94, EveryKindBelongsToTheAreaCrisisAndToWhatItBetrays) {
  for (int kind = v1::CrisisKind_MIN; kind <= v1::CrisisKind_MAX; ++kind) {
    const auto areas = AreasOf(static_cast<v1::CrisisKind>(kind));
    ASSERT_FALSE(areas.empty());
    EXPECT_EQ(areas[0], common::v1::DATA_AREA_CRISIS);
  }
  EXPECT_EQ(AreasOf(v1::CRISIS_KIND_HEALTH_EMERGENCY)[1], common::v1::DATA_AREA_HEALTH);
  EXPECT_EQ(AreasOf(v1::CRISIS_KIND_DOMESTIC_VIOLENCE)[1], common::v1::DATA_AREA_VIOLENCE);
  EXPECT_EQ(AreasOf(v1::CRISIS_KIND_CHILDCARE)[1], common::v1::DATA_AREA_CHILD_PROTECTION);
}

TEST(CONF_94, AnUnforeseenKindNeedsWords) {
  v1::Crisis crisis;
  crisis.set_kind(v1::CRISIS_KIND_OTHER);
  EXPECT_EQ(ReasonOf(CheckKind(crisis)), "KIND_IN_WORDS");
  crisis.set_other_kind("výpadek topení");
  EXPECT_TRUE(CheckKind(crisis).ok());
}

TEST(CONF_96, HealthAndSafetyAreNoTimeForPlans) {
  EXPECT_TRUE(EndangersClient(v1::CRISIS_KIND_HEALTH_EMERGENCY));
  EXPECT_TRUE(EndangersClient(v1::CRISIS_KIND_DOMESTIC_VIOLENCE));
  EXPECT_FALSE(EndangersClient(v1::CRISIS_KIND_ARREARS));
  EXPECT_FALSE(EndangersClient(v1::CRISIS_KIND_FLAT_DAMAGE));
}

TEST(CONF_111, FailedContactsWarnWhoLowersAttention) {
  v1::Crisis crisis;
  EXPECT_TRUE(ContactWarnings(crisis, LANGUAGE_CS).empty());
  crisis.set_failed_contact_count(1);
  ASSERT_EQ(ContactWarnings(crisis, LANGUAGE_CS).size(), 1U);
  EXPECT_EQ(ContactWarnings(crisis, LANGUAGE_CS)[0].rule(), "CONF-111");
}

v1::Crisis CrisisIn(v1::CrisisState state) {
  v1::Crisis crisis;
  crisis.set_state(state);
  crisis.set_key_worker_id("key worker");
  return crisis;
}

TEST(CONF_104, AReflectionIsDueOnceTheClientIsStable) {
  v1::Reflection reflection =
      OweReflection(v1::EmergencyOverride(), CrisisIn(v1::CRISIS_STATE_OPEN), kNow);
  EXPECT_EQ(reflection.state(), v1::REFLECTION_STATE_WAITING);
  EXPECT_EQ(reflection.worker_id(), "key worker");
  EXPECT_FALSE(MoveReflection(v1::CRISIS_STATE_OPEN, kNow, reflection));
  EXPECT_TRUE(MoveReflection(v1::CRISIS_STATE_STABILISED, kNow, reflection));
  EXPECT_EQ(reflection.state(), v1::REFLECTION_STATE_DUE);
  EXPECT_EQ(dates::FromDate(reflection.due_date()), absl::CivilDay(2026, 7, 29));
  EXPECT_TRUE(MoveReflection(v1::CRISIS_STATE_OPEN, kNow, reflection));
  EXPECT_FALSE(reflection.has_due_date());
  EXPECT_EQ(
      OweReflection(v1::EmergencyOverride(), CrisisIn(v1::CRISIS_STATE_STABILISED), kNow).state(),
      v1::REFLECTION_STATE_DUE);
}

TEST(CONF_104, AReflectionEndsWithATalkOrAReason) {
  v1::CloseReflectionRequest request;
  v1::Reflection reflection;
  EXPECT_EQ(ReasonOf(Close(request, kNow, reflection)), "REFLECTION_UNCLEAR");
  request.set_explanation("obava o život");
  request.set_no_talk_reason(v1::NO_TALK_REASON_DIED);
  EXPECT_EQ(ReasonOf(Close(request, kNow, reflection)), "REFLECTION_UNCLEAR");
  request.clear_explanation();
  ASSERT_TRUE(Close(request, kNow, reflection).ok());
  EXPECT_EQ(reflection.state(), v1::REFLECTION_STATE_WITHOUT_TALK);
  EXPECT_EQ(ReasonOf(Close(request, kNow, reflection)), "REFLECTION_CLOSED");
  EXPECT_FALSE(MoveReflection(v1::CRISIS_STATE_STABILISED, kNow, reflection));
}

TEST(CONF_103, FactsAreWantedWithinADayAndNeverOverwritten) {
  v1::EmergencyOverride call;
  *call.mutable_facts_due_time() = rpc::ToTimestamp(kNow);
  EXPECT_EQ(FactsWarnings(call, LANGUAGE_CS)[0].reason(), "FACTS_MISSING");
  v1::EmergencyOverride late = call;
  ASSERT_TRUE(AddFacts("bledý", kNow, call).ok());
  EXPECT_TRUE(FactsWarnings(call, LANGUAGE_CS).empty());
  EXPECT_EQ(ReasonOf(AddFacts("jiné", kNow, call)), "FACTS_RECORDED");
  EXPECT_EQ(call.observed_facts(), "bledý");
  ASSERT_TRUE(AddFacts("bledý", kNow + absl::Seconds(1), late).ok());
  EXPECT_EQ(FactsWarnings(late, LANGUAGE_CS)[0].reason(), "FACTS_LATE");
}

v1::ReportRecipient Row(registry::v1::ReportableSituation situation,
                        registry::v1::OutsideRecipient recipient) {
  v1::ReportRecipient row;
  row.set_row_id("row");
  row.set_situation(situation);
  row.set_recipient(recipient);
  return row;
}

TEST(CONF_108, OnlyListedRecipientsTakeReports) {
  v1::MandatoryReport report;
  report.set_situation(registry::v1::REPORTABLE_SITUATION_NEGLECT);
  const std::vector<v1::ReportRecipient> rows = {
      Row(registry::v1::REPORTABLE_SITUATION_NEGLECT, registry::v1::OUTSIDE_RECIPIENT_POLICE),
      Row(registry::v1::REPORTABLE_SITUATION_CRIME, registry::v1::OUTSIDE_RECIPIENT_PROSECUTOR)};
  EXPECT_TRUE(RowFor(rows, report, registry::v1::OUTSIDE_RECIPIENT_POLICE).ok());
  for (auto other : {registry::v1::OUTSIDE_RECIPIENT_PROSECUTOR,
                     registry::v1::OUTSIDE_RECIPIENT_RESCUE_SERVICE}) {
    EXPECT_EQ(ReasonOf(RowFor(rows, report, other).status()), "RECIPIENT_NOT_LISTED");
  }
  EXPECT_FALSE(RowFor({}, report, registry::v1::OUTSIDE_RECIPIENT_POLICE).ok());
}

TEST(CONF_108, ThePoliceTellOnlyWhatTheyWereTold) {
  v1::MandatoryReport report;
  EXPECT_EQ(ReasonOf(CheckOspodNotified(report)), "NOT_REPORTED_TO_POLICE");
  report.add_filings()->set_recipient(registry::v1::OUTSIDE_RECIPIENT_CHILD_PROTECTION);
  EXPECT_EQ(ReasonOf(CheckOspodNotified(report)), "NOT_REPORTED_TO_POLICE");
  report.add_filings()->set_recipient(registry::v1::OUTSIDE_RECIPIENT_POLICE);
  EXPECT_TRUE(CheckOspodNotified(report).ok());
}

TEST(CONF_109, ASuspicionEndsByAReportOrADecision) {
  v1::MandatoryReport report;
  report.set_state(v1::MANDATORY_REPORT_STATE_OPEN);
  EXPECT_TRUE(CheckFile(report).ok());
  EXPECT_TRUE(CheckUnfounded(report).ok());
  report.set_state(v1::MANDATORY_REPORT_STATE_FILED);
  EXPECT_TRUE(CheckFile(report).ok()) << "a second recipient";
  EXPECT_EQ(ReasonOf(CheckUnfounded(report)), "REPORT_CLOSED");
  report.set_state(v1::MANDATORY_REPORT_STATE_UNFOUNDED);
  EXPECT_EQ(ReasonOf(CheckFile(report)), "REPORT_CLOSED");
}

TEST(XC_24, DisagreementIsAddedToAndNeverReplaced) {
  v1::MandatoryReport report;
  AddDisagreement("", report);
  EXPECT_FALSE(report.has_client_disagreement());
  AddDisagreement("ne", report);
  AddDisagreement("pořád ne", report);
  AddDisagreement("", report);
  EXPECT_EQ(report.client_disagreement(), "ne\npořád ne");
}

TEST(CONF_107, StepsArePlannedWithTheClientOrItIsSaidWhyNot) {
  v1::MandatoryReport report;
  ASSERT_EQ(SuspicionWarnings(report, LANGUAGE_CS).size(), 1U);
  report.set_planned_note("hrozí útěk");
  EXPECT_TRUE(SuspicionWarnings(report, LANGUAGE_CS).empty());
  report.clear_planned_note();
  report.set_planned_with_client(true);
  EXPECT_TRUE(SuspicionWarnings(report, LANGUAGE_CS).empty());
}

TEST(CONF_105, TasksOnlyForWhoHasNobody) {
  v1::PlanHospitalSupportRequest request;
  EXPECT_EQ(HospitalTasks(request, false).size(), 2U);
  request.set_natural_network_present(true);
  EXPECT_TRUE(HospitalTasks(request, true).empty());
  EXPECT_EQ(HospitalWarnings(request, LANGUAGE_CS)[0].reason(), "NETWORK_PRESENT");
}

TEST(CONF_106, VisitsByTheRulesOfTheTeam) {
  const auto tasks = HospitalTasks(v1::PlanHospitalSupportRequest(), true);
  EXPECT_EQ(tasks.back(), v1::CRISIS_TASK_KIND_VISIT);
}

TEST(XC_21, TheStaffIsTalkedToWithASignedConsentOnly) {
  v1::PlanHospitalSupportRequest request;
  const auto talks = [&] {
    return HospitalTasks(request, false)[0] == v1::CRISIS_TASK_KIND_TALK_TO_STAFF;
  };
  EXPECT_FALSE(talks());
  request.mutable_staff_consent()->set_form(common::v1::ATTESTATION_FORM_ORAL);
  request.mutable_staff_consent()->set_document("spis/1");
  EXPECT_FALSE(talks());
  request.mutable_staff_consent()->set_form(common::v1::ATTESTATION_FORM_SIGNED);
  EXPECT_TRUE(talks());
  EXPECT_TRUE(HospitalWarnings(request, LANGUAGE_CS).empty());
  request.mutable_staff_consent()->clear_document();
  EXPECT_FALSE(talks());
}

TEST(CONF_112, ATeamIsOnDutyInItsHoursInPrague) {
  v1::TeamRules rules;
  EXPECT_FALSE(IsOnDuty(rules, kNow));
  v1::ServiceHours& hours = *rules.add_hours();
  hours.set_weekday(3);
  hours.set_from_minute(8 * 60);
  hours.set_to_minute(12 * 60);
  EXPECT_FALSE(IsOnDuty(rules, kNow)) << "ends before noon";
  EXPECT_TRUE(IsOnDuty(rules, kNow - absl::Minutes(1)));
  EXPECT_TRUE(IsOnDuty(rules, kNow - absl::Hours(4)));
  EXPECT_FALSE(IsOnDuty(rules, kNow - absl::Hours(4) - absl::Minutes(1)));
  EXPECT_FALSE(IsOnDuty(rules, kNow - absl::Minutes(1) + absl::Hours(24)));
}

}  // namespace
}  // namespace opora::conference
