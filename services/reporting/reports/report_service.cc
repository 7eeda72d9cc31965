#include "services/reporting/reports/report_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/reporting/following/projections.h"
#include "services/reporting/reports/counting_rules.h"
#include "services/reporting/reports/counting_store.h"
#include "services/reporting/reports/report_frame.h"
#include "services/reporting/reports/suppression.h"
#include "services/reporting/reports/town_store.h"
#include "services/reporting/territory/territory_store.h"

namespace opora::reporting {
namespace {

// A rule with a threshold, and the frame that it and the caller's reach make.
struct Counting {
  v1::CountingRule rule;
  Frame frame;
  Reach reach;
  v1::Provenance provenance;
};

std::string RuleName(const v1::CountingRule& rule) {
  return absl::StrCat(db::Stored(rule.kind()), " ", rule.number());
}

template <typename Request>
absl::StatusOr<Counting> CountingOf(rpc::Call& call, const Request& request) {
  Counting counting;
  ASSIGN_OR_RETURN(counting.provenance, ProvenanceOf(call.tx(), kRegistryFeed));
  ASSIGN_OR_RETURN(counting.rule, FindCountingRule(call.tx(), request.project_code(),
                                                   request.kind(), request.rule_number()));
  counting.reach = ReachOfCaller(call);
  ASSIGN_OR_RETURN(counting.frame.agencies,
                   AgenciesInReach(call, counting.reach, counting.rule.territory()));
  RETURN_IF_ERROR(CheckThreshold(counting.rule));
  const common::v1::Date* day = request.has_as_of_date() ? &request.as_of_date() : nullptr;
  ASSIGN_OR_RETURN(counting.frame.known_at, KnownAt(day, call.now(), "as_of_date"));
  if (counting.rule.has_period_from())
    counting.frame.from = dates::DateText(dates::FromDate(counting.rule.period_from()));
  if (counting.rule.has_period_to())
    counting.frame.to = dates::DateText(dates::FromDate(counting.rule.period_to()));
  *counting.provenance.mutable_as_of_date() =
      day == nullptr ? dates::ToDate(dates::DayAt(call.now())) : *day;
  counting.provenance.set_counting_rule(RuleName(counting.rule));
  return counting;
}

// Statements of a reading call do not share a snapshot: what was dropped while they ran was not
// counted.
absl::Status CheckStillWhole(rpc::Call& call) {
  return ProvenanceOf(call.tx(), kRegistryFeed).status();
}

// The days and the state of knowledge of a territory report.
absl::StatusOr<Frame> FrameOf(rpc::Call& call, const v1::GetTownReportRequest& request) {
  Frame frame;
  const common::v1::Date* last = request.has_period_to() ? &request.period_to() : nullptr;
  ASSIGN_OR_RETURN(frame.known_at, KnownAt(last, call.now(), "period_to"));
  frame.to = dates::DateText(last == nullptr ? dates::DayAt(call.now()) : dates::FromDate(*last));
  if (!request.has_period_from()) return frame;
  RETURN_IF_ERROR(dates::CheckDate(request.period_from(), "period_from"));
  frame.from = dates::DateText(dates::FromDate(request.period_from()));
  return frame;
}

}  // namespace

void ReportService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.reporting.v1.ReportService";
  rpc::Bind(methods, kInterface, "PutCountingRule", *this, &ReportService::PutCountingRule);
  rpc::Bind(methods, kInterface, "GetSupportedPersons", *this, &ReportService::GetSupportedPersons);
  rpc::Bind(methods, kInterface, "ListContributions", *this, &ReportService::ListContributions);
  rpc::Bind(methods, kInterface, "GetTownReport", *this, &ReportService::GetTownReport);
}

