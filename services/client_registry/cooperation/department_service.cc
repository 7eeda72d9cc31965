#include "services/client_registry/cooperation/department_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/rules/period.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/cooperation/cooperation_access.h"
#include "services/client_registry/cooperation/cooperation_store.h"
#include "services/client_registry/cooperation/department_rules.h"
#include "services/client_registry/cooperation/refusals.h"
#include "services/client_registry/social_services/reach_rules.h"

namespace opora::registry {
namespace {

template <typename Request>
absl::StatusOr<absl::CivilDay> DayOf(const rpc::Call& call, const Request& request) {
  if (!request.has_as_of_date()) return dates::DayAt(call.now());
  RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
  return dates::FromDate(request.as_of_date());
}

std::optional<std::string> Answering(rpc::Call& call, const v1::ContactPerson& person) {
  return AnsweringWorker(
      person, IsSuspended(call.tx(), person.worker_id()),
      person.has_deputy_worker_id() && IsSuspended(call.tx(), person.deputy_worker_id()));
}

}  // namespace

void DepartmentService::Register(rpc::Methods& methods) {
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, "opora.registry.v1.CooperationService", name, *this, handler);
  };
  bind("SetContactPerson", &DepartmentService::SetContactPerson);
  bind("GetContactPerson", &DepartmentService::GetContactPerson);
  bind("ListContactPersons", &DepartmentService::ListContactPersons);
  bind("NameChangeBearer", &DepartmentService::NameChangeBearer);
  bind("EndChangeBearer", &DepartmentService::EndChangeBearer);
  bind("ListChangeBearers", &DepartmentService::ListChangeBearers);
  bind("DefineTargetGroup", &DepartmentService::DefineTargetGroup);
  bind("GetTargetGroup", &DepartmentService::GetTargetGroup);
  bind("CheckSetup", &DepartmentService::CheckSetup);
}

absl::StatusOr<v1::SetContactPersonResponse> DepartmentService::SetContactPerson(
    rpc::Call& call, const v1::SetContactPersonRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit unit, KeptCooperation(call));
  // The agency is the root: whoever sets a contact person does so alone.
  RETURN_IF_ERROR(db::Lock<v1::Agency>(call.tx(), unit.agency_id).status());
  v1::SetContactPersonResponse response;
  v1::ContactPerson& person = *response.mutable_contact_person();
  person.set_contact_person_id(ids::TimeOrderedId(call.now()));
  rpc::SetHolder(unit, person);
  person.set_worker_id(request.worker_id());
  if (request.has_deputy_worker_id()) person.set_deputy_worker_id(request.deputy_worker_id());
  person.set_contact(request.contact());
  *person.mutable_valid_from() =
      request.has_valid_from() ? request.valid_from() : dates::ToDate(dates::DayAt(call.now()));
  *person.mutable_create_time() = rpc::ToTimestamp(call.now());
  RETURN_IF_ERROR(dates::CheckDate(person.valid_from(), "valid_from"));
  RETURN_IF_ERROR(CheckDeputy(person));
  RETURN_IF_ERROR(CheckColleague(call, unit, person.worker_id(), "worker_id"));
  if (person.has_deputy_worker_id())
    RETURN_IF_ERROR(CheckColleague(call, unit, person.deputy_worker_id(), "deputy_worker_id"));
  const absl::CivilDay first = dates::FromDate(person.valid_from());
  for (v1::ContactPerson& before : ContactPersonsFrom(call.tx(), unit, first)) {
    Replace(first, before);
    db::Update(call.tx(), before, {"valid_to"});
    call.Emit("ContactPersonReplaced", before);
  }
  db::Insert(call.tx(), person);
  call.Emit("ContactPersonSet", person);
  return response;
}

absl::StatusOr<v1::GetContactPersonResponse> DepartmentService::GetContactPerson(
    rpc::Call& call, const v1::GetContactPersonRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(call, request));
  ASSIGN_OR_RETURN(const rpc::Unit unit,
                   NamedDepartment(call, request.agency_id(), request.department_id()));
  v1::GetContactPersonResponse response;
  const auto person = ContactPersonOn(call.tx(), unit, day);
  if (!person.has_value()) return response;
  *response.mutable_contact_person() = *person;
  if (const auto answering = Answering(call, *person); answering.has_value())
    response.set_answering_worker_id(*answering);
  return response;
}

absl::StatusOr<v1::ListContactPersonsResponse> DepartmentService::ListContactPersons(
    rpc::Call& call, const v1::ListContactPersonsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit unit,
                   NamedDepartment(call, request.agency_id(), request.department_id()));
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListContactPersonsResponse response;
  FindContactPersons(call.tx(), unit, page, [&] { return response.add_contact_persons(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_contact_persons()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*last)));
  return response;
}

