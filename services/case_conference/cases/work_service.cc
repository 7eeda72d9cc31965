#include "services/case_conference/cases/work_service.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/time/proto_date.h"
#include "opora/conference/v1/case_facts.pb.h"
#include "services/case_conference/cases/case_access.h"
#include "services/case_conference/cases/plan_rules.h"
#include "services/case_conference/cases/refusals.h"

namespace opora::conference {
namespace {

// The unit that leads the case reads what the others write of demands.
void LetLeadRead(const v1::Case& value, v1::Demand& demand) {
  demand.clear_case_units();
  if (rpc::HolderOf(value) == rpc::HolderOf(demand)) return;
  v1::DemandReader& reader = *demand.add_case_units();
  reader.set_reader_id(ids::RandomId());
  rpc::SetHolder(rpc::HolderOf(value), reader);
}

// A pair in the order in which the schema keeps it, so that it is flagged once.
v1::DemandConflict MakeConflict(const rpc::Call& call, const v1::Case& value,
                                const std::string& one, const std::string& other) {
  v1::DemandConflict conflict;
  conflict.set_conflict_id(ids::RandomId());
  conflict.set_case_id(value.case_id());
  conflict.set_client_id(value.client_id());
  rpc::SetHolder(rpc::HolderOf(value), conflict);
  conflict.set_demand_id(std::min(one, other));
  conflict.set_other_demand_id(std::max(one, other));
  *conflict.mutable_create_time() = rpc::ToTimestamp(call.now());
  return conflict;
}

void Flag(rpc::Call& call, v1::DemandConflict& conflict) {
  db::Insert(call.tx(), conflict);
  v1::CaseFindingFact fact;
  fact.set_case_id(conflict.case_id());
  fact.set_count(1);
  call.Emit("ConflictFlagged", conflict, &fact);
}

// Flags the appointments of the case at the time of this one (CONF-21). False when there are none.
bool FlagByTime(rpc::Call& call, const v1::Case& value, const v1::Demand& demand) {
  bool found = false;
  for (const v1::Demand& other : db::Select<v1::Demand>(
           call.tx(),
           "WHERE r.case_id = $1 AND r.demand_id <> $2 AND r.settle_time IS NULL AND r.start_time "
           "IS NOT NULL",
           {value.case_id(), demand.demand_id()})) {
    if (!SameTime(demand, other)) continue;
    v1::DemandConflict conflict = MakeConflict(call, value, demand.demand_id(), other.demand_id());
    conflict.set_found_by_time(true);
    conflict.set_reason(std::string(rule::kDemandsConflict.message.In(call.language())));
    Flag(call, conflict);
    found = true;
  }
  return found;
}

// Demands of one case, else INVALID_ARGUMENT.
absl::StatusOr<std::string> CaseOfPair(rpc::Call& call, const v1::DemandConflict& asked) {
  if (asked.demand_id() == asked.other_demand_id())
    return rules::InvalidField("conflict.other_demand_id", "SAME_DEMAND", "is the same demand");
  ASSIGN_OR_RETURN(const v1::Demand one, db::Get<v1::Demand>(call.tx(), asked.demand_id()));
  ASSIGN_OR_RETURN(const v1::Demand other, db::Get<v1::Demand>(call.tx(), asked.other_demand_id()));
  if (one.case_id() == other.case_id()) return one.case_id();
  return rules::NotFound();
}

// Stands for a case in exports: cannot be turned back, since case ids are random.
std::string PseudonymOf(const std::string& case_id) {
  const std::string text = absl::StrCat("casuistic ", case_id);
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), 8));
}

int MonthsOf(const v1::Case& value, absl::Time now) {
  const absl::Time end = value.has_close_time() ? rpc::FromTimestamp(value.close_time()) : now;
  const absl::CivilDay to = dates::DayAt(end);
  const absl::CivilDay from = dates::DayAt(rpc::FromTimestamp(value.create_time()));
  const int months = static_cast<int>(absl::CivilMonth(to) - absl::CivilMonth(from));
  return to.day() < from.day() ? std::max(0, months - 1) : months;
}

}  // namespace

