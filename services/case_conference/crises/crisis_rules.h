#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/context.pb.h"
#include "opora/conference/v1/crisis.pb.h"
#include "opora/conference/v1/crisis_facts.pb.h"
#include "opora/conference/v1/crisis_plan.pb.h"

namespace opora::conference {

// The state machine of a crisis.
struct CrisisStep {
  v1::CrisisState from;
  std::string_view verb;
  v1::CrisisState to;
};
const std::vector<CrisisStep>& CrisisSteps();

// FAILED_PRECONDITION CRISIS_STATE_REFUSES (CONF-94).
absl::StatusOr<v1::CrisisState> NextCrisisState(v1::CrisisState from, std::string_view verb);
std::vector<common::v1::Action> CrisisActions(v1::CrisisState state, common::v1::Language language);

// Areas that a kind of crisis betrays.
std::vector<common::v1::DataArea> AreasOf(v1::CrisisKind kind);

// A crisis of health or safety, in which plans for later are not made (CONF-96).
bool EndangersClient(v1::CrisisKind kind);

// KIND_IN_WORDS (CONF-94).
absl::Status CheckKind(const v1::Crisis& crisis);

// CRISIS_WITHOUT_CONTACT (CONF-111): what lowers attention while contacts fail.
std::vector<common::v1::Warning> ContactWarnings(const v1::Crisis& crisis,
                                                 common::v1::Language language);

// The reflection owed after a call against the client's will: due once the client is stabilised
// (CONF-104).
v1::Reflection OweReflection(const v1::EmergencyOverride& call, const v1::Crisis& crisis,
                             absl::Time now);

// Makes a reflection due, or lets it wait again; closed ones stay. False when nothing changed.
bool MoveReflection(v1::CrisisState crisis, absl::Time now, v1::Reflection& reflection);

// Closes it with a talk or for a reason (CONF-104). REFLECTION_UNCLEAR, REFLECTION_CLOSED.
absl::Status Close(const v1::CloseReflectionRequest& request, absl::Time now,
                   v1::Reflection& reflection);

// Adds facts to a call recorded without them (CONF-103). FACTS_RECORDED.
absl::Status AddFacts(std::string_view facts, absl::Time now, v1::EmergencyOverride& call);

// FACTS_MISSING or FACTS_LATE (CONF-103).
std::vector<common::v1::Warning> FactsWarnings(const v1::EmergencyOverride& call,
                                               common::v1::Language language);

// NOT_PLANNED_WITH_CLIENT (CONF-107).
std::vector<common::v1::Warning> SuspicionWarnings(const v1::MandatoryReport& report,
                                                   common::v1::Language language);

// The row of the dated list by which this recipient takes reports of the situation (CONF-108).
// RECIPIENT_NOT_LISTED.
absl::StatusOr<v1::ReportRecipient> RowFor(const std::vector<v1::ReportRecipient>& in_force,
                                           const v1::MandatoryReport& report,
                                           registry::v1::OutsideRecipient recipient);

// REPORT_CLOSED (CONF-109): found unfounded; for a decision also when reported.
absl::Status CheckFile(const v1::MandatoryReport& report);
absl::Status CheckUnfounded(const v1::MandatoryReport& report);

// What the client said against it is added to, never replaced (XC-24).
void AddDisagreement(const std::string& words, v1::MandatoryReport& report);

// NOT_REPORTED_TO_POLICE (CONF-108).
absl::Status CheckOspodNotified(const v1::MandatoryReport& report);

// Tasks for a client in hospital who has nobody (CONF-105, CONF-106, XC-21).
std::vector<v1::CrisisTaskKind> HospitalTasks(const v1::PlanHospitalSupportRequest& request,
                                              bool visits_allowed);
std::vector<common::v1::Warning> HospitalWarnings(const v1::PlanHospitalSupportRequest& request,
                                                  common::v1::Language language);

// The team is on duty at this instant (CONF-112); never, when it stated no hours.
bool IsOnDuty(const v1::TeamRules& rules, absl::Time now);

v1::CrisisFact FactOf(const v1::Crisis& crisis, absl::Time now);
v1::EmergencyOverrideFact FactOf(const v1::EmergencyOverride& call, v1::ReflectionState reflection,
                                 absl::Time now);
v1::MandatoryReportFact FactOf(const v1::MandatoryReport& report,
                               registry::v1::OutsideRecipient recipient, absl::Time now);

}  // namespace opora::conference