absl::StatusOr<v1::PutCountingRuleResponse> ReportService::PutCountingRule(
    rpc::Call& call, const v1::PutCountingRuleRequest& request) {
  const v1::CountingRule& asked = request.counting_rule();
  RETURN_IF_ERROR(CheckCountingRule(asked));
  RETURN_IF_ERROR(CheckLocality(ReachOfCaller(call), asked.territory(),
                                RegionOf(call.tx(), asked.territory())));
  v1::PutCountingRuleResponse response;
  v1::CountingRule& rule = *response.mutable_counting_rule();
  rule = asked;
  rule.set_counting_rule_id(ids::RandomId());
  rule.set_number(NextRuleNumber(call.tx(), rule));
  for (v1::UnitConversion& conversion : *rule.mutable_conversions()) {
    conversion.set_conversion_id(ids::RandomId());
    conversion.set_counting_rule_id(rule.counting_rule_id());
  }
  *rule.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), rule);
  call.Emit("CountingRulePut", rule);
  return response;
}

absl::StatusOr<v1::GetSupportedPersonsResponse> ReportService::GetSupportedPersons(
    rpc::Call& call, const v1::GetSupportedPersonsRequest& request) {
  ASSIGN_OR_RETURN(Counting counting, CountingOf(call, request));
  v1::GetSupportedPersonsResponse response;
  *response.mutable_counting_rule() = counting.rule;
  *response.mutable_provenance() = counting.provenance;
  response.set_own_agency_only(counting.reach.level == Level::kOwnAgency);
  response.set_territory(counting.rule.has_territory() ? counting.rule.territory()
                                                       : counting.reach.territory);
  FillCounts(call.tx(), counting.frame, response);
  RETURN_IF_ERROR(CheckStillWhole(call));
  return response;
}

void ReportService::FillCounts(db::Tx& tx, const Frame& frame,
                               v1::GetSupportedPersonsResponse& response) const {
  const v1::CountingRule& rule = response.counting_rule();
  const PersonTotals persons = CountPersons(tx, rule, frame);
  *response.mutable_supported() = Shown(persons.supported, small_count_);
  *response.mutable_bagatelle() = Shown(persons.bagatelle, small_count_);
  if (response.supported().has_value())
    response.set_progress_milli(ProgressMilli(persons.supported, rule.target_persons()));
  for (const ProviderTotals& one : CountByProvider(tx, rule, frame)) {
    v1::ProviderPersons& provider = *response.add_providers();
    provider.set_agency_id(one.agency_id);
    *provider.mutable_served() = Shown(one.served, small_count_);
    *provider.mutable_supported() = Shown(one.supported, small_count_);
    HideJustAbove(response.supported(), *provider.mutable_served(), small_count_);
    HideTelltale(provider.served(), *provider.mutable_supported(), small_count_);
  }
  for (const ExtentTotals& one : SumExtents(tx, rule, frame)) {
    v1::CategoryExtent& extent = *response.add_extents();
    extent.set_category_code(one.category_code);
    extent.set_unit(one.unit);
    *extent.mutable_persons() = Shown(one.persons, small_count_);
    HideJustAbove(response.supported(), *extent.mutable_persons(), small_count_);
    if (extent.persons().has_value()) extent.set_quantity_milli(one.quantity_milli);
  }
  for (const v1::UncountedSupport& one : CountUncounted(tx, rule, frame))
    *response.add_uncounted() = one;
}

absl::StatusOr<v1::ListContributionsResponse> ReportService::ListContributions(
    rpc::Call& call, const v1::ListContributionsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  ASSIGN_OR_RETURN(Counting counting, CountingOf(call, request));
  if (call.caller().role != common::v1::ACTING_ROLE_AUDITOR)
    counting.frame.agencies = {call.caller().unit.agency_id};
  v1::ListContributionsResponse response;
  for (auto& one : ListSupport(call.tx(), counting.rule, counting.frame, page.Key(0).value_or(""),
                               page.Key(1).value_or(""), page.size + 1)) {
    *response.add_contributions() = std::move(one);
  }
  RETURN_IF_ERROR(CheckStillWhole(call));
  // Pseudonymised, and still about persons: who looked is kept (XC-50).
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_effect(common::v1::AUDIT_EFFECT_READ);
  entry.add_areas(common::v1::DATA_AREA_SUPPORT_PLAN);
  entry.set_record_count(std::min(response.contributions_size(), page.size));
  if (const auto* last = rpc::CutToPage(page, *response.mutable_contributions()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request,
        {dates::DateText(dates::FromDate(last->occurred_on())), last->support_pseudonym()}));
  return response;
}

