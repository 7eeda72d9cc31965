#include "services/client_registry/workforce/profile_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_rules.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

absl::StatusOr<v1::Worker> LockKept(rpc::Call& call, const std::string& worker_id,
                                    std::string_view field) {
  auto worker = db::Lock<v1::Worker>(call.tx(), worker_id);
  if (!worker.ok()) return rules::InvalidField(field, "WORKER_UNKNOWN", "is no worker");
  RETURN_IF_ERROR(CheckKeepsDirectory(call.caller(), worker->agency_id()));
  return worker;
}

}  // namespace

void ProfileService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  rpc::Bind(methods, kInterface, "PutWorkerProfile", *this, &ProfileService::PutWorkerProfile);
  rpc::Bind(methods, kInterface, "RecordQualification", *this,
            &ProfileService::RecordQualification);
  rpc::Bind(methods, kInterface, "GetWorkerProfile", *this, &ProfileService::GetWorkerProfile);
}

absl::StatusOr<v1::PutWorkerProfileResponse> ProfileService::PutWorkerProfile(
    rpc::Call& call, const v1::PutWorkerProfileRequest& request) {
  RETURN_IF_ERROR(LockKept(call, request.profile().worker_id(), "profile.worker_id").status());
  v1::PutWorkerProfileResponse response;
  v1::WorkerProfile& profile = *response.mutable_profile();
  v1::WorkerProfile present;
  const bool known = db::Find(call.tx(), request.profile().worker_id(), present);
  profile = request.profile();
  if (known) {
    db::Update(call.tx(), profile, {"languages", "phone_number", "email"});
  } else {
    db::Insert(call.tx(), profile);
  }
  call.Emit("WorkerProfilePut", profile);
  return response;
}

absl::StatusOr<v1::RecordQualificationResponse> ProfileService::RecordQualification(
    rpc::Call& call, const v1::RecordQualificationRequest& request) {
  const v1::Qualification& asked = request.qualification();
  RETURN_IF_ERROR(dates::CheckDate(asked.completed_on(), "qualification.completed_on"));
  if (dates::FromDate(asked.completed_on()) > dates::DayAt(call.now()))
    return rules::Refuse(rules::kNotInFuture, {.field = "qualification.completed_on"});
  ASSIGN_OR_RETURN(v1::Worker worker, LockKept(call, asked.worker_id(), "qualification.worker_id"));
  v1::RecordQualificationResponse response;
  v1::Qualification& qualification = *response.mutable_qualification();
  qualification = asked;
  qualification.set_qualification_id(ids::RandomId());
  *qualification.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), qualification);
  call.Emit("QualificationRecorded", qualification);
  if (qualification.kind() == v1::QUALIFICATION_KIND_SOCIAL_WORKER &&
      !worker.qualified_social_worker()) {
    worker.set_qualified_social_worker(true);
    db::Update(call.tx(), worker, {"qualified_social_worker"});
    call.Emit("WorkerQualified", worker);
  }
  return response;
}

absl::StatusOr<v1::GetWorkerProfileResponse> ProfileService::GetWorkerProfile(
    rpc::Call& call, const v1::GetWorkerProfileRequest& request) {
  v1::GetWorkerProfileResponse response;
  ASSIGN_OR_RETURN(*response.mutable_worker(), db::Get<v1::Worker>(call.tx(), request.worker_id()));
  if (!CheckKeepsDirectory(call.caller(), response.worker().agency_id()).ok())
    return rules::NotFound();
  if (v1::WorkerProfile profile; db::Find(call.tx(), request.worker_id(), profile))
    *response.mutable_profile() = std::move(profile);
  db::SelectInto(call.tx(), v1::RoleAssignment::default_instance(),
                 "WHERE r.worker_id = $1 ORDER BY r.valid_from, r.role_assignment_id",
                 {request.worker_id()}, [&] { return response.add_roles(); });
  db::SelectInto(call.tx(), v1::Qualification::default_instance(),
                 "WHERE r.worker_id = $1 ORDER BY r.completed_on, r.qualification_id",
                 {request.worker_id()}, [&] { return response.add_qualifications(); });
  if (auto end = PresentEnd(call.tx(), request.worker_id()))
    *response.mutable_employment_end() = *std::move(end);
  return response;
}

}  // namespace opora::registry
