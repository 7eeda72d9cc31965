#include "services/case_conference/crises/crisis_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/listing.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/case_conference/crises/crisis_access.h"
#include "services/case_conference/crises/crisis_rules.h"

// The way of a crisis from its opening to its end, and the lists.
namespace opora::conference {
namespace {

constexpr char kOwn[] = "agency_id = $1 AND coalesce(department_id::text, '') = $2 AND ";

// Lines of the work list in its order: rank, urgency within it, day (CONF-109).
std::string WorkSql() {
  const std::string own = kOwn;
  return absl::StrCat(
      "WITH work AS (SELECT 1 AS kind, 0 AS urgency, create_time AS due, report_id AS id, "
      "crisis_id, client_id, worker_id AS who FROM mandatory_reports WHERE ",
      own,
      "state = 'OPEN' UNION ALL SELECT 2, 0, facts_due_time, override_id, crisis_id, client_id, "
      "worker_id FROM emergency_overrides WHERE ",
      own,
      "observed_facts IS NULL UNION ALL SELECT 3, CASE priority WHEN 'ACUTE' THEN 0 WHEN 'HIGH' "
      "THEN 1 ELSE 2 END, occurred_at, crisis_id, crisis_id, client_id, key_worker_id FROM crises "
      "WHERE ",
      own,
      "state = 'OPEN' UNION ALL SELECT 4, 0, create_time, task_id, crisis_id, client_id, worker_id "
      "FROM crisis_tasks WHERE ",
      own,
      "done_time IS NULL UNION ALL SELECT 5, 0, due_date::timestamp AT TIME ZONE 'Europe/Prague', "
      "reflection_id, crisis_id, client_id, worker_id FROM crisis_reflections WHERE ",
      own,
      "state = 'DUE') SELECT kind, urgency, to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD "
      "HH24:MI:SS.US') || '+00', id, coalesce(crisis_id::text, ''), client_id FROM work WHERE "
      "($3::boolean OR who = $4) AND ($5::integer IS NULL OR (kind, urgency, due, id) > "
      "($5::integer, $6::integer, $7::timestamptz, $8::uuid)) ORDER BY kind, urgency, due, id "
      "LIMIT $9");
}

std::string_view RpcOf(v1::CrisisWorkKind kind) {
  switch (kind) {
    case v1::CRISIS_WORK_KIND_REPORT:
      return "opora.conference.v1.CrisisService.FileReport";
    case v1::CRISIS_WORK_KIND_FACTS:
      return "opora.conference.v1.CrisisService.CompleteOverrideFacts";
    case v1::CRISIS_WORK_KIND_TASK:
      return "opora.conference.v1.CrisisService.CompleteCrisisTask";
    case v1::CRISIS_WORK_KIND_REFLECTION:
      return "opora.conference.v1.CrisisService.CloseReflection";
    default:
      return "opora.conference.v1.CrisisService.GetCrisis";
  }
}

google::protobuf::Timestamp ReadTime(const std::string& text) {
  absl::Time time;
  std::string error;
  absl::ParseTime("%Y-%m-%d %H:%M:%E*S%Ez", text + ":00", &time, &error);
  return rpc::ToTimestamp(time);
}

void Tell(rpc::Call& call, std::string_view event, const v1::Crisis& crisis) {
  const v1::CrisisFact fact = FactOf(crisis, call.now());
  call.Emit(event, crisis, &fact);
}

// A crisis of the caller's unit, moved by the verb.
absl::StatusOr<v1::Crisis> LockFor(rpc::Call& call, const std::string& crisis_id,
                                   std::string_view verb) {
  ASSIGN_OR_RETURN(v1::Crisis crisis, LockOwn<v1::Crisis>(call, crisis_id));
  ASSIGN_OR_RETURN(const v1::CrisisState next, NextCrisisState(crisis.state(), verb));
  crisis.set_state(next);
  return crisis;
}

template <typename Record>
void Load(rpc::Call& call, const std::string& crisis_id,
          google::protobuf::RepeatedPtrField<Record>& records) {
  db::SelectInto(call.tx(), Record::default_instance(),
                 absl::StrCat("WHERE r.crisis_id = $1 ORDER BY r.create_time, r.",
                              db::PlanOf(Record::descriptor()).key),
                 {crisis_id}, [&] { return records.Add(); });
}

}  // namespace

void CrisisService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.conference.v1.CrisisService";
  rpc::Bind(methods, kInterface, "OpenCrisis", *this, &CrisisService::OpenCrisis);
  rpc::Bind(methods, kInterface, "AddCrisisActor", *this, &CrisisService::AddCrisisActor);
  rpc::Bind(methods, kInterface, "RecordFailedContact", *this, &CrisisService::RecordFailedContact);
  rpc::Bind(methods, kInterface, "SetCrisisPriority", *this, &CrisisService::SetCrisisPriority);
  rpc::Bind(methods, kInterface, "StabiliseCrisis", *this, &CrisisService::StabiliseCrisis);
  rpc::Bind(methods, kInterface, "ReopenCrisis", *this, &CrisisService::ReopenCrisis);
  rpc::Bind(methods, kInterface, "CloseCrisis", *this, &CrisisService::CloseCrisis);
  rpc::Bind(methods, kInterface, "GetCrisis", *this, &CrisisService::GetCrisis);
  rpc::Bind(methods, kInterface, "ListCrises", *this, &CrisisService::ListCrises);
  rpc::Bind(methods, kInterface, "CallRescueAgainstWill", *this,
            &CrisisService::CallRescueAgainstWill);
  rpc::Bind(methods, kInterface, "CompleteOverrideFacts", *this,
            &CrisisService::CompleteOverrideFacts);
  rpc::Bind(methods, kInterface, "CloseReflection", *this, &CrisisService::CloseReflection);
  rpc::Bind(methods, kInterface, "RaiseSuspicion", *this, &CrisisService::RaiseSuspicion);
  rpc::Bind(methods, kInterface, "FileReport", *this, &CrisisService::FileReport);
  rpc::Bind(methods, kInterface, "DecideUnfounded", *this, &CrisisService::DecideUnfounded);
  rpc::Bind(methods, kInterface, "RecordOspodNotified", *this, &CrisisService::RecordOspodNotified);
  rpc::Bind(methods, kInterface, "ListReportRecipients", *this,
            &CrisisService::ListReportRecipients);
  rpc::Bind(methods, kInterface, "PlanHospitalSupport", *this, &CrisisService::PlanHospitalSupport);
  rpc::Bind(methods, kInterface, "CompleteCrisisTask", *this, &CrisisService::CompleteCrisisTask);
  rpc::Bind(methods, kInterface, "RecordPoliceContact", *this, &CrisisService::RecordPoliceContact);
  rpc::Bind(methods, kInterface, "RecordFlatEntry", *this, &CrisisService::RecordFlatEntry);
  rpc::Bind(methods, kInterface, "ApplyForGift", *this, &CrisisService::ApplyForGift);
  rpc::Bind(methods, kInterface, "RecordGiftDecision", *this, &CrisisService::RecordGiftDecision);
  rpc::Bind(methods, kInterface, "LinkMethodology", *this, &CrisisService::LinkMethodology);
  rpc::Bind(methods, kInterface, "ListCrisisWork", *this, &CrisisService::ListCrisisWork);
  rpc::Bind(methods, kInterface, "ListIncidents", *this, &CrisisService::ListIncidents);
}

