#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/registry/v1/privacy.pb.h"

namespace opora::registry {

// The same day `months` later, or the last day of that month.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// Day by which a request received on a day is answered (XC-67): a month, three when extended.
absl::CivilDay AnswerBy(absl::CivilDay received, bool extended);

// What the server says about a request that is entered. INVALID_ARGUMENT: no day of receipt, one
// that is none, or one to come.
absl::Status Receive(v1::SubjectRequest& request, absl::CivilDay today);

// INVALID_ARGUMENT: a day that is none or to come. FAILED_PRECONDITION: the request is decided, and
// the step is not one of those that follow.
absl::Status CheckStep(const v1::SubjectRequest& request, const v1::SubjectRequestStep& step,
                       absl::CivilDay today);

// FAILED_PRECONDITION: extended before, too late, or decided.
absl::Status Extend(v1::SubjectRequest& request, const std::string& reason, absl::CivilDay today);

struct SubjectDecision {
  v1::SubjectRequestDecision decision = v1::SUBJECT_REQUEST_DECISION_UNSPECIFIED;
  std::string reason;
  std::string worker_id;
};
// FAILED_PRECONDITION: decided, or granted to somebody unverified; INVALID_ARGUMENT: no reason.
absl::Status Decide(v1::SubjectRequest& request, const SubjectDecision& decision,
                    absl::CivilDay today);

// What recipients are told of a decision; UNSPECIFIED for nothing.
v1::RecipientNoticeKind NoticeOf(const v1::SubjectRequest& request);

// FAILED_PRECONDITION: decided; INVALID_ARGUMENT: declined without a reason.
absl::Status Decide(v1::Correction& correction, bool accepted, const std::string& reason);

// INVALID_ARGUMENT: a day that is none or to come. FAILED_PRECONDITION: handed over on hold.
absl::Status CheckFileMark(const v1::FileMark& mark, absl::CivilDay today);

std::vector<common::v1::Action> SubjectRequestActions(const v1::SubjectRequest& request,
                                                      absl::CivilDay today,
                                                      common::v1::Language language);
std::vector<common::v1::Action> CorrectionActions(const v1::Correction& correction, bool source,
                                                  common::v1::Language language);

}  // namespace opora::registry