absl::StatusOr<v1::GetTownReportResponse> ReportService::GetTownReport(
    rpc::Call& call, const v1::GetTownReportRequest& request) {
  v1::GetTownReportResponse response;
  ASSIGN_OR_RETURN(Frame frame, FrameOf(call, request));
  ASSIGN_OR_RETURN(*response.add_provenance(), ProvenanceOf(call.tx(), kRegistryFeed));
  const Reach reach = ReachOfCaller(call);
  for (const std::string& feed : feeds_) {
    // What happened around a person in conferences and flats is not what one agency gave itself.
    if (feed == kRegistryFeed || reach.level == Level::kOwnAgency) continue;
    // A neighbour that was never reached has told nothing, which is no zero: its figures are left
    // out.
    auto provenance = ProvenanceOf(call.tx(), feed);
    if (provenance.ok()) *response.add_provenance() = *std::move(provenance);
  }
  ASSIGN_OR_RETURN(frame.agencies, AgenciesInReach(call, reach, request.territory()));
  response.set_territory(request.territory().empty() ? reach.territory : request.territory());
  for (auto& provenance : *response.mutable_provenance())
    *provenance.mutable_as_of_date() = dates::ToDate(*dates::ParseDate(frame.to));
  FillTown(call.tx(), frame, response);
  RETURN_IF_ERROR(CheckStillWhole(call));
  return response;
}

void ReportService::FillTown(db::Tx& tx, const Frame& frame,
                             v1::GetTownReportResponse& response) const {
  FillLines(tx, frame, response);
  for (auto& capacity : ReadCapacities(tx, frame, response.territory()))
    *response.add_capacities() = std::move(capacity);
  for (const GapCount& one : CountGaps(tx, frame)) {
    v1::NeedGap& gap = *response.add_gaps();
    gap.set_area(one.area);
    *gap.mutable_referred() = Shown(one.referred, small_count_);
    *gap.mutable_waiting() = Shown(one.waiting, small_count_);
    *gap.mutable_no_capacity() = Shown(one.no_capacity, small_count_);
    HideTelltale(gap.referred(), *gap.mutable_waiting(), small_count_);
    HideTelltale(gap.referred(), *gap.mutable_no_capacity(), small_count_);
  }
  for (const DuplicityCount& one : CountDuplicities(tx, frame)) {
    v1::Duplicity& duplicity = *response.add_duplicities();
    duplicity.set_agency_id(one.agency_id);
    duplicity.set_other_agency_id(one.other_agency_id);
    duplicity.set_category_code(one.category_code);
    *duplicity.mutable_persons() = Shown(one.persons, small_count_);
  }
}

// Each figure counts some of the persons of the first one.
void ReportService::FillLines(db::Tx& tx, const Frame& frame,
                              v1::GetTownReportResponse& response) const {
  std::vector<std::string> known;
  for (const auto& provenance : response.provenance()) known.push_back(provenance.feed());
  for (const FigureCount& one : CountFigures(tx, frame, known)) {
    v1::TownLine& line = *response.add_lines();
    line.set_figure(one.figure);
    line.set_feed(one.feed);
    *line.mutable_persons() = Shown(one.persons, small_count_);
    HideTelltale(response.lines(0).persons(), *line.mutable_persons(), small_count_);
  }
}

}  // namespace opora::reporting