absl::StatusOr<v1::OpenCrisisResponse> CrisisService::OpenCrisis(
    rpc::Call& call, const v1::OpenCrisisRequest& request) {
  v1::OpenCrisisResponse response;
  v1::Crisis& crisis = *response.mutable_crisis();
  crisis = request.crisis();
  RETURN_IF_ERROR(CheckKind(crisis));
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(crisis.occurred_at()), call.now(),
                                         "crisis.occurred_at"));
  crisis.clear_failed_contact_count();
  crisis.clear_last_failed_contact_at();
  crisis.clear_stabilise_time();
  crisis.clear_close_time();
  crisis.clear_outcome();
  crisis.clear_methodology_note_ids();
  StoreCrisis(call, crisis);
  for (auto& contact : ContactsNow(call)) *response.add_emergency_contacts() = std::move(contact);
  return response;
}

absl::StatusOr<v1::AddCrisisActorResponse> CrisisService::AddCrisisActor(
    rpc::Call& call, const v1::AddCrisisActorRequest& request) {
  v1::AddCrisisActorResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(),
                   LockFor(call, request.crisis_id(), "AddCrisisActor"));
  v1::Crisis& crisis = *response.mutable_crisis();
  v1::CrisisActor& actor = *crisis.add_actors();
  actor = request.actor();
  actor.set_actor_id(ids::RandomId());
  db::Update(call.tx(), crisis, {"actors"});
  Tell(call, "CrisisActorAdded", crisis);
  return response;
}

