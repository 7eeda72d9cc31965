#include "services/reporting/indicators/indicator_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/reporting/indicators/refusals.h"

namespace opora::reporting {
namespace {

std::string CriterionOf(const std::string& code) { return code.substr(0, code.find('.')); }

const v1::Indicator* FindIndicator(const v1::CriteriaCatalogue& catalogue,
                                   const std::string& code) {
  for (const v1::Indicator& indicator : catalogue.indicators()) {
    if (indicator.code() == code) return &indicator;
  }
  return nullptr;
}

absl::Status At(const rules::Rule& rule, int index, std::string_view field) {
  return rules::Refuse(
      rule, {.field = absl::StrCat("assessment.answers[", index, "].", std::string(field))});
}

// The parts of a question that joins several (REP-26, REP-30).
absl::Status CheckParts(const v1::AssessmentAnswer& answer, const v1::Indicator& indicator,
                        int index) {
  const auto& parts = indicator.parts();
  for (const std::string& failed : answer.failed_parts()) {
    if (std::find(parts.begin(), parts.end(), failed) == parts.end())
      return At(rule::kPartsDisagree, index, "failed_parts");
  }
  if (answer.answer() == v1::ANSWER_YES && !answer.failed_parts().empty())
    return At(rule::kPartsDisagree, index, "failed_parts");
  const bool fails = answer.answer() == v1::ANSWER_PARTIAL || answer.answer() == v1::ANSWER_NO;
  if (fails && !parts.empty() && answer.failed_parts().empty())
    return At(rule::kFailedPartRequired, index, "failed_parts");
  return absl::OkStatus();
}

absl::Status CheckOwnWording(const v1::AssessmentAnswer& answer,
                             const v1::CriteriaCatalogue& catalogue, int index) {
  for (const std::string& code : answer.mapped_codes()) {
    const v1::Indicator* indicator = FindIndicator(catalogue, code);
    if (indicator == nullptr) return At(rule::kIndicatorUnknown, index, "mapped_codes");
  }
  // An own wording may be negative as well: what is met has to be said (REP-21).
  if (answer.answer() != v1::ANSWER_NOT_EVALUATED && !answer.has_met())
    return At(rule::kFulfilmentRequired, index, "met");
  return absl::OkStatus();
}

absl::Status CheckAnswer(const v1::Assessment& assessment, const v1::CriteriaCatalogue& catalogue,
                         int index) {
  const v1::AssessmentAnswer& answer = assessment.answers(index);
  const bool own = answer.has_wording() || !answer.mapped_codes().empty();
  if (assessment.kind() == v1::ASSESSMENT_KIND_INITIAL) {
    if (answer.answer() == v1::ANSWER_NOT_EVALUATED)
      return At(rule::kNotEvaluatedOnlyFinal, index, "answer");
    if (own) return At(rule::kNotEvaluatedOnlyFinal, index, "wording");
  }
  if (own) return CheckOwnWording(answer, catalogue, index);
  const v1::Indicator* indicator = FindIndicator(catalogue, answer.code());
  if (indicator == nullptr) return At(rule::kIndicatorUnknown, index, "code");
  if (indicator->negatively_worded() && answer.answer() != v1::ANSWER_NOT_EVALUATED &&
      !answer.has_met()) {
    return At(rule::kFulfilmentRequired, index, "met");
  }
  return CheckParts(answer, *indicator, index);
}

void CountLiteral(v1::Answer answer, v1::AssessmentCounts& counts) {
  if (answer == v1::ANSWER_YES) counts.set_yes(counts.yes() + 1);
  if (answer == v1::ANSWER_PARTIAL) counts.set_partial(counts.partial() + 1);
  if (answer == v1::ANSWER_NO) counts.set_no(counts.no() + 1);
  if (answer == v1::ANSWER_NOT_EVALUATED) counts.set_not_evaluated(counts.not_evaluated() + 1);
}

void CountMet(std::optional<v1::Fulfilment> met, v1::AssessmentCounts& counts) {
  if (met == v1::FULFILMENT_MET) counts.set_met(counts.met() + 1);
  if (met == v1::FULFILMENT_PARTIAL) counts.set_met_partly(counts.met_partly() + 1);
  if (met == v1::FULFILMENT_NOT_MET) counts.set_not_met(counts.not_met() + 1);
}

// Indicators of the catalogue that an answer speaks to.
std::vector<std::string> SpeaksTo(const v1::AssessmentAnswer& answer) {
  if (answer.has_wording() || !answer.mapped_codes().empty())
    return {answer.mapped_codes().begin(), answer.mapped_codes().end()};
  return {answer.code()};
}

v1::AssessmentCounts Count(const v1::Assessment& assessment, const v1::CriteriaCatalogue& catalogue,
                           const std::string& criterion) {
  const auto belongs = [&](const std::string& code) {
    return criterion.empty() || CriterionOf(code) == criterion;
  };
  v1::AssessmentCounts counts;
  std::set<std::string> answered;
  for (const v1::AssessmentAnswer& answer : assessment.answers()) {
    for (const std::string& code : SpeaksTo(answer)) answered.insert(code);
    if (!criterion.empty() && (answer.has_wording() || !belongs(answer.code()))) continue;
    CountLiteral(answer.answer(), counts);
    CountMet(MetBy(answer), counts);
  }
  for (const v1::Indicator& indicator : catalogue.indicators()) {
    if (!belongs(indicator.code())) continue;
    counts.set_indicators(counts.indicators() + 1);
    if (!answered.contains(indicator.code())) counts.set_unanswered(counts.unanswered() + 1);
  }
  return counts;
}

// Fulfilment of an indicator in an assessment; nullopt when no one answer tells it.
std::optional<v1::Fulfilment> MetOf(const v1::Assessment& assessment, const std::string& code) {
  const v1::AssessmentAnswer* found = nullptr;
  for (const v1::AssessmentAnswer& answer : assessment.answers()) {
    const std::vector<std::string> codes = SpeaksTo(answer);
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) continue;
    if (found != nullptr) return std::nullopt;
    found = &answer;
  }
  return found == nullptr ? std::nullopt : MetBy(*found);
}

v1::Shift ShiftOf(std::optional<v1::Fulfilment> initial, std::optional<v1::Fulfilment> final) {
  if (!initial.has_value() || !final.has_value()) return v1::SHIFT_NOT_COMPARABLE;
  if (*initial == *final) return v1::SHIFT_UNCHANGED;
  // The better, the smaller the number.
  return *final < *initial ? v1::SHIFT_IMPROVED : v1::SHIFT_WORSENED;
}

}  // namespace