void CaseWorkService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.conference.v1.CaseWorkService";
  rpc::Bind(methods, kInterface, "RecordDemand", *this, &CaseWorkService::RecordDemand);
  rpc::Bind(methods, kInterface, "SettleDemand", *this, &CaseWorkService::SettleDemand);
  rpc::Bind(methods, kInterface, "FlagConflict", *this, &CaseWorkService::FlagConflict);
  rpc::Bind(methods, kInterface, "ResolveConflict", *this, &CaseWorkService::ResolveConflict);
  rpc::Bind(methods, kInterface, "AddCaseNote", *this, &CaseWorkService::AddCaseNote);
  rpc::Bind(methods, kInterface, "ExportCasuistic", *this, &CaseWorkService::ExportCasuistic);
  rpc::Bind(methods, kInterface, "ListDemands", *this, &CaseWorkService::ListDemands);
  rpc::Bind(methods, kInterface, "ListConflicts", *this, &CaseWorkService::ListConflicts);
}

absl::StatusOr<v1::RecordDemandResponse> CaseWorkService::RecordDemand(
    rpc::Call& call, const v1::RecordDemandRequest& request) {
  v1::RecordDemandResponse response;
  v1::Demand& demand = *response.mutable_demand();
  demand = request.demand();
  ASSIGN_OR_RETURN(const v1::Case value,
                   LockCaseFor(call, demand.case_id(), "RecordDemand", CaseSide::kMember));
  if (demand.has_end_time() &&
      (!demand.has_start_time() ||
       rpc::FromTimestamp(demand.end_time()) <= rpc::FromTimestamp(demand.start_time()))) {
    return rules::InvalidField("demand.end_time", "PERIOD_REVERSED", "is not after start_time");
  }
  demand.set_demand_id(ids::RandomId());
  demand.set_client_id(value.client_id());
  rpc::SetHolder(call.caller().unit, demand);
  demand.set_worker_id(call.caller().worker_id);
  demand.clear_settle_time();
  *demand.mutable_create_time() = rpc::ToTimestamp(call.now());
  LetLeadRead(value, demand);
  db::Insert(call.tx(), demand);
  call.Emit("DemandRecorded", demand);
  if (FlagByTime(call, value, demand))
    *response.add_warnings() = rules::Warn(rule::kDemandsConflict, call.language());
  return response;
}

absl::StatusOr<v1::SettleDemandResponse> CaseWorkService::SettleDemand(
    rpc::Call& call, const v1::SettleDemandRequest& request) {
  v1::SettleDemandResponse response;
  ASSIGN_OR_RETURN(*response.mutable_demand(),
                   db::Lock<v1::Demand>(call.tx(), request.demand_id()));
  v1::Demand& demand = *response.mutable_demand();
  call.SetClient(demand.client_id());
  if (rpc::HolderOf(demand) != call.caller().unit &&
      !rpc::IsAddressee(demand, call.caller().unit)) {
    return call.HiddenRefusal("XC-13", "FOREIGN_DEMAND");
  }
  if (demand.has_settle_time()) return response;
  *demand.mutable_settle_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), demand, {"settle_time"});
  call.Emit("DemandSettled", demand);
  return response;
}

absl::StatusOr<v1::FlagConflictResponse> CaseWorkService::FlagConflict(
    rpc::Call& call, const v1::FlagConflictRequest& request) {
  v1::FlagConflictResponse response;
  ASSIGN_OR_RETURN(const std::string case_id, CaseOfPair(call, request.conflict()));
  ASSIGN_OR_RETURN(const v1::Case value, LockCase(call, case_id, CaseSide::kLead));
  v1::DemandConflict& conflict = *response.mutable_conflict();
  conflict = MakeConflict(call, value, request.conflict().demand_id(),
                          request.conflict().other_demand_id());
  conflict.set_reason(request.conflict().reason());
  Flag(call, conflict);
  return response;
}

