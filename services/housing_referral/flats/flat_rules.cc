#include "services/housing_referral/flats/flat_rules.h"

#include <algorithm>
#include <array>

#include "services/housing_referral/flats/refusals.h"
#include "services/housing_referral/reveals.h"

namespace opora::housing {
namespace {

constexpr std::array kSteps = {
    DefectStep{v1::DEFECT_STATE_REPORTED, v1::DEFECT_STATE_ACCEPTED},
    DefectStep{v1::DEFECT_STATE_REPORTED, v1::DEFECT_STATE_REJECTED},
    DefectStep{v1::DEFECT_STATE_ACCEPTED, v1::DEFECT_STATE_IN_REPAIR},
    DefectStep{v1::DEFECT_STATE_ACCEPTED, v1::DEFECT_STATE_REJECTED},
    DefectStep{v1::DEFECT_STATE_ACCEPTED, v1::DEFECT_STATE_REPAIRED},
    DefectStep{v1::DEFECT_STATE_IN_REPAIR, v1::DEFECT_STATE_REPAIRED},
};

}  // namespace

std::span<const DefectStep> DefectSteps() { return kSteps; }

absl::Status CheckDefectMove(const v1::Defect& defect, const v1::MoveDefectRequest& request) {
  const bool known = std::any_of(kSteps.begin(), kSteps.end(), [&](const DefectStep& step) {
    return step.from == defect.state() && step.to == request.state();
  });
  if (!known) {
    return rules::Refuse(rule::kDefectStateRefuses,
                         {.metadata = {{"state", v1::DefectState_Name(defect.state())}}});
  }
  if (request.state() == v1::DEFECT_STATE_REJECTED && !request.has_rejection_reason())
    return rules::InvalidField("rejection_reason", "REASON_REQUIRED", "is needed for a rejection");
  return absl::OkStatus();
}

absl::Status CheckContacts(std::string_view text) {
  if (!RevealsSocialFlat(text)) return absl::OkStatus();
  return rules::Refuse(rule::kContactsReveal, {.field = "published_contacts"});
}

bool IsSuitable(const v1::Flat& flat, int household_size) {
  return household_size <= flat.largest_household();
}

bool IsReady(const v1::ReadinessCheck* newest) {
  return newest != nullptr && newest->result() == v1::READINESS_RESULT_READY;
}

}  // namespace opora::housing
