#include "services/reporting/indicators/indicator_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::reporting {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2023, 5, 10, 9, 0, 0), absl::UTCTimeZone());

v1::CriteriaCatalogue Catalogue() {
  v1::CriteriaCatalogue catalogue;
  for (const char* code : {"1", "2"}) catalogue.add_criteria()->set_code(code);
  for (const char* code : {"1.1", "1.2", "2.1", "2.2", "2.3"})
    catalogue.add_indicators()->set_code(code);
  catalogue.mutable_indicators(2)->add_parts("MINIMUM");
  catalogue.mutable_indicators(2)->add_parts("WAIVER");
  catalogue.mutable_indicators(3)->set_negatively_worded(true);
  catalogue.mutable_indicators(4)->set_negatively_worded(true);
  return catalogue;
}

v1::Assessment Empty(v1::AssessmentKind kind) {
  v1::Assessment assessment;
  assessment.set_kind(kind);
  *assessment.mutable_evaluated_on() = dates::ToDate(absl::CivilDay(2023, 5, 9));
  return assessment;
}

v1::AssessmentAnswer& Add(v1::Assessment& assessment, const std::string& code, v1::Answer answer) {
  v1::AssessmentAnswer& added = *assessment.add_answers();
  added.set_code(code);
  added.set_answer(answer);
  return added;
}

void ExpectRefused(const v1::Assessment& assessment, const char* reason, const char* rule) {
  const absl::Status status = CheckAssessment(assessment, Catalogue(), kNow);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), reason);
  EXPECT_EQ(RuleOf(status), rule);
}

TEST(REP_19, ACatalogueHasEachNumberOnceAndACriterionAboveEachIndicator) {
  EXPECT_TRUE(CheckCatalogue(Catalogue()).ok());
  v1::CriteriaCatalogue twice = Catalogue();
  twice.add_indicators()->set_code("1.1");
  EXPECT_EQ(ReasonOf(CheckCatalogue(twice)), "CATALOGUE_INCONSISTENT");
  v1::CriteriaCatalogue orphan = Catalogue();
  orphan.add_indicators()->set_code("3.1");
  EXPECT_EQ(RuleOf(CheckCatalogue(orphan)), "REP-19");
}

TEST(REP_19, OnlyIndicatorsOfTheVersionAreAnswered) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  Add(assessment, "4.9", v1::ANSWER_YES);
  ExpectRefused(assessment, "INDICATOR_UNKNOWN", "REP-19");
}

TEST(REP_20, AMissingAnswerIsNotANo) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  Add(assessment, "1.1", v1::ANSWER_NO);
  EXPECT_TRUE(CheckAssessment(assessment, Catalogue(), kNow).ok());
  const v1::AssessmentCounts counts = CountAnswers(assessment, Catalogue());
  EXPECT_EQ(counts.indicators(), 5);
  EXPECT_EQ(counts.no(), 1);
  EXPECT_EQ(counts.not_met(), 1);
  EXPECT_EQ(counts.unanswered(), 4);
}

TEST(REP_20, AnIndicatorIsAnsweredOnce) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  Add(assessment, "1.1", v1::ANSWER_NO);
  Add(assessment, "1.1", v1::ANSWER_YES);
  ExpectRefused(assessment, "ANSWERED_TWICE", "REP-20");
}

TEST(REP_21, TheAnswerToANegativeQuestionDoesNotTellWhetherItIsMet) {
  for (const v1::Answer answer : {v1::ANSWER_YES, v1::ANSWER_PARTIAL, v1::ANSWER_NO}) {
    v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
    v1::AssessmentAnswer& given = Add(assessment, "2.2", answer);
    ExpectRefused(assessment, "FULFILMENT_REQUIRED", "REP-21");
    given.set_met(v1::FULFILMENT_PARTIAL);
    EXPECT_TRUE(CheckAssessment(assessment, Catalogue(), kNow).ok());
  }
}

// Of two negative questions answered NO, one is met and the other is not: no polarity decides that.
TEST(REP_21, TheSameNoIsMetOnceAndNotMetOnce) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  Add(assessment, "2.2", v1::ANSWER_NO).set_met(v1::FULFILMENT_MET);
  Add(assessment, "2.3", v1::ANSWER_NO).set_met(v1::FULFILMENT_NOT_MET);
  const v1::AssessmentCounts counts = CountAnswers(assessment, Catalogue());
  EXPECT_EQ(counts.no(), 2);
  EXPECT_EQ(counts.met(), 1);
  EXPECT_EQ(counts.not_met(), 1);
}

TEST(REP_21, APositiveQuestionIsMetAsItIsAnswered) {
  v1::AssessmentAnswer answer;
  answer.set_answer(v1::ANSWER_YES);
  EXPECT_EQ(MetBy(answer), v1::FULFILMENT_MET);
  answer.set_answer(v1::ANSWER_PARTIAL);
  EXPECT_EQ(MetBy(answer), v1::FULFILMENT_PARTIAL);
  answer.set_answer(v1::ANSWER_NO);
  EXPECT_EQ(MetBy(answer), v1::FULFILMENT_NOT_MET);
}

TEST(REP_22, CriteriaAreCountedApartAndAddUp) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  Add(assessment, "1.1", v1::ANSWER_YES);
  Add(assessment, "2.2", v1::ANSWER_NO).set_met(v1::FULFILMENT_MET);
  const auto criteria = CountByCriterion(assessment, Catalogue());
  ASSERT_EQ(criteria.size(), 2U);
  EXPECT_EQ(criteria[0].counts().indicators(), 2);
  EXPECT_EQ(criteria[0].counts().met(), 1);
  EXPECT_EQ(criteria[1].counts().no(), 1);
  EXPECT_EQ(criteria[1].counts().unanswered(), 2);
}

