#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/caller.h"
#include "common/rules/rule.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/housing/v1/complaint.pb.h"
#include "opora/housing/v1/programme.pb.h"

namespace opora::housing {

// The state machine of a complaint (HOUS-86); refusals and `actions` come from it.
struct ComplaintStep {
  v1::ComplaintState from;
  std::string_view verb;
  v1::ComplaintState to;
};
std::span<const ComplaintStep> ComplaintSteps();

// FAILED_PRECONDITION COMPLAINT_STATE_REFUSES.
absl::StatusOr<v1::ComplaintState> NextState(v1::ComplaintState from, std::string_view verb);

// What an interview is worth (HOUS-82).
v1::InterviewQuality QualityOf(const v1::Interview& interview);

// INVALID_ARGUMENT for an answer without its value; ROUND_SKIPPED (HOUS-81).
absl::Status CheckInterview(const v1::Interview& interview, int rounds);

// Why a conclusion does not rest on the interviews (HOUS-80, HOUS-82), nullptr when it does.
const rules::Rule* UnsupportedBecause(v1::ComplaintConclusion conclusion,
                                      const v1::Complaint& complaint);

// After one round there are covered flats where nobody was met (HOUS-81).
bool NeedsAnotherRound(const v1::Complaint& complaint);

// FAILED_PRECONDITION CLIENT_UNTOLD (HOUS-84), COMPLAINANT_UNANSWERED (HOUS-85).
absl::Status CheckClose(const v1::Complaint& complaint);

// INVALID_ARGUMENT ANSWER_REVEALS (HOUS-85, XC-45).
absl::Status CheckAnswer(std::string_view answer);

// Whether the officer is of the support team, or the tenant's key worker (HOUS-72).
bool IsPartial(const std::vector<v1::ProgrammeRole>& roles, std::string_view officer_worker_id,
               bool is_key_worker);

// Day until which the client has time to remedy: what was given, or a fortnight.
absl::CivilDay RemedyBy(absl::CivilDay informed);

// Working days between two days, the first not counted.
int WorkingDaysBetween(absl::CivilDay from, absl::CivilDay to);

// The last day on which a complaint may have come that the client, or the officer, should have been
// told of before this day (HOUS-73, HOUS-76).
absl::CivilDay LastOverdueDay(absl::CivilDay day, int within_working_days);

// The complaint as a caller is to see it: the motive is the officer's (HOUS-83), talks with the
// client are not for those who control (XC-36).
void AsSeenBy(const rpc::Caller& caller, v1::Complaint& complaint);

std::vector<common::v1::Action> ComplaintActions(const v1::Complaint& complaint,
                                                 const rpc::Caller& caller,
                                                 common::v1::Language language);

}  // namespace opora::housing
