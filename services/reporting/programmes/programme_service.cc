#include "services/reporting/programmes/programme_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/reporting/programmes/locality_rules.h"
#include "services/reporting/programmes/programme_rules.h"
#include "services/reporting/territory/territory_store.h"

namespace opora::reporting {
namespace {

std::vector<v1::Observation> ObservationsOf(db::Tx& tx, const std::string& locality_id) {
  return InForce(db::Select<v1::Observation>(
      tx, "WHERE r.locality_id = $1 ORDER BY r.create_time, r.observation_id", {locality_id}));
}

// Region and state above a locality.
std::vector<v1::Locality> Above(db::Tx& tx, const v1::Locality& locality) {
  std::vector<v1::Locality> above;
  std::string next = locality.parent_locality_id();
  while (!next.empty() && above.size() < 3) {
    v1::Locality& one = above.emplace_back();
    if (!db::Find(tx, next, one)) break;
    next = one.parent_locality_id();
  }
  return above;
}

void SetGoals(const Goals& asked, v1::AdvisoryProgramme& programme) {
  *programme.mutable_goals() = asked;
  for (v1::Goal& goal : *programme.mutable_goals()) {
    goal.set_goal_id(ids::RandomId());
    goal.set_programme_id(programme.programme_id());
    goal.set_state(v1::GOAL_STATE_OPEN);
    goal.clear_fulfilled();
    goal.clear_comment();
  }
}

// The programme locked for change, when it is the caller's to change.
absl::StatusOr<v1::AdvisoryProgramme> LockProgramme(rpc::Call& call, const std::string& id,
                                                    const std::string& etag) {
  ASSIGN_OR_RETURN(v1::AdvisoryProgramme programme,
                   db::Lock<v1::AdvisoryProgramme>(call.tx(), id, etag));
  RETURN_IF_ERROR(LocalityInReach(call, programme.locality_id()).status());
  return programme;
}

}  // namespace

void AdvisoryProgrammeService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.reporting.v1.AdvisoryProgrammeService";
  using Self = AdvisoryProgrammeService;
  rpc::Bind(methods, kInterface, "CreateLocality", *this, &Self::CreateLocality);
  rpc::Bind(methods, kInterface, "GetLocality", *this, &Self::GetLocality);
  rpc::Bind(methods, kInterface, "ListLocalities", *this, &Self::ListLocalities);
  rpc::Bind(methods, kInterface, "RecordObservation", *this, &Self::RecordObservation);
  rpc::Bind(methods, kInterface, "CreateProgramme", *this, &Self::CreateProgramme);
  rpc::Bind(methods, kInterface, "GetProgramme", *this, &Self::GetProgramme);
  rpc::Bind(methods, kInterface, "ReplaceGoals", *this, &Self::ReplaceGoals);
  rpc::Bind(methods, kInterface, "MoveProgramme", *this, &Self::MoveProgramme);
  rpc::Bind(methods, kInterface, "EvaluateGoal", *this, &Self::EvaluateGoal);
}

absl::StatusOr<v1::CreateLocalityResponse> AdvisoryProgrammeService::CreateLocality(
    rpc::Call& call, const v1::CreateLocalityRequest& request) {
  v1::CreateLocalityResponse response;
  v1::Locality& locality = *response.mutable_locality();
  locality = request.locality();
  locality.set_locality_id(ids::RandomId());
  *locality.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), locality);
  call.Emit("LocalityCreated", locality);
  return response;
}

absl::StatusOr<v1::GetLocalityResponse> AdvisoryProgrammeService::GetLocality(
    rpc::Call& call, const v1::GetLocalityRequest& request) {
  v1::GetLocalityResponse response;
  ASSIGN_OR_RETURN(*response.mutable_locality(),
                   db::Get<v1::Locality>(call.tx(), request.locality_id()));
  const std::vector<v1::Observation> in_force =
      ObservationsOf(call.tx(), response.locality().locality_id());
  for (const v1::Observation& one : in_force) *response.add_observations() = one;
  const auto share = ShareInEnforcement(in_force);
  if (!share.has_value()) return response;
  *response.mutable_share_in_enforcement() = *share;
  for (const v1::Locality& larger : Above(call.tx(), response.locality())) {
    const auto comparison =
        CompareShare(larger, ObservationsOf(call.tx(), larger.locality_id()), share->as_of());
    if (comparison.has_value()) *response.add_comparisons() = *comparison;
  }
  return response;
}

