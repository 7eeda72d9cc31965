#include "services/case_conference/cases/case_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/occurrence.h"

namespace opora::conference {

void CaseService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.conference.v1.CaseService";
  rpc::Bind(methods, kInterface, "OpenCase", *this, &CaseService::OpenCase);
  rpc::Bind(methods, kInterface, "GetCase", *this, &CaseService::GetCase);
}

absl::StatusOr<v1::OpenCaseResponse> CaseService::OpenCase(rpc::Call& call,
                                                           const v1::OpenCaseRequest& request) {
  v1::OpenCaseResponse response;
  v1::Case& opened = *response.mutable_case_();
  opened = request.case_();
  if (opened.has_client_agreement()) {
    RETURN_IF_ERROR(
        rules::CheckOccurrence(rpc::FromTimestamp(opened.client_agreement().occurred_at()),
                               call.now(), "case.client_agreement.occurred_at"));
    opened.mutable_client_agreement()->set_attesting_worker_id(call.caller().worker_id);
  }
  opened.set_case_id(ids::RandomId());
  opened.set_agency_id(call.caller().unit.agency_id);
  if (!call.caller().unit.department_id.empty())
    opened.set_department_id(call.caller().unit.department_id);
  if (!opened.has_case_manager_worker_id())
    opened.set_case_manager_worker_id(call.caller().worker_id);
  opened.set_state(opened.has_client_agreement() ? v1::CASE_STATE_ASSESSING
                                                 : v1::CASE_STATE_PROPOSED);
  *opened.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), opened);
  call.Emit("CaseOpened", opened);
  return response;
}

absl::StatusOr<v1::GetCaseResponse> CaseService::GetCase(rpc::Call& call,
                                                         const v1::GetCaseRequest& request) {
  v1::GetCaseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_case_(), db::Get<v1::Case>(call.tx(), request.case_id()));
  call.SetClient(response.case_().client_id());
  return response;
}

}  // namespace opora::conference