absl::StatusOr<v1::NameChangeBearerResponse> DepartmentService::NameChangeBearer(
    rpc::Call& call, const v1::NameChangeBearerRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit unit, KeptCooperation(call));
  v1::NameChangeBearerResponse response;
  v1::ChangeBearer& bearer = *response.mutable_change_bearer();
  bearer = request.change_bearer();
  RETURN_IF_ERROR(rules::CheckPeriod(bearer, "change_bearer."));
  RETURN_IF_ERROR(CheckColleague(call, unit, bearer.worker_id(), "change_bearer.worker_id"));
  bearer.set_change_bearer_id(ids::TimeOrderedId(call.now()));
  rpc::SetHolder(unit, bearer);
  db::Insert(call.tx(), bearer);
  call.Emit("ChangeBearerNamed", bearer);
  if (!HoldsRole(call.tx(), bearer.worker_id(), common::v1::ACTING_ROLE_HEAD_OF_UNIT,
                 dates::DayAt(call.now()))) {
    *response.add_warnings() = rules::Warn(rule::kChangeBearerNotHead, call.language());
  }
  return response;
}

absl::StatusOr<v1::EndChangeBearerResponse> DepartmentService::EndChangeBearer(
    rpc::Call& call, const v1::EndChangeBearerRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit unit, KeptCooperation(call));
  v1::EndChangeBearerResponse response;
  v1::ChangeBearer& bearer = *response.mutable_change_bearer();
  ASSIGN_OR_RETURN(bearer, db::Lock<v1::ChangeBearer>(call.tx(), request.change_bearer_id()));
  if (rpc::HolderOf(bearer) != unit) return rules::NotFound();
  const absl::CivilDay today = dates::DayAt(call.now());
  *bearer.mutable_valid_to() = request.has_valid_to() ? request.valid_to() : dates::ToDate(today);
  RETURN_IF_ERROR(rules::CheckPeriod(bearer, ""));
  db::Update(call.tx(), bearer, {"valid_to"});
  call.Emit("ChangeBearerEnded", bearer);
  if (CountChangeBearers(call.tx(), unit, dates::FromDate(bearer.valid_to()) + 1) == 0)
    *response.add_warnings() = rules::Warn(rule::kChangeBearerMissing, call.language());
  return response;
}

absl::StatusOr<v1::ListChangeBearersResponse> DepartmentService::ListChangeBearers(
    rpc::Call& call, const v1::ListChangeBearersRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(call, request));
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListChangeBearersResponse response;
  FindChangeBearers(call.tx(), request.agency_id(), day, page,
                    [&] { return response.add_change_bearers(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_change_bearers()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->change_bearer_id()}));
  return response;
}

absl::StatusOr<v1::DefineTargetGroupResponse> DepartmentService::DefineTargetGroup(
    rpc::Call& call, const v1::DefineTargetGroupRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit unit, KeptCooperation(call));
  v1::DefineTargetGroupResponse response;
  v1::ApproachDefinition& definition = *response.mutable_definition();
  definition = request.definition();
  RETURN_IF_ERROR(dates::CheckDate(definition.valid_from(), "definition.valid_from"));
  definition.set_definition_id(ids::RandomId());
  rpc::SetHolder(unit, definition);
  *definition.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), definition);
  call.Emit("TargetGroupDefined", definition);
  return response;
}

absl::StatusOr<v1::GetTargetGroupResponse> DepartmentService::GetTargetGroup(
    rpc::Call& call, const v1::GetTargetGroupRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(call, request));
  v1::GetTargetGroupResponse response;
  if (auto definition = DefinitionOn(call.tx(), request.agency_id(), day); definition.has_value())
    *response.mutable_definition() = std::move(*definition);
  response.set_expected(IsMunicipality(call.tx(), request.agency_id()));
  return response;
}

absl::StatusOr<v1::CheckSetupResponse> DepartmentService::CheckSetup(
    rpc::Call& call, const v1::CheckSetupRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit unit,
                   NamedDepartment(call, request.agency_id(), request.department_id()));
  const absl::CivilDay today = dates::DayAt(call.now());
  DepartmentSetup setup;
  setup.contact_person = ContactPersonOn(call.tx(), unit, today);
  if (setup.contact_person.has_value())
    setup.answering_worker = Answering(call, *setup.contact_person);
  setup.change_bearers = CountChangeBearers(call.tx(), unit, today);
  setup.target_group_defined = DefinitionOn(call.tx(), unit.agency_id, today).has_value();
  setup.facts = ReadSetup(call.tx(), unit, today);
  v1::CheckSetupResponse response;
  for (const Gap& gap : GapsOf(setup)) {
    v1::SetupGap& told = *response.add_gaps();
    *told.mutable_warning() = rules::Warn(*gap.rule, call.language());
    told.set_concerns_id(gap.concerns_id);
  }
  return response;
}

}  // namespace opora::registry
