#include "services/housing_referral/registry.h"

#include <algorithm>

#include "common/time/proto_date.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/involvement.pb.h"

namespace opora::housing {
namespace {

constexpr char kAssignments[] = "opora.registry.v1.AccessService.GetAssignments";
constexpr char kStanding[] = "opora.registry.v1.RepaymentService.GetDebtorStanding";
constexpr char kOpenDebt[] = "opora.registry.v1.DebtService.OpenDebt";

}  // namespace

absl::StatusOr<bool> Registry::IsKeyWorkerOf(rpc::Call& call, const std::string& worker_id,
                                             const std::vector<std::string>& clients) const {
  registry::v1::GetAssignmentsRequest request;
  request.set_worker_id(worker_id);
  registry::v1::GetAssignmentsResponse response;
  RETURN_IF_ERROR(client_.CallAsService(kAssignments, request, response, call.facts().deadline));
  return std::any_of(response.assignments().begin(), response.assignments().end(),
                     [&](const registry::v1::AssignmentFact& one) {
                       return one.role() == common::v1::ACTING_ROLE_KEY_WORKER &&
                              std::find(clients.begin(), clients.end(), one.client_id()) !=
                                  clients.end();
                     });
}

absl::StatusOr<bool> Registry::HasKeyWorker(rpc::Call& call, const std::string& client_id) const {
  registry::v1::GetAssignmentsRequest request;
  request.set_client_id(client_id);
  registry::v1::GetAssignmentsResponse response;
  RETURN_IF_ERROR(client_.CallAsService(kAssignments, request, response, call.facts().deadline));
  return std::any_of(response.assignments().begin(), response.assignments().end(),
                     [](const registry::v1::AssignmentFact& one) {
                       return one.role() == common::v1::ACTING_ROLE_KEY_WORKER;
                     });
}

absl::StatusOr<registry::v1::GetDebtorStandingResponse> Registry::StandingOf(
    rpc::Call& call, const std::string& client_id, const std::string& creditor_agency_id,
    absl::CivilDay day) const {
  registry::v1::GetDebtorStandingRequest request;
  request.set_client_id(client_id);
  request.set_creditor_agency_id(creditor_agency_id);
  *request.mutable_as_of_date() = dates::ToDate(day);
  registry::v1::GetDebtorStandingResponse response;
  absl::Status status = client_.CallAs(call.facts(), kStanding, request, response);
  if (status.code() == absl::StatusCode::kNotFound)
    status = client_.CallAsService(kStanding, request, response, call.facts().deadline);
  RETURN_IF_ERROR(status);
  return response;
}

absl::StatusOr<std::string> Registry::OpenDebt(rpc::Call& call,
                                               const v1::RentCharge& charge) const {
  registry::v1::OpenDebtRequest request;
  registry::v1::Debt& debt = *request.mutable_debt();
  debt.set_client_id(charge.client_id());
  debt.set_agency_id(charge.agency_id());
  if (charge.has_department_id()) debt.set_department_id(charge.department_id());
  debt.set_creditor_agency_id(charge.agency_id());
  debt.set_kind(registry::v1::DEBT_KIND_RENT);
  *debt.mutable_principal() = charge.amount();
  debt.mutable_principal()->set_minor_units(charge.amount().minor_units() -
                                            charge.paid().minor_units());
  debt.mutable_origin_date()->set_year(charge.due_date().year());
  debt.mutable_origin_date()->set_month(charge.due_date().month());
  debt.mutable_origin_date()->set_day(charge.due_date().day());
  debt.set_source_ref("housing/rent_charges/" + charge.charge_id());
  registry::v1::OpenDebtResponse response;
  RETURN_IF_ERROR(client_.CallAsService(kOpenDebt, request, response, call.facts().deadline));
  return response.debt().debt_id();
}

}  // namespace opora::housing