absl::StatusOr<v1::RecordFailedContactResponse> CrisisService::RecordFailedContact(
    rpc::Call& call, const v1::RecordFailedContactRequest& request) {
  v1::RecordFailedContactResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(),
                   LockFor(call, request.crisis_id(), "RecordFailedContact"));
  v1::Crisis& crisis = *response.mutable_crisis();
  const absl::Time occurred_at =
      request.has_occurred_at() ? rpc::FromTimestamp(request.occurred_at()) : call.now();
  RETURN_IF_ERROR(rules::CheckOccurrence(occurred_at, call.now(), "occurred_at"));
  crisis.set_failed_contact_count(crisis.failed_contact_count() + 1);
  if (!crisis.has_last_failed_contact_at() ||
      rpc::FromTimestamp(crisis.last_failed_contact_at()) < occurred_at) {
    *crisis.mutable_last_failed_contact_at() = rpc::ToTimestamp(occurred_at);
  }
  db::Update(call.tx(), crisis, {"failed_contact_count", "last_failed_contact_at"});
  Tell(call, "CrisisContactFailed", crisis);
  return response;
}

absl::StatusOr<v1::SetCrisisPriorityResponse> CrisisService::SetCrisisPriority(
    rpc::Call& call, const v1::SetCrisisPriorityRequest& request) {
  v1::SetCrisisPriorityResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(),
                   LockFor(call, request.crisis_id(), "SetCrisisPriority"));
  v1::Crisis& crisis = *response.mutable_crisis();
  if (request.priority() < crisis.priority()) {
    for (auto& warning : ContactWarnings(crisis, call.language()))
      *response.add_warnings() = std::move(warning);
  }
  crisis.set_priority(request.priority());
  db::Update(call.tx(), crisis, {"priority"});
  Tell(call, "CrisisPrioritySet", crisis);
  return response;
}

absl::StatusOr<v1::StabiliseCrisisResponse> CrisisService::StabiliseCrisis(
    rpc::Call& call, const v1::StabiliseCrisisRequest& request) {
  v1::StabiliseCrisisResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(),
                   LockFor(call, request.crisis_id(), "StabiliseCrisis"));
  v1::Crisis& crisis = *response.mutable_crisis();
  *crisis.mutable_stabilise_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), crisis, {"state", "stabilise_time"});
  MoveReflections(call, crisis);
  Tell(call, "CrisisStabilised", crisis);
  return response;
}

absl::StatusOr<v1::ReopenCrisisResponse> CrisisService::ReopenCrisis(
    rpc::Call& call, const v1::ReopenCrisisRequest& request) {
  v1::ReopenCrisisResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(), LockFor(call, request.crisis_id(), "ReopenCrisis"));
  v1::Crisis& crisis = *response.mutable_crisis();
  crisis.clear_stabilise_time();
  db::Update(call.tx(), crisis, {"state", "stabilise_time"});
  MoveReflections(call, crisis);
  Tell(call, "CrisisReopened", crisis);
  return response;
}

absl::StatusOr<v1::CloseCrisisResponse> CrisisService::CloseCrisis(
    rpc::Call& call, const v1::CloseCrisisRequest& request) {
  v1::CloseCrisisResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(), LockFor(call, request.crisis_id(), "CloseCrisis"));
  v1::Crisis& crisis = *response.mutable_crisis();
  if (!crisis.has_stabilise_time()) {
    for (auto& warning : ContactWarnings(crisis, call.language()))
      *response.add_warnings() = std::move(warning);
  }
  crisis.set_outcome(request.outcome());
  *crisis.mutable_close_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), crisis, {"state", "outcome", "close_time"});
  MoveReflections(call, crisis);
  Tell(call, "CrisisClosed", crisis);
  return response;
}