absl::Status CheckCatalogue(const v1::CriteriaCatalogue& catalogue) {
  std::set<std::string> codes;
  for (const v1::Criterion& criterion : catalogue.criteria()) {
    if (!codes.insert(criterion.code()).second)
      return rules::Refuse(rule::kCatalogueInconsistent, {.field = "catalogue.criteria"});
  }
  for (const v1::Indicator& indicator : catalogue.indicators()) {
    if (!codes.contains(CriterionOf(indicator.code())) || !codes.insert(indicator.code()).second)
      return rules::Refuse(rule::kCatalogueInconsistent, {.field = "catalogue.indicators"});
  }
  return absl::OkStatus();
}

absl::Status CheckAssessment(const v1::Assessment& assessment,
                             const v1::CriteriaCatalogue& catalogue, absl::Time now) {
  RETURN_IF_ERROR(dates::CheckDate(assessment.evaluated_on(), "assessment.evaluated_on"));
  if (dates::FromDate(assessment.evaluated_on()) > dates::DayAt(now))
    return rules::Refuse(rules::kNotInFuture, {.field = "assessment.evaluated_on"});
  std::set<std::string> codes;
  for (int i = 0; i < assessment.answers_size(); ++i) {
    if (!codes.insert(assessment.answers(i).code()).second)
      return At(rule::kAnsweredTwice, i, "code");
    RETURN_IF_ERROR(CheckAnswer(assessment, catalogue, i));
  }
  return absl::OkStatus();
}

std::optional<v1::Fulfilment> MetBy(const v1::AssessmentAnswer& answer) {
  if (answer.answer() == v1::ANSWER_NOT_EVALUATED) return std::nullopt;
  if (answer.has_met()) return answer.met();
  if (answer.answer() == v1::ANSWER_YES) return v1::FULFILMENT_MET;
  return answer.answer() == v1::ANSWER_PARTIAL ? v1::FULFILMENT_PARTIAL : v1::FULFILMENT_NOT_MET;
}

v1::AssessmentCounts CountAnswers(const v1::Assessment& assessment,
                                  const v1::CriteriaCatalogue& catalogue) {
  return Count(assessment, catalogue, "");
}

std::vector<v1::CriterionSummary> CountByCriterion(const v1::Assessment& assessment,
                                                   const v1::CriteriaCatalogue& catalogue) {
  std::vector<v1::CriterionSummary> summaries;
  for (const v1::Criterion& criterion : catalogue.criteria()) {
    v1::CriterionSummary& summary = summaries.emplace_back();
    summary.set_code(criterion.code());
    *summary.mutable_counts() = Count(assessment, catalogue, criterion.code());
  }
  return summaries;
}

std::vector<v1::IndicatorShift> Compare(const v1::Assessment& initial, const v1::Assessment& final,
                                        const v1::CriteriaCatalogue& catalogue) {
  std::vector<v1::IndicatorShift> shifts;
  for (const v1::Indicator& indicator : catalogue.indicators()) {
    v1::IndicatorShift& shift = shifts.emplace_back();
    shift.set_code(indicator.code());
    const auto before = MetOf(initial, indicator.code());
    const auto after = MetOf(final, indicator.code());
    if (before.has_value()) shift.set_initial(*before);
    if (after.has_value()) shift.set_final(*after);
    shift.set_shift(ShiftOf(before, after));
  }
  return shifts;
}

}  // namespace opora::reporting