absl::StatusOr<v1::ListLocalitiesResponse> AdvisoryProgrammeService::ListLocalities(
    rpc::Call& call, const v1::ListLocalitiesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListLocalitiesResponse response;
  db::SelectInto(call.tx(), v1::Locality::default_instance(),
                 "WHERE $1::text IS NULL OR (r.name, r.locality_id) > ($1, $2::uuid) ORDER BY "
                 "r.name, r.locality_id LIMIT $3",
                 {page.Key(0), page.Key(1), page.Limit()},
                 [&] { return response.add_localities(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_localities()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {last->name(), last->locality_id()}));
  return response;
}

absl::StatusOr<v1::RecordObservationResponse> AdvisoryProgrammeService::RecordObservation(
    rpc::Call& call, const v1::RecordObservationRequest& request) {
  RETURN_IF_ERROR(LocalityInReach(call, request.observation().locality_id()).status());
  RETURN_IF_ERROR(CheckObservation(request.observation(), call.now()));
  v1::RecordObservationResponse response;
  v1::Observation& observation = *response.mutable_observation();
  observation = request.observation();
  observation.set_observation_id(ids::TimeOrderedId(call.now()));
  *observation.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), observation);
  call.Emit("ObservationRecorded", observation);
  return response;
}

absl::StatusOr<v1::CreateProgrammeResponse> AdvisoryProgrammeService::CreateProgramme(
    rpc::Call& call, const v1::CreateProgrammeRequest& request) {
  const v1::AdvisoryProgramme& asked = request.programme();
  RETURN_IF_ERROR(LocalityInReach(call, asked.locality_id()).status());
  RETURN_IF_ERROR(CheckGoals(asked.goals(), "programme.goals"));
  RETURN_IF_ERROR(dates::CheckPartialDate(asked.period_from(), "programme.period_from"));
  RETURN_IF_ERROR(dates::CheckPartialDate(asked.period_to(), "programme.period_to"));
  v1::CreateProgrammeResponse response;
  v1::AdvisoryProgramme& programme = *response.mutable_programme();
  programme = asked;
  programme.set_programme_id(ids::RandomId());
  programme.set_state(v1::PROGRAMME_STATE_PREPARED);
  programme.clear_state_reason();
  programme.clear_ended_on();
  SetGoals(asked.goals(), programme);
  *programme.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), programme);
  call.Emit("ProgrammeCreated", programme);
  return response;
}

absl::StatusOr<v1::GetProgrammeResponse> AdvisoryProgrammeService::GetProgramme(
    rpc::Call& call, const v1::GetProgrammeRequest& request) {
  v1::GetProgrammeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_programme(),
                   db::Get<v1::AdvisoryProgramme>(call.tx(), request.programme_id()));
  RETURN_IF_ERROR(LocalityInReach(call, response.programme().locality_id()).status());
  return response;
}

absl::StatusOr<v1::ReplaceGoalsResponse> AdvisoryProgrammeService::ReplaceGoals(
    rpc::Call& call, const v1::ReplaceGoalsRequest& request) {
  v1::ReplaceGoalsResponse response;
  v1::AdvisoryProgramme& programme = *response.mutable_programme();
  ASSIGN_OR_RETURN(programme, LockProgramme(call, request.programme_id(), request.etag()));
  RETURN_IF_ERROR(CheckRewording(programme));
  RETURN_IF_ERROR(CheckGoals(request.goals(), "goals"));
  SetGoals(request.goals(), programme);
  db::Update(call.tx(), programme, {"goals"});
  call.Emit("GoalsReplaced", programme);
  return response;
}

absl::StatusOr<v1::MoveProgrammeResponse> AdvisoryProgrammeService::MoveProgramme(
    rpc::Call& call, const v1::MoveProgrammeRequest& request) {
  v1::MoveProgrammeResponse response;
  v1::AdvisoryProgramme& programme = *response.mutable_programme();
  ASSIGN_OR_RETURN(programme, LockProgramme(call, request.programme_id(), request.etag()));
  RETURN_IF_ERROR(Move(programme, request, call.now()));
  db::Update(call.tx(), programme, {"state", "state_reason", "ended_on", "goals"});
  call.Emit("ProgrammeMoved", programme);
  return response;
}

absl::StatusOr<v1::EvaluateGoalResponse> AdvisoryProgrammeService::EvaluateGoal(
    rpc::Call& call, const v1::EvaluateGoalRequest& request) {
  v1::EvaluateGoalResponse response;
  v1::AdvisoryProgramme& programme = *response.mutable_programme();
  ASSIGN_OR_RETURN(programme, LockProgramme(call, request.programme_id(), request.etag()));
  RETURN_IF_ERROR(Evaluate(programme, request));
  db::Update(call.tx(), programme, {"goals"});
  call.Emit("GoalEvaluated", programme);
  return response;
}

}  // namespace opora::reporting
