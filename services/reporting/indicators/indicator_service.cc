#include "services/reporting/indicators/indicator_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "services/reporting/indicators/indicator_rules.h"
#include "services/reporting/indicators/indicator_store.h"
#include "services/reporting/indicators/refusals.h"
#include "services/reporting/territory/territory_store.h"

namespace opora::reporting {
namespace {

void SetIds(v1::CriteriaCatalogue& catalogue) {
  catalogue.set_catalogue_id(ids::RandomId());
  for (v1::Criterion& criterion : *catalogue.mutable_criteria()) {
    criterion.set_criterion_id(ids::RandomId());
    criterion.set_catalogue_id(catalogue.catalogue_id());
  }
  for (v1::Indicator& indicator : *catalogue.mutable_indicators()) {
    indicator.set_indicator_id(ids::RandomId());
    indicator.set_catalogue_id(catalogue.catalogue_id());
    for (v1::IndicatorThreshold& threshold : *indicator.mutable_thresholds()) {
      threshold.set_threshold_id(ids::RandomId());
      threshold.set_indicator_id(indicator.indicator_id());
    }
  }
}

void SetAnswers(const v1::Assessment& asked, v1::Assessment& stored) {
  *stored.mutable_answers() = asked.answers();
  for (v1::AssessmentAnswer& answer : *stored.mutable_answers()) {
    answer.set_answer_id(ids::RandomId());
    answer.set_assessment_id(stored.assessment_id());
  }
}

void Stamp(rpc::Call& call, v1::Assessment& assessment) {
  assessment.set_evaluator_worker_id(call.caller().worker_id);
  assessment.set_agency_id(call.caller().unit.agency_id);
}

v1::Assessment Created(rpc::Call& call, const v1::Assessment& asked) {
  v1::Assessment assessment = asked;
  assessment.set_assessment_id(ids::RandomId());
  Stamp(call, assessment);
  *assessment.mutable_create_time() = rpc::ToTimestamp(call.now());
  SetAnswers(asked, assessment);
  db::Insert(call.tx(), assessment);
  return assessment;
}

absl::StatusOr<v1::Assessment> Replaced(rpc::Call& call, const v1::Assessment& asked,
                                        v1::Assessment stored) {
  if (!asked.etag().empty() && asked.etag() != stored.etag()) {
    return rules::StatusWithReason(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                   "the record was changed since it was read");
  }
  *stored.mutable_evaluated_on() = asked.evaluated_on();
  Stamp(call, stored);
  SetAnswers(asked, stored);
  db::Update(call.tx(), stored, {"evaluated_on", "evaluator_worker_id", "agency_id", "answers"});
  return stored;
}

}  // namespace

void IndicatorService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.reporting.v1.IndicatorService";
  rpc::Bind(methods, kInterface, "CreateCatalogue", *this, &IndicatorService::CreateCatalogue);
  rpc::Bind(methods, kInterface, "GetCatalogue", *this, &IndicatorService::GetCatalogue);
  rpc::Bind(methods, kInterface, "PutAssessment", *this, &IndicatorService::PutAssessment);
  rpc::Bind(methods, kInterface, "GetAssessment", *this, &IndicatorService::GetAssessment);
  rpc::Bind(methods, kInterface, "GetSummary", *this, &IndicatorService::GetSummary);
}

absl::StatusOr<v1::CreateCatalogueResponse> IndicatorService::CreateCatalogue(
    rpc::Call& call, const v1::CreateCatalogueRequest& request) {
  RETURN_IF_ERROR(CheckCatalogue(request.catalogue()));
  v1::CreateCatalogueResponse response;
  v1::CriteriaCatalogue& catalogue = *response.mutable_catalogue();
  catalogue = request.catalogue();
  catalogue.set_number(NextCatalogueNumber(call.tx(), catalogue.code()));
  SetIds(catalogue);
  *catalogue.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), catalogue);
  call.Emit("CatalogueCreated", catalogue);
  return response;
}