absl::StatusOr<v1::ResolveConflictResponse> CaseWorkService::ResolveConflict(
    rpc::Call& call, const v1::ResolveConflictRequest& request) {
  v1::ResolveConflictResponse response;
  ASSIGN_OR_RETURN(*response.mutable_conflict(),
                   db::Lock<v1::DemandConflict>(call.tx(), request.conflict_id()));
  v1::DemandConflict& conflict = *response.mutable_conflict();
  call.SetClient(conflict.client_id());
  if (rpc::HolderOf(conflict) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_CONFLICT");
  conflict.set_resolution(request.resolution());
  *conflict.mutable_resolve_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), conflict, {"resolution", "resolve_time"});
  call.Emit("ConflictResolved", conflict);
  return response;
}

absl::StatusOr<v1::AddCaseNoteResponse> CaseWorkService::AddCaseNote(
    rpc::Call& call, const v1::AddCaseNoteRequest& request) {
  v1::AddCaseNoteResponse response;
  v1::CaseNote& note = *response.mutable_note();
  note = request.note();
  ASSIGN_OR_RETURN(const v1::Case value, LockCase(call, note.case_id(), CaseSide::kMember));
  note.set_note_id(ids::RandomId());
  note.set_client_id(value.client_id());
  rpc::SetHolder(call.caller().unit, note);
  note.set_worker_id(call.caller().worker_id);
  *note.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), note);
  call.Emit("CaseNoteAdded", note);
  return response;
}

absl::StatusOr<v1::ExportCasuisticResponse> CaseWorkService::ExportCasuistic(
    rpc::Call& call, const v1::ExportCasuisticRequest& request) {
  v1::ExportCasuisticResponse response;
  ASSIGN_OR_RETURN(const v1::Case value, FindCase(call, request.case_id()));
  if (rpc::HolderOf(value) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_CASE");
  v1::Casuistic& casuistic = *response.mutable_casuistic();
  casuistic.set_pseudonym(PseudonymOf(value.case_id()));
  casuistic.set_type(value.type());
  casuistic.set_organisation(value.organisation());
  casuistic.set_cycles(value.cycle());
  casuistic.set_result(value.result());
  casuistic.set_months(MonthsOf(value, call.now()));
  casuistic.set_agency_count(AgencyCount(value));
  const rpc::Unit& unit = call.caller().unit;
  for (const v1::CaseNote& note : db::Select<v1::CaseNote>(
           call.tx(),
           "WHERE r.case_id = $1 AND r.agency_id = $2 AND coalesce(r.department_id::text, '') = $3 "
           "AND r.anonymous_wording IS NOT NULL ORDER BY r.create_time, r.note_id",
           {value.case_id(), unit.agency_id, unit.department_id})) {
    v1::CasuisticNote& exported = *casuistic.add_notes();
    exported.set_kind(note.kind());
    exported.set_wording(note.anonymous_wording());
  }
  return response;
}

absl::StatusOr<v1::ListDemandsResponse> CaseWorkService::ListDemands(
    rpc::Call& call, const v1::ListDemandsRequest& request) {
  v1::ListDemandsResponse response;
  RETURN_IF_ERROR(FindCase(call, request.case_id()).status());
  RETURN_IF_ERROR(rpc::ListNewest(call, request,
                                  "r.case_id = $1 AND ($2::boolean OR r.settle_time IS NULL)",
                                  {request.case_id(), request.include_settled() ? "t" : "f"},
                                  *response.mutable_demands(), response));
  return response;
}

absl::StatusOr<v1::ListConflictsResponse> CaseWorkService::ListConflicts(
    rpc::Call& call, const v1::ListConflictsRequest& request) {
  v1::ListConflictsResponse response;
  RETURN_IF_ERROR(FindCase(call, request.case_id()).status());
  RETURN_IF_ERROR(rpc::ListNewest(call, request,
                                  "r.case_id = $1 AND ($2::boolean OR r.resolve_time IS NULL)",
                                  {request.case_id(), request.include_resolved() ? "t" : "f"},
                                  *response.mutable_conflicts(), response));
  return response;
}

}  // namespace opora::conference