absl::StatusOr<v1::GetCrisisResponse> CrisisService::GetCrisis(
    rpc::Call& call, const v1::GetCrisisRequest& request) {
  v1::GetCrisisResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(), db::Get<v1::Crisis>(call.tx(), request.crisis_id()));
  const v1::Crisis& crisis = response.crisis();
  call.SetClient(crisis.client_id());
  const std::string& id = crisis.crisis_id();
  Load(call, id, *response.mutable_overrides());
  Load(call, id, *response.mutable_reflections());
  Load(call, id, *response.mutable_reports());
  Load(call, id, *response.mutable_police_contacts());
  Load(call, id, *response.mutable_flat_entries());
  Load(call, id, *response.mutable_tasks());
  Load(call, id, *response.mutable_gifts());
  if (rpc::HolderOf(crisis) != call.caller().unit) return response;
  for (auto& action : CrisisActions(crisis.state(), call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ListCrisesResponse> CrisisService::ListCrises(
    rpc::Call& call, const v1::ListCrisesRequest& request) {
  v1::ListCrisesResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.client_id IN (SELECT records_of($1))",
                                  {request.client_id()}, *response.mutable_crises(), response));
  return response;
}

absl::StatusOr<v1::LinkMethodologyResponse> CrisisService::LinkMethodology(
    rpc::Call& call, const v1::LinkMethodologyRequest& request) {
  v1::LinkMethodologyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crisis(), LockOwn<v1::Crisis>(call, request.crisis_id()));
  v1::Crisis& crisis = *response.mutable_crisis();
  ASSIGN_OR_RETURN(const v1::MethodologyNote note,
                   db::Get<v1::MethodologyNote>(call.tx(), request.note_id()));
  if (rpc::HolderOf(note) != call.caller().unit) return rules::NotFound();
  const auto& linked = crisis.methodology_note_ids();
  if (std::find(linked.begin(), linked.end(), note.note_id()) != linked.end()) return response;
  crisis.add_methodology_note_ids(note.note_id());
  db::Update(call.tx(), crisis, {"methodology_note_ids"});
  Tell(call, "CrisisMethodologyLinked", crisis);
  return response;
}

absl::StatusOr<v1::ListCrisisWorkResponse> CrisisService::ListCrisisWork(
    rpc::Call& call, const v1::ListCrisisWorkRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  static const auto* const sql = new std::string(WorkSql());
  const rpc::Caller& caller = call.caller();
  const pqxx::result rows = call.tx().Run(
      *sql, {caller.unit.agency_id, caller.unit.department_id, request.whole_unit() ? "t" : "f",
             caller.worker_id, page.Key(0), page.Key(1), page.Key(2), page.Key(3), page.Limit()});
  v1::ListCrisisWorkResponse response;
  std::vector<std::string> last;
  for (const auto& row : rows) {
    if (response.work_size() == page.size) {
      response.set_next_page_token(rpc::NextPageToken(call, request, last));
      break;
    }
    last = {row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(),
            row[3].as<std::string>()};
    v1::CrisisWork& work = *response.add_work();
    work.set_kind(static_cast<v1::CrisisWorkKind>(row[0].as<int>()));
    *work.mutable_due_time() = ReadTime(last[2]);
    work.set_record_id(last[3]);
    work.set_crisis_id(row[4].as<std::string>());
    work.set_client_id(row[5].as<std::string>());
    work.set_rpc(std::string(RpcOf(work.kind())));
    // Lines name clients of the own unit, which the audit tells.
    rpc::Grants own;
    own.own = true;
    call.Hold({work.client_id(), caller.unit}, std::move(own));
  }
  return response;
}

absl::StatusOr<v1::ListIncidentsResponse> CrisisService::ListIncidents(
    rpc::Call& call, const v1::ListIncidentsRequest& request) {
  v1::ListIncidentsResponse response;
  const rpc::Unit& unit = call.caller().unit;
  RETURN_IF_ERROR(rpc::ListNewest(call, request,
                                  "r.deviation IS NOT NULL AND r.agency_id = $1 AND "
                                  "coalesce(r.department_id::text, '') = $2",
                                  {unit.agency_id, unit.department_id}, *response.mutable_entries(),
                                  response));
  return response;
}

}  // namespace opora::conference
