#include "services/housing_referral/tenancies/tenancy_rules.h"

#include <algorithm>
#include <array>

#include "common/rpc/call.h"
#include "common/time/proto_date.h"
#include "services/housing_referral/flats/flat_rules.h"
#include "services/housing_referral/flats/refusals.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/tenancies/refusals.h"

namespace opora::housing {
namespace {

constexpr auto kPrepared = v1::TENANCY_STATE_PREPARED;
constexpr auto kMovedIn = v1::TENANCY_STATE_MOVED_IN;
constexpr auto kEnded = v1::TENANCY_STATE_ENDED;

constexpr auto kSteps = std::to_array<TenancyStep>({
    {kPrepared, "IntroduceManager", kPrepared, false, true},
    {kMovedIn, "IntroduceManager", kMovedIn, false, true},
    {kPrepared, "RecordDocument", kPrepared, true, true},
    {kMovedIn, "RecordDocument", kMovedIn, true, true},
    {kPrepared, "MoveIn", kMovedIn, true, false},
    {kPrepared, "RecordMovedIn", kMovedIn, true, true},
    {kMovedIn, "DecideExtension", kMovedIn, true, false},
    {kMovedIn, "RecordExternalDecision", kMovedIn, true, true},
    {kMovedIn, "RecordBreach", kMovedIn, true, false},
    {kPrepared, "EndTenancy", kEnded, true, false},
    {kMovedIn, "EndTenancy", kEnded, true, false},
});

// Counts below it would tell of single persons.
constexpr int kSmallestCount = 5;
constexpr int kLeaseEndsWithinDays = 90;

bool IsDone(const v1::Tenancy& tenancy, v1::MoveInDocument document) {
  return std::any_of(tenancy.documents().begin(), tenancy.documents().end(),
                     [&](const v1::MoveInItem& item) {
                       return item.document() == document && item.has_done_on();
                     });
}

bool HasOpenDocument(const v1::Tenancy& tenancy) {
  return std::any_of(tenancy.documents().begin(), tenancy.documents().end(),
                     [](const v1::MoveInItem& item) { return !item.has_done_on(); });
}

absl::CivilDay AfterMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month.year(), month.month(), 1) + (day.day() - 1), last);
}

}  // namespace

std::span<const TenancyStep> TenancySteps() { return kSteps; }

absl::StatusOr<v1::TenancyState> NextState(v1::TenancyState from, std::string_view verb) {
  for (const TenancyStep& step : kSteps) {
    if (step.from == from && step.verb == verb) return step.to;
  }
  return rules::Refuse(rule::kTenancyStateRefuses,
                       {.metadata = {{"state", v1::TenancyState_Name(from)}}});
}

std::vector<const rules::Rule*> MoveInProblems(const v1::Tenancy& tenancy,
                                               const v1::ReadinessCheck* readiness,
                                               const v1::Programme& programme) {
  std::vector<const rules::Rule*> problems;
  if (!IsReady(readiness)) problems.push_back(&rule::kFlatNotReady);
  if (!IsDone(tenancy, v1::MOVE_IN_DOCUMENT_LEASE)) problems.push_back(&rule::kLeaseMissing);
  if (!tenancy.has_introduced_on()) problems.push_back(&rule::kManagerNotIntroduced);
  if (!programme.has_left_belongings_agreement()) problems.push_back(&rule::kLeftBelongingsUnset);
  return problems;
}

std::vector<v1::MoveInItem> Checklist() {
  std::vector<v1::MoveInItem> items;
  for (v1::MoveInDocument document :
       {v1::MOVE_IN_DOCUMENT_LEASE, v1::MOVE_IN_DOCUMENT_REGISTRATION_SHEET,
        v1::MOVE_IN_DOCUMENT_ENERGY_CONNECTION}) {
    items.emplace_back().set_document(document);
  }
  return items;
}

bool CountsForLease(const v1::Complaint& complaint) {
  return complaint.type() == v1::COMPLAINT_TYPE_COMPLAINT &&
         complaint.state() != v1::COMPLAINT_STATE_RECLASSIFIED_NOTICE &&
         complaint.state() != v1::COMPLAINT_STATE_REROUTED_DEFECT;
}

bool IsUnheard(const v1::Complaint& complaint, absl::CivilDay day) {
  if (!CountsForLease(complaint)) return false;
  if (!complaint.has_client_informed_time()) return true;
  // Told, but the time to remedy is not over; a result for the tenant needs none.
  const bool concluded = complaint.conclusion() == v1::COMPLAINT_CONCLUSION_UNJUSTIFIED ||
                         complaint.conclusion() == v1::COMPLAINT_CONCLUSION_NOT_PROVEN;
  return !concluded && complaint.has_remedy_by_date() &&
         day < dates::FromDate(complaint.remedy_by_date());
}

