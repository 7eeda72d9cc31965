#include "services/client_registry/projects/project_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/or_null.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/projects/project_rules.h"
#include "services/client_registry/update_mask.h"

namespace opora::registry {
namespace {

constexpr std::string_view kFields[] = {"name",     "financing",    "budget", "valid_from",
                                        "valid_to", "participants", "targets"};

// Agencies and services that a project names exist.
absl::Status CheckNamed(rpc::Call& call, const v1::Project& project) {
  for (int i = 0; i < project.participants_size(); ++i) {
    if (db::Get<v1::Agency>(call.tx(), project.participants(i).agency_id()).ok()) continue;
    return rules::InvalidField(absl::StrCat("project.participants[", i, "].agency_id"),
                               "AGENCY_UNKNOWN", "is no agency");
  }
  for (int i = 0; i < project.targets_size(); ++i) {
    if (!project.targets(i).has_service_id()) continue;
    if (db::Get<v1::Service>(call.tx(), project.targets(i).service_id()).ok()) continue;
    return rules::InvalidField(absl::StrCat("project.targets[", i, "].service_id"),
                               "SERVICE_UNKNOWN", "is no service");
  }
  return absl::OkStatus();
}

// Children are written anew with every change of their list.
void SetChildIds(v1::Project& project) {
  for (auto& participant : *project.mutable_participants())
    participant.set_participant_id(ids::RandomId());
  for (auto& target : *project.mutable_targets()) target.set_target_id(ids::RandomId());
}

}  // namespace

void ProjectService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.CooperationService";
  rpc::Bind(methods, kInterface, "CreateProject", *this, &ProjectService::CreateProject);
  rpc::Bind(methods, kInterface, "UpdateProject", *this, &ProjectService::UpdateProject);
  rpc::Bind(methods, kInterface, "GetProject", *this, &ProjectService::GetProject);
  rpc::Bind(methods, kInterface, "ListProjects", *this, &ProjectService::ListProjects);
}

absl::StatusOr<v1::CreateProjectResponse> ProjectService::CreateProject(
    rpc::Call& call, const v1::CreateProjectRequest& request) {
  v1::CreateProjectResponse response;
  v1::Project& project = *response.mutable_project();
  project = request.project();
  RETURN_IF_ERROR(CheckProject(project));
  RETURN_IF_ERROR(CheckNamed(call, project));
  project.set_project_id(ids::RandomId());
  project.set_agency_id(call.caller().unit.agency_id);
  SetChildIds(project);
  *project.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), project);
  call.Emit("ProjectCreated", project);
  return response;
}

absl::StatusOr<v1::UpdateProjectResponse> ProjectService::UpdateProject(
    rpc::Call& call, const v1::UpdateProjectRequest& request) {
  RETURN_IF_ERROR(CheckMask(request.update_mask(), kFields));
  v1::Project asked = request.project();
  v1::UpdateProjectResponse response;
  v1::Project& project = *response.mutable_project();
  ASSIGN_OR_RETURN(project, db::Lock<v1::Project>(call.tx(), asked.project_id(), asked.etag()));
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), project.agency_id()));
  SetChildIds(asked);
  CopyFields(asked, request.update_mask(), project);
  RETURN_IF_ERROR(CheckProject(project));
  RETURN_IF_ERROR(CheckNamed(call, project));
  db::Update(call.tx(), project, FieldsOf(request.update_mask()));
  call.Emit("ProjectUpdated", project);
  return response;
}

absl::StatusOr<v1::GetProjectResponse> ProjectService::GetProject(
    rpc::Call& call, const v1::GetProjectRequest& request) {
  v1::GetProjectResponse response;
  ASSIGN_OR_RETURN(*response.mutable_project(),
                   db::Get<v1::Project>(call.tx(), request.project_id()));
  return response;
}

absl::StatusOr<v1::ListProjectsResponse> ProjectService::ListProjects(
    rpc::Call& call, const v1::ListProjectsRequest& request) {
  using Param = std::optional<std::string>;
  Param day;
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::DateText(dates::FromDate(request.as_of_date()));
  }
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListProjectsResponse response;
  db::SelectInto(
      call.tx(), v1::Project::default_instance(),
      "WHERE ($1::uuid IS NULL OR r.agency_id = $1::uuid OR EXISTS (SELECT 1 FROM "
      "project_participants p WHERE p.project_id = r.project_id AND p.agency_id = $1::uuid)) AND "
      "($2::date IS NULL OR $2::date BETWEEN r.valid_from AND r.valid_to) AND ($3::text IS NULL OR "
      "r.registration_number > $3::text) ORDER BY r.registration_number LIMIT $4",
      {db::OrNull(request.agency_id()), day, page.Key(0), page.Limit()},
      [&] { return response.add_projects(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_projects()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->registration_number()}));
  return response;
}

}  // namespace opora::registry
