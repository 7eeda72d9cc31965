#include "services/client_registry/agencies/caseload.h"

#include <algorithm>

#include "common/advice/judge.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/rules.h"

namespace opora::registry {

absl::CivilDay DayOfPlace(absl::CivilDay valid_from, absl::CivilDay today) {
  return std::max(valid_from, today);
}

absl::StatusOr<std::optional<v1::Service>> ServiceOf(rpc::Call& call,
                                                     const v1::ClientAssignment& wanted) {
  const absl::CivilDay day =
      DayOfPlace(dates::FromDate(wanted.valid_from()), dates::DayAt(call.now()));
  if (!wanted.has_service_id()) {
    if (!HasCaseloadLimits(call.tx(), wanted.agency_id(), day)) return std::nullopt;
    return rules::InvalidField("service_id", "SERVICE_REQUIRED",
                               "is needed: the agency's services limit whom they take");
  }
  auto service = db::Get<v1::Service>(call.tx(), wanted.service_id());
  if (!service.ok()) return rules::InvalidField("service_id", "SERVICE_UNKNOWN", "is no service");
  RETURN_IF_ERROR(CheckOwnAgency(call.caller(), service->agency_id()));
  RETURN_IF_ERROR(
      advice::Judge(call, rule::Recommendations()).Settle(CheckAdmission(*service, wanted, day)));
  return std::move(*service);
}

Caseload ReadCaseload(rpc::Call& call, const v1::ClientAssignment& wanted,
                      const v1::Service& service, const v1::Worker& worker, absl::CivilDay day,
                      const std::vector<v1::ClientAssignment>& open) {
  Caseload caseload;
  caseload.takes_place = TakesPlace(service, wanted.client_class());
  const auto staffing = StaffingAsOf(call.tx(), service.service_id(), day);
  if (staffing.has_value() && staffing->has_caseload_per_fte())
    caseload.limit = CaseloadLimit(staffing->caseload_per_fte(), worker.fte_milli());
  caseload.clients = ClientsOfWorker(call.tx(), service.service_id(), worker.worker_id());
  for (const v1::ClientAssignment& other : open) {
    caseload.serves_client |=
        other.state() != v1::ASSIGNMENT_STATE_PAUSED && other.worker_id() == worker.worker_id() &&
        other.service_id() == service.service_id() && TakesPlace(service, other.client_class());
  }
  return caseload;
}

}  // namespace opora::registry