int LatePaymentsLeftOut(const std::vector<v1::RentCharge>& charges) {
  return static_cast<int>(std::count_if(
      charges.begin(), charges.end(),
      [](const v1::RentCharge& charge) { return charge.has_warned_on() && charge.not_counted(); }));
}

absl::Status CheckExtension(v1::ExtensionOutcome outcome, const common::v1::Date* lease_to,
                            const v1::Tenancy& tenancy) {
  if (outcome != v1::EXTENSION_OUTCOME_EXTENDED) return absl::OkStatus();
  if (lease_to == nullptr) return rules::Refuse(rule::kLeaseEndMissing, {.field = "lease_to"});
  if (absl::Status status = dates::CheckDate(*lease_to, "lease_to"); !status.ok()) return status;
  if (tenancy.has_lease_to() && dates::FromDate(*lease_to) <= dates::FromDate(tenancy.lease_to())) {
    return rules::Refuse(rule::kLeaseEndMissing, {.field = "lease_to"});
  }
  return absl::OkStatus();
}

bool EndsWithin90Days(const v1::Tenancy& tenancy, absl::CivilDay day) {
  if (tenancy.state() == kEnded || !tenancy.has_lease_to()) return false;
  return dates::FromDate(tenancy.lease_to()) - day <= kLeaseEndsWithinDays;
}

std::vector<v1::RiskKind> RisksOf(const v1::Tenancy& tenancy,
                                  const std::vector<v1::RentCharge>& charges,
                                  const std::vector<v1::Complaint>& complaints,
                                  absl::CivilDay day) {
  std::vector<v1::RiskKind> risks;
  if (std::any_of(charges.begin(), charges.end(), [](const v1::RentCharge& charge) {
        return charge.charge_class() == v1::CHARGE_CLASS_ARREARS;
      })) {
    risks.push_back(v1::RISK_KIND_ARREARS);
  }
  if (std::any_of(complaints.begin(), complaints.end(), [](const v1::Complaint& complaint) {
        return CountsForLease(complaint) && complaint.state() != v1::COMPLAINT_STATE_CLOSED;
      })) {
    risks.push_back(v1::RISK_KIND_COMPLAINT);
  }
  if (std::any_of(complaints.begin(), complaints.end(),
                  [&](const v1::Complaint& complaint) { return IsUnheard(complaint, day); })) {
    risks.push_back(v1::RISK_KIND_UNHEARD_COMPLAINT);
  }
  if (EndsWithin90Days(tenancy, day)) risks.push_back(v1::RISK_KIND_LEASE_ENDING);
  if (tenancy.state() == kMovedIn && HasOpenDocument(tenancy))
    risks.push_back(v1::RISK_KIND_DOCUMENT_MISSING);
  return risks;
}

std::vector<v1::RetentionCount> Retention(const std::vector<v1::Tenancy>& tenancies,
                                          absl::CivilDay day) {
  std::vector<v1::RetentionCount> counts;
  for (int months : {6, 12, 24}) {
    int begun = 0;
    int kept = 0;
    for (const v1::Tenancy& tenancy : tenancies) {
      if (!tenancy.has_move_in_time()) continue;
      const absl::CivilDay mark =
          AfterMonths(dates::DayAt(rpc::FromTimestamp(tenancy.move_in_time())), months);
      if (mark > day) continue;
      ++begun;
      kept += !tenancy.has_ended_on() || dates::FromDate(tenancy.ended_on()) >= mark;
    }
    v1::RetentionCount& count = counts.emplace_back();
    count.set_months(months);
    const bool small_rest = begun - kept > 0 && begun - kept < kSmallestCount;
    if (begun < kSmallestCount) continue;
    count.set_begun(begun);
    if (kept >= kSmallestCount && !small_rest) count.set_kept(kept);
  }
  return counts;
}

std::vector<common::v1::Action> TenancyActions(const v1::Tenancy& tenancy,
                                               const rpc::Caller& caller,
                                               common::v1::Language language) {
  const bool landlord =
      rpc::HolderOf(tenancy) == caller.unit && caller.stance == common::v1::STANCE_CONTROL;
  const bool support = caller.stance == common::v1::STANCE_SUPPORT;
  std::vector<common::v1::Action> actions;
  for (const TenancyStep& step : kSteps) {
    auto action = std::find_if(actions.begin(), actions.end(),
                               [&](const auto& one) { return one.verb() == step.verb; });
    if (action == actions.end()) {
      action = actions.emplace(actions.end());
      action->set_verb(std::string(step.verb));
    }
    const bool mine = (step.for_landlord && landlord) || (step.for_support && support);
    if (step.from == tenancy.state() && mine) action->set_allowed(true);
  }
  for (common::v1::Action& action : actions) {
    if (action.allowed()) continue;
    action.set_rule(std::string(rule::kTenancyStateRefuses.id));
    action.set_remedy(std::string(rule::kTenancyStateRefuses.remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::housing