TEST(REP_23, OnlyAFinalAssessmentLeavesSomethingUnevaluatedOrWordsItAnew) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  Add(assessment, "1.1", v1::ANSWER_NOT_EVALUATED);
  ExpectRefused(assessment, "NOT_EVALUATED_ONLY_FINAL", "REP-23");
  assessment.set_kind(v1::ASSESSMENT_KIND_FINAL);
  EXPECT_TRUE(CheckAssessment(assessment, Catalogue(), kNow).ok());

  v1::Assessment reworded = Empty(v1::ASSESSMENT_KIND_INITIAL);
  v1::AssessmentAnswer& answer = Add(reworded, "I.1", v1::ANSWER_PARTIAL);
  answer.set_wording("Follows the figures there are.");
  answer.add_mapped_codes("1.2");
  ExpectRefused(reworded, "NOT_EVALUATED_ONLY_FINAL", "REP-23");
  reworded.set_kind(v1::ASSESSMENT_KIND_FINAL);
  ExpectRefused(reworded, "FULFILMENT_REQUIRED", "REP-21");
  answer.set_met(v1::FULFILMENT_PARTIAL);
  EXPECT_TRUE(CheckAssessment(reworded, Catalogue(), kNow).ok());
}

v1::Shift ShiftOf(const std::function<void(v1::Assessment&)>& initially,
                  const std::function<void(v1::Assessment&)>& finally) {
  v1::Assessment initial = Empty(v1::ASSESSMENT_KIND_INITIAL);
  v1::Assessment final = Empty(v1::ASSESSMENT_KIND_FINAL);
  initially(initial);
  finally(final);
  return Compare(initial, final, Catalogue())[1].shift();
}

TEST(REP_24, AShiftNeedsBothAnswers) {
  const auto answered = [](v1::Answer answer) {
    return [answer](v1::Assessment& assessment) { Add(assessment, "1.2", answer); };
  };
  const auto nothing = [](v1::Assessment&) {};
  EXPECT_EQ(ShiftOf(answered(v1::ANSWER_NO), answered(v1::ANSWER_YES)), v1::SHIFT_IMPROVED);
  EXPECT_EQ(ShiftOf(answered(v1::ANSWER_YES), answered(v1::ANSWER_PARTIAL)), v1::SHIFT_WORSENED);
  EXPECT_EQ(ShiftOf(answered(v1::ANSWER_NO), answered(v1::ANSWER_NO)), v1::SHIFT_UNCHANGED);
  EXPECT_EQ(ShiftOf(nothing, answered(v1::ANSWER_YES)), v1::SHIFT_NOT_COMPARABLE);
  EXPECT_EQ(ShiftOf(answered(v1::ANSWER_NO), nothing), v1::SHIFT_NOT_COMPARABLE);
  EXPECT_EQ(ShiftOf(answered(v1::ANSWER_NO), answered(v1::ANSWER_NOT_EVALUATED)),
            v1::SHIFT_NOT_COMPARABLE);
}

// The first answer of the final assessment speaks to the second indicator, and it is what it says.
TEST(REP_23, FinalAnswersAreMappedAndNotTakenByPosition) {
  const auto initially = [](v1::Assessment& assessment) {
    Add(assessment, "1.1", v1::ANSWER_YES);
    Add(assessment, "1.2", v1::ANSWER_NO);
  };
  const auto mapped = [](v1::Assessment& assessment) {
    v1::AssessmentAnswer& answer = Add(assessment, "I.1", v1::ANSWER_PARTIAL);
    answer.set_wording("Follows the figures there are.");
    answer.add_mapped_codes("1.2");
    answer.set_met(v1::FULFILMENT_PARTIAL);
  };
  EXPECT_EQ(ShiftOf(initially, mapped), v1::SHIFT_IMPROVED);
  const auto twice = [&](v1::Assessment& assessment) {
    mapped(assessment);
    Add(assessment, "1.2", v1::ANSWER_YES);
  };
  EXPECT_EQ(ShiftOf(initially, twice), v1::SHIFT_NOT_COMPARABLE);
}

TEST(REP_26, ANoNamesThePartThatFails) {
  for (const v1::Answer answer : {v1::ANSWER_PARTIAL, v1::ANSWER_NO}) {
    v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
    v1::AssessmentAnswer& given = Add(assessment, "2.1", answer);
    ExpectRefused(assessment, "FAILED_PART_REQUIRED", "REP-26");
    given.add_failed_parts("WAIVER");
    EXPECT_TRUE(CheckAssessment(assessment, Catalogue(), kNow).ok());
  }
}

TEST(REP_30, AYesNeedsAllParts) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  v1::AssessmentAnswer& answer = Add(assessment, "2.1", v1::ANSWER_YES);
  EXPECT_TRUE(CheckAssessment(assessment, Catalogue(), kNow).ok());
  answer.add_failed_parts("WAIVER");
  ExpectRefused(assessment, "PARTS_DISAGREE", "REP-30");
  answer.set_answer(v1::ANSWER_NO);
  answer.set_failed_parts(0, "COLOUR");
  ExpectRefused(assessment, "PARTS_DISAGREE", "REP-30");
}

TEST(REP_36, NothingIsEvaluatedInTheFuture) {
  v1::Assessment assessment = Empty(v1::ASSESSMENT_KIND_INITIAL);
  *assessment.mutable_evaluated_on() = dates::ToDate(absl::CivilDay(2023, 5, 11));
  EXPECT_EQ(ReasonOf(CheckAssessment(assessment, Catalogue(), kNow)), "NOT_IN_FUTURE");
}

}  // namespace
}  // namespace opora::reporting
