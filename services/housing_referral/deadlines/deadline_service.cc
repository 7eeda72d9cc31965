#include "services/housing_referral/deadlines/deadline_service.h"

#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/complaints/complaint_rules.h"
#include "services/housing_referral/complaints/complaint_store.h"
#include "services/housing_referral/programmes/programme_access.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/records.h"
#include "services/housing_referral/rent/rent_store.h"
#include "services/housing_referral/tenancies/tenancy_rules.h"
#include "services/housing_referral/tenancies/tenancy_store.h"

namespace opora::housing {
namespace {

// One call stays one short transaction; the caller asks again for the rest.
constexpr int kPortion = 200;
constexpr int kGraceDays = 30;
constexpr int kInformDays = 2;
constexpr int kForwardDays = 2;

void Took(std::size_t count, v1::ProcessDeadlinesResponse& response) {
  if (count >= kPortion) response.set_has_more(true);
}

void MoveCharges(rpc::Call& call, const v1::Programme& programme, absl::CivilDay day,
                 v1::ProcessDeadlinesResponse& response) {
  const int grace = programme.has_rent_grace_days() ? programme.rent_grace_days() : kGraceDays;
  auto charges = LockDueCharges(call.tx(), programme.programme_id(), day, kPortion);
  Took(charges.size(), response);
  for (v1::RentCharge& charge : charges) {
    const auto tenancy = db::Get<v1::Tenancy>(call.tx(), charge.tenancy_id());
    if (!tenancy.ok() || !Reclassify(call, *tenancy, day, grace, charge)) continue;
    const bool late = charge.charge_class() == v1::CHARGE_CLASS_LATE_PAYMENT;
    const bool arrears = charge.charge_class() == v1::CHARGE_CLASS_ARREARS;
    if (late) response.set_late_payments(response.late_payments() + 1);
    if (arrears) response.set_arrears(response.arrears() + 1);
  }
}

void MarkUninformed(rpc::Call& call, const v1::Programme& programme, absl::CivilDay day,
                    v1::ProcessDeadlinesResponse& response) {
  const int within =
      programme.has_inform_client_days() ? programme.inform_client_days() : kInformDays;
  auto complaints =
      LockUninformed(call.tx(), programme.programme_id(), LastOverdueDay(day, within), kPortion);
  Took(complaints.size(), response);
  for (v1::Complaint& complaint : complaints) {
    *complaint.mutable_overdue_on() = dates::ToDate(day);
    db::Update(call.tx(), complaint, {"overdue_on"});
    EmitComplaint(call, "ClientUninformed", complaint);
    response.set_uninformed_complaints(response.uninformed_complaints() + 1);
  }
}

void MarkUnforwarded(rpc::Call& call, const v1::Programme& programme, absl::CivilDay day,
                     v1::ProcessDeadlinesResponse& response) {
  const int within =
      programme.has_forward_complaint_days() ? programme.forward_complaint_days() : kForwardDays;
  auto complaints =
      LockUnforwarded(call.tx(), programme.programme_id(), LastOverdueDay(day, within), kPortion);
  Took(complaints.size(), response);
  for (v1::Complaint& complaint : complaints) {
    *complaint.mutable_unforwarded_on() = dates::ToDate(day);
    db::Update(call.tx(), complaint, {"unforwarded_on"});
    EmitComplaint(call, "ComplaintNotForwarded", complaint);
    response.set_unforwarded_complaints(response.unforwarded_complaints() + 1);
  }
}

void AnnounceEndingLeases(rpc::Call& call, const v1::Programme& programme, absl::CivilDay day,
                          v1::ProcessDeadlinesResponse& response) {
  auto tenancies = LockEndingLeases(call.tx(), programme.programme_id(), day, kPortion);
  Took(tenancies.size(), response);
  for (v1::Tenancy& tenancy : tenancies) {
    *tenancy.mutable_end_announced_on() = dates::ToDate(day);
    db::Update(call.tx(), tenancy, {"end_announced_on"});
    v1::LeaseFact fact;
    fact.set_programme_id(tenancy.programme_id());
    fact.set_tenancy_id(tenancy.tenancy_id());
    call.Emit("LeaseEnding", tenancy, &fact);
    response.set_ending_leases(response.ending_leases() + 1);
  }
}

// One programme of a person who takes part in it; all of them for the service itself.
absl::StatusOr<std::vector<v1::Programme>> Asked(rpc::Call& call, const std::string& programme_id) {
  std::vector<v1::Programme> programmes;
  if (programme_id.empty()) {
    if (call.caller().kind == common::v1::CALLER_PERSON)
      return rules::InvalidField("programme_id", "PROGRAMME_REQUIRED", "is needed");
    return db::Select<v1::Programme>(call.tx(), "ORDER BY r.programme_id", {});
  }
  ASSIGN_OR_RETURN(programmes.emplace_back(), ReadProgramme(call.tx(), programme_id));
  if (call.caller().kind == common::v1::CALLER_PERSON)
    RETURN_IF_ERROR(CheckPartner(call, programmes.front()));
  return programmes;
}

}  // namespace

void DeadlineService::Register(rpc::Methods& methods) {
  rpc::Bind(methods, "opora.housing.v1.ProgrammeService", "ProcessDeadlines", *this,
            &DeadlineService::ProcessDeadlines);
}

absl::StatusOr<v1::ProcessDeadlinesResponse> DeadlineService::ProcessDeadlines(
    rpc::Call& call, const v1::ProcessDeadlinesRequest& request) {
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    // A day that is not over moves nothing.
    ASSIGN_OR_RETURN(day, PastDay(request.as_of_date(), "as_of_date", call.now()));
  }
  ASSIGN_OR_RETURN(const std::vector<v1::Programme> programmes,
                   Asked(call, request.programme_id()));
  v1::ProcessDeadlinesResponse response;
  for (const v1::Programme& programme : programmes) {
    AnnounceEndingLeases(call, programme, day, response);
    MoveCharges(call, programme, day, response);
    MarkUninformed(call, programme, day, response);
    MarkUnforwarded(call, programme, day, response);
  }
  return response;
}

}  // namespace opora::housing