absl::StatusOr<v1::GetCatalogueResponse> IndicatorService::GetCatalogue(
    rpc::Call& call, const v1::GetCatalogueRequest& request) {
  v1::GetCatalogueResponse response;
  ASSIGN_OR_RETURN(*response.mutable_catalogue(),
                   FindCatalogue(call.tx(), request.code(), request.number()));
  return response;
}

absl::StatusOr<v1::PutAssessmentResponse> IndicatorService::PutAssessment(
    rpc::Call& call, const v1::PutAssessmentRequest& request) {
  const v1::Assessment& asked = request.assessment();
  RETURN_IF_ERROR(LocalityInReach(call, asked.locality_id()).status());
  ASSIGN_OR_RETURN(const v1::CriteriaCatalogue catalogue,
                   db::Get<v1::CriteriaCatalogue>(call.tx(), asked.catalogue_id()));
  RETURN_IF_ERROR(CheckAssessment(asked, catalogue, call.now()));
  const auto stored = [&](v1::AssessmentKind kind) {
    return LockAssessment(call.tx(), asked.locality_id(), asked.catalogue_id(), kind);
  };
  if (asked.kind() == v1::ASSESSMENT_KIND_FINAL &&
      !stored(v1::ASSESSMENT_KIND_INITIAL).has_value()) {
    return rules::Refuse(rule::kInitialMissing);
  }
  v1::PutAssessmentResponse response;
  std::optional<v1::Assessment> known = stored(asked.kind());
  if (known.has_value()) {
    ASSIGN_OR_RETURN(*response.mutable_assessment(), Replaced(call, asked, *std::move(known)));
  } else {
    *response.mutable_assessment() = Created(call, asked);
  }
  call.Emit("AssessmentPut", response.assessment());
  return response;
}

absl::StatusOr<v1::GetAssessmentResponse> IndicatorService::GetAssessment(
    rpc::Call& call, const v1::GetAssessmentRequest& request) {
  RETURN_IF_ERROR(LocalityInReach(call, request.locality_id()).status());
  auto found =
      FindAssessment(call.tx(), request.locality_id(), request.catalogue_code(), request.kind());
  if (!found.has_value()) return rules::NotFound();
  v1::GetAssessmentResponse response;
  *response.mutable_assessment() = *std::move(found);
  return response;
}

absl::StatusOr<v1::GetSummaryResponse> IndicatorService::GetSummary(
    rpc::Call& call, const v1::GetSummaryRequest& request) {
  RETURN_IF_ERROR(LocalityInReach(call, request.locality_id()).status());
  const auto find = [&](v1::AssessmentKind kind) {
    return FindAssessment(call.tx(), request.locality_id(), request.catalogue_code(), kind);
  };
  const auto assessment = find(request.kind());
  if (!assessment.has_value()) return rules::NotFound();
  ASSIGN_OR_RETURN(const v1::CriteriaCatalogue catalogue,
                   db::Get<v1::CriteriaCatalogue>(call.tx(), assessment->catalogue_id()));
  v1::GetSummaryResponse response;
  response.set_catalogue_code(catalogue.code());
  response.set_catalogue_number(catalogue.number());
  *response.mutable_evaluated_on() = assessment->evaluated_on();
  *response.mutable_counts() = CountAnswers(*assessment, catalogue);
  const bool czech = call.language() == common::v1::LANGUAGE_CS;
  for (auto& summary : CountByCriterion(*assessment, catalogue)) {
    for (const v1::Criterion& criterion : catalogue.criteria()) {
      if (criterion.code() == summary.code())
        summary.set_title(czech ? criterion.title_cs() : criterion.title_en());
    }
    *response.add_criteria() = std::move(summary);
  }
  if (request.kind() != v1::ASSESSMENT_KIND_FINAL) return response;
  const auto initial = find(v1::ASSESSMENT_KIND_INITIAL);
  if (!initial.has_value() || initial->catalogue_id() != assessment->catalogue_id())
    return response;
  for (auto& shift : Compare(*initial, *assessment, catalogue))
    *response.add_shifts() = std::move(shift);
  return response;
}

}  // namespace opora::reporting
