#include "services/reporting/programmes/locality_rules.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/reporting/programmes/refusals.h"

namespace opora::reporting {
namespace {

using common::v1::PartialDate;

std::tuple<int, int, int> Sortable(const PartialDate& date) {
  return {date.year(), date.month(), date.day()};
}

bool IsMunicipal(v1::ObservedFigure figure) {
  return figure == v1::OBSERVED_FIGURE_DEBTORS_OF_MUNICIPALITY ||
         figure == v1::OBSERVED_FIGURE_CLAIMS_OF_MUNICIPALITY;
}

// Shares that the observations tell, computed ones before published ones, newest first.
std::vector<v1::ComputedShare> Computed(const std::vector<v1::Observation>& in_force) {
  std::vector<v1::ComputedShare> shares;
  for (const v1::Observation& part : in_force) {
    if (part.figure() != v1::OBSERVED_FIGURE_PERSONS_IN_ENFORCEMENT || part.decimals() != 0)
      continue;
    for (const v1::Observation& whole : in_force) {
      if (whole.figure() != v1::OBSERVED_FIGURE_INHABITANTS_15_PLUS || whole.decimals() != 0 ||
          whole.value() == 0 || Sortable(whole.as_of()) != Sortable(part.as_of()) ||
          whole.source() != part.source()) {
        continue;
      }
      v1::ComputedShare& share = shares.emplace_back();
      share.set_part(part.value());
      share.set_whole(whole.value());
      share.set_percent_hundredths(PercentHundredths(part.value(), whole.value()));
      *share.mutable_as_of() = part.as_of();
      share.set_source_name(part.source_name());
      break;
    }
  }
  return shares;
}

// A published share with its decimals, in hundredths.
int64_t Hundredths(const v1::Observation& published) {
  int64_t value = published.value();
  for (int i = published.decimals(); i < 2; ++i) value *= 10;
  for (int i = published.decimals(); i > 2; --i) value = (value + 5) / 10;
  return value;
}

std::vector<v1::Comparison> Candidates(const std::vector<v1::Observation>& in_force) {
  std::vector<v1::Comparison> candidates;
  for (const v1::ComputedShare& share : Computed(in_force)) {
    v1::Comparison& candidate = candidates.emplace_back();
    candidate.set_percent_hundredths(share.percent_hundredths());
    *candidate.mutable_as_of() = share.as_of();
    candidate.set_source_name(share.source_name());
  }
  for (const v1::Observation& published : in_force) {
    if (published.figure() != v1::OBSERVED_FIGURE_SHARE_IN_ENFORCEMENT) continue;
    v1::Comparison& candidate = candidates.emplace_back();
    candidate.set_percent_hundredths(Hundredths(published));
    *candidate.mutable_as_of() = published.as_of();
    candidate.set_source_name(published.source_name());
  }
  return candidates;
}

}  // namespace

absl::Status CheckObservation(const v1::Observation& observation, absl::Time now) {
  RETURN_IF_ERROR(dates::CheckPartialDate(observation.as_of(), "observation.as_of"));
  const PartialDate& as_of = observation.as_of();
  const absl::CivilDay earliest(as_of.year(), std::max(as_of.month(), 1), std::max(as_of.day(), 1));
  if (earliest > dates::DayAt(now))
    return rules::Refuse(rules::kNotInFuture, {.field = "observation.as_of"});
  if (observation.source() == v1::OBSERVATION_SOURCE_MUNICIPAL_CLAIMS &&
      !IsMunicipal(observation.figure())) {
    return rules::Refuse(rule::kMunicipalNotTotal, {.field = "observation.figure"});
  }
  return absl::OkStatus();
}

int64_t PercentHundredths(int64_t part, int64_t whole) {
  return (2 * part * 10000 + whole) / (2 * whole);
}

std::vector<v1::Observation> InForce(const std::vector<v1::Observation>& all) {
  using Key = std::tuple<int, std::tuple<int, int, int>, int, std::string>;
  std::map<Key, const v1::Observation*> latest;
  for (const v1::Observation& one : all) {
    latest[{one.figure(), Sortable(one.as_of()), one.source(), one.source_name()}] = &one;
  }
  std::vector<v1::Observation> in_force;
  for (const auto& [key, one] : latest) in_force.push_back(*one);
  std::stable_sort(in_force.begin(), in_force.end(), [](const auto& a, const auto& b) {
    return Sortable(a.as_of()) > Sortable(b.as_of());
  });
  return in_force;
}

std::optional<v1::ComputedShare> ShareInEnforcement(const std::vector<v1::Observation>& in_force) {
  const std::vector<v1::ComputedShare> shares = Computed(in_force);
  if (shares.empty()) return std::nullopt;
  return shares[0];
}

std::optional<v1::Comparison> CompareShare(const v1::Locality& larger,
                                           const std::vector<v1::Observation>& in_force,
                                           const PartialDate& as_of) {
  std::vector<v1::Comparison> candidates = Candidates(in_force);
  if (candidates.empty()) return std::nullopt;
  const auto same_year = [&](const v1::Comparison& one) {
    return one.as_of().year() == as_of.year();
  };
  auto chosen = std::find_if(candidates.begin(), candidates.end(), same_year);
  if (chosen == candidates.end()) chosen = candidates.begin();
  *chosen->mutable_locality() = larger;
  chosen->set_other_year(!same_year(*chosen));
  return *chosen;
}

}  // namespace opora::reporting
