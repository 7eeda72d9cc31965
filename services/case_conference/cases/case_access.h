#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "opora/conference/v1/case.pb.h"
#include "opora/conference/v1/support_plan.pb.h"
#include "services/case_conference/cases/case_rules.h"

// Who reaches a case, and the records that its verbs start from.
namespace opora::conference {

// Locks a case for a verb of a unit that leads it or, where `least` says so, is a member. For
// everybody else there is none.
absl::StatusOr<v1::Case> LockCase(rpc::Call& call, const std::string& case_id, CaseSide least,
                                  const std::string& etag = "");

// The same, and moves it by the verb. FAILED_PRECONDITION CASE_STATE_REFUSES (CONF-10).
absl::StatusOr<v1::Case> LockCaseFor(rpc::Call& call, const std::string& case_id,
                                     std::string_view verb, CaseSide least = CaseSide::kLead);

// The same without the lock, before another service is asked: the unit that leads the case may do
// it now.
absl::StatusOr<v1::Case> EnterCaseToAsk(rpc::Call& call, const std::string& case_id,
                                        std::string_view verb);

// A case that the caller may read at all: as its unit, as a member, or on a basis.
absl::StatusOr<v1::Case> FindCase(rpc::Call& call, const std::string& case_id);

// The plan of the present cycle, locked with its case; none when the cycle has no plan.
std::optional<v1::SupportPlan> LockPlanOf(rpc::Call& call, const v1::Case& value);

// The plan and its case, locked in this order: case, plan. The caller's unit leads the case.
struct CaseAndPlan {
  v1::Case value;
  v1::SupportPlan plan;
};
absl::StatusOr<CaseAndPlan> LockPlan(rpc::Call& call, const std::string& plan_id,
                                     std::string_view verb, const std::string& etag = "");

// The newest assessment of the present cycle.
std::optional<v1::Assessment> NewestAssessment(db::Tx& tx, const v1::Case& value);

// The present cycle has an evaluation.
bool IsEvaluated(db::Tx& tx, const v1::Case& value);

// A task of the support coordinator for this actor, unless one is open (CONF-08). It knows no
// client.
void RaiseCoordinatorTask(rpc::Call& call, const std::string& actor_agency_id);

// An attestation heard by the caller: not of the future (XC-57).
absl::Status Attest(rpc::Call& call, const std::string& field,
                    common::v1::Attestation& attestation);

}  // namespace opora::conference
