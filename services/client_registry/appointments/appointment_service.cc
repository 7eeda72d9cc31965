#include "services/client_registry/appointments/appointment_service.h"

#include <set>

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/appointments/appointment_rules.h"
#include "services/client_registry/appointments/appointment_store.h"
#include "services/client_registry/appointments/refusals.h"
#include "services/client_registry/referrals/betrayed_areas.h"
#include "services/client_registry/referrals/referral_store.h"

namespace opora::registry {
namespace {

// Where the appointment is, as the directory knows it: what goes there betrays.
absl::StatusOr<common::v1::DataArea> InheritedArea(rpc::Call& call, v1::Appointment& appointment) {
  if (!appointment.has_provider_agency_id() && appointment.has_service_id()) {
    const auto service = db::Get<v1::Service>(call.tx(), appointment.service_id());
    if (!service.ok())
      return rules::InvalidField("appointment.service_id", "SERVICE_UNKNOWN", "is no service");
    appointment.set_provider_agency_id(service->agency_id());
  }
  if (!appointment.has_provider_agency_id()) return common::v1::DATA_AREA_UNSPECIFIED;
  ASSIGN_OR_RETURN(const Provider provider,
                   ReadProvider(call.tx(), appointment.provider_agency_id(),
                                appointment.provider_department_id(), appointment.service_id(),
                                "appointment.service_id"));
  if (provider.agency_type.empty()) {
    return rules::InvalidField("appointment.provider_agency_id", "AGENCY_UNKNOWN", "is no agency");
  }
  return AreaOf(provider, appointment.area());
}

// The referral that the appointment follows from; it betrays what that one betrays.
absl::Status AddAreasOfReferral(rpc::Call& call, std::set<int>& areas,
                                v1::Appointment& appointment) {
  if (!appointment.has_referral_id()) return absl::OkStatus();
  const auto referral = db::Get<v1::Referral>(call.tx(), appointment.referral_id());
  ReferralSide side = ReferralSide::kSender;
  const bool known = referral.ok() && SideOf(call, *referral, side) &&
                     !call.tx()
                          .Run("SELECT 1 FROM records_of($1) r WHERE r = $2::uuid",
                               {appointment.client_id(), referral->client_id()})
                          .empty();
  if (!known) {
    return rules::InvalidField("appointment.referral_id", "REFERRAL_UNKNOWN",
                               "is no referral of this client and the unit");
  }
  areas.insert(referral->betrayed_areas().begin(), referral->betrayed_areas().end());
  if (referral->betrayed_areas_size() > 0) appointment.set_area(referral->area());
  return absl::OkStatus();
}

absl::Status CheckWorkers(rpc::Call& call, const v1::Appointment& appointment) {
  const rpc::Unit& own = call.caller().unit;
  const auto check = [&](const std::string& worker_id, const char* field) {
    return ReadUnit(call.tx(), own.agency_id, own.department_id, worker_id, {"", "", field})
        .status();
  };
  RETURN_IF_ERROR(check(appointment.worker_id(), "appointment.worker_id"));
  return check(appointment.accompanying_worker_id(), "appointment.accompanying_worker_id");
}

// An appointment as asked for, with all that it betrays and what the server sets.
absl::StatusOr<v1::Appointment> NewAppointment(rpc::Call& call, v1::Appointment asked) {
  RETURN_IF_ERROR(CheckSpan(SpanOf(asked), "appointment.end_time"));
  if (asked.worker_id().empty()) asked.set_worker_id(call.caller().worker_id);
  RETURN_IF_ERROR(CheckWorkers(call, asked));
  std::set<int> areas = {asked.area()};
  ASSIGN_OR_RETURN(const common::v1::DataArea inherited, InheritedArea(call, asked));
  const Betrayed betrayed = AreasBetrayed(asked.area(), inherited);
  areas.insert(betrayed.areas.begin(), betrayed.areas.end());
  asked.set_area(betrayed.area);
  RETURN_IF_ERROR(AddAreasOfReferral(call, areas, asked));
  asked.clear_betrayed_areas();
  for (int area : areas) asked.add_betrayed_areas(static_cast<common::v1::DataArea>(area));
  asked.set_appointment_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, asked);
  asked.clear_end_reason();
  *asked.mutable_create_time() = rpc::ToTimestamp(call.now());
  return asked;
}

// Collisions and warnings of an appointment at its time.
template <typename Response>
absl::Status Warn(rpc::Call& call, const v1::Appointment& appointment, Response& response) {
  ASSIGN_OR_RETURN(*response.mutable_collisions(),
                   FindCollisionsOf(call, appointment.client_id(), SpanOf(appointment),
                                    appointment.appointment_id()));
  const v1::Collisions& found = response.collisions();
  if (found.appointments_size() + found.busy_times_size() > 0)
    *response.add_warnings() = rules::Warn(rule::kAppointmentCollides, call.language());
  if (IsAnyoneBusy(call.tx(), appointment))
    *response.add_warnings() = rules::Warn(rule::kWorkerBusy, call.language());
  return absl::OkStatus();
}

}  // namespace

void AppointmentService::Register(rpc::Methods& methods) {
  const auto bind = [&](std::string_view name, auto method) {
    rpc::Bind(methods, "opora.registry.v1.ReferralService", name, *this, method);
  };
  bind("MakeAppointment", &AppointmentService::MakeAppointment);
  bind("MoveAppointment", &AppointmentService::MoveAppointment);
  bind("CancelAppointment", &AppointmentService::CancelAppointment);
  bind("CloseAppointment", &AppointmentService::CloseAppointment);
  bind("RecordAppointment", &AppointmentService::RecordAppointment);
  bind("GetAppointment", &AppointmentService::GetAppointment);
  bind("ListAppointments", &AppointmentService::ListAppointments);
}

absl::StatusOr<v1::MakeAppointmentResponse> AppointmentService::MakeAppointment(
    rpc::Call& call, const v1::MakeAppointmentRequest& request) {
  v1::MakeAppointmentResponse response;
  ASSIGN_OR_RETURN(v1::Appointment appointment, NewAppointment(call, request.appointment()));
  RETURN_IF_ERROR(CheckAhead(SpanOf(appointment), call.now()));
  appointment.set_state(v1::APPOINTMENT_STATE_PLANNED);
  appointment.clear_deviation();
  RETURN_IF_ERROR(Warn(call, appointment, response));
  if (call.dry_run()) return response;
  db::Insert(call.tx(), appointment);
  call.Emit("AppointmentMade", appointment);
  *response.mutable_appointment() = std::move(appointment);
  return response;
}

absl::StatusOr<v1::MoveAppointmentResponse> AppointmentService::MoveAppointment(
    rpc::Call& call, const v1::MoveAppointmentRequest& request) {
  v1::MoveAppointmentResponse response;
  ASSIGN_OR_RETURN(v1::Appointment appointment,
                   LockAppointment(call, request.appointment_id(), request.etag()));
  RETURN_IF_ERROR(CheckAppointmentVerb(appointment, "MoveAppointment", call.now()));
  *appointment.mutable_start_time() = request.start_time();
  *appointment.mutable_end_time() = request.end_time();
  if (!request.place().empty()) appointment.set_place(request.place());
  RETURN_IF_ERROR(CheckSpan(SpanOf(appointment), "end_time"));
  RETURN_IF_ERROR(CheckAhead(SpanOf(appointment), call.now()));
  RETURN_IF_ERROR(Warn(call, appointment, response));
  db::Update(call.tx(), appointment, {"start_time", "end_time", "place"});
  call.Emit("AppointmentMoved", appointment);
  *response.mutable_appointment() = std::move(appointment);
  return response;
}

absl::StatusOr<v1::CancelAppointmentResponse> AppointmentService::CancelAppointment(
    rpc::Call& call, const v1::CancelAppointmentRequest& request) {
  v1::CancelAppointmentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_appointment(),
                   LockAppointment(call, request.appointment_id()));
  v1::Appointment& appointment = *response.mutable_appointment();
  RETURN_IF_ERROR(CheckAppointmentVerb(appointment, "CancelAppointment", call.now()));
  appointment.set_state(v1::APPOINTMENT_STATE_CANCELLED);
  appointment.set_end_reason(request.reason());
  db::Update(call.tx(), appointment, {"state", "end_reason"});
  call.Emit("AppointmentCancelled", appointment);
  return response;
}

absl::StatusOr<v1::CloseAppointmentResponse> AppointmentService::CloseAppointment(
    rpc::Call& call, const v1::CloseAppointmentRequest& request) {
  v1::CloseAppointmentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_appointment(),
                   LockAppointment(call, request.appointment_id()));
  v1::Appointment& appointment = *response.mutable_appointment();
  RETURN_IF_ERROR(CheckAppointmentVerb(appointment, "CloseAppointment", call.now()));
  appointment.set_state(request.state());
  if (!request.reason().empty()) appointment.set_end_reason(request.reason());
  db::Update(call.tx(), appointment, {"state", "end_reason"});
  call.Emit("AppointmentClosed", appointment);
  return response;
}

absl::StatusOr<v1::RecordAppointmentResponse> AppointmentService::RecordAppointment(
    rpc::Call& call, const v1::RecordAppointmentRequest& request) {
  const v1::AppointmentState state = request.appointment().state();
  if (state != v1::APPOINTMENT_STATE_HELD && state != v1::APPOINTMENT_STATE_MISSED) {
    return rules::InvalidField("appointment.state", "STATE_NOT_OF_PAST", "must be HELD or MISSED");
  }
  v1::RecordAppointmentResponse response;
  ASSIGN_OR_RETURN(v1::Appointment appointment, NewAppointment(call, request.appointment()));
  const absl::Time occurred = SpanOf(appointment).begin;
  RETURN_IF_ERROR(rules::CheckOccurrence(occurred, call.now(), "appointment.start_time"));
  db::Insert(call.tx(), appointment);
  call.Emit("AppointmentRecorded", appointment);
  if (rules::IsLateEntry(occurred, call.now()))
    *response.add_warnings() = rules::Warn(rules::kLateEntry, call.language());
  *response.mutable_appointment() = std::move(appointment);
  return response;
}

absl::StatusOr<v1::GetAppointmentResponse> AppointmentService::GetAppointment(
    rpc::Call& call, const v1::GetAppointmentRequest& request) {
  v1::GetAppointmentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_appointment(),
                   db::Get<v1::Appointment>(call.tx(), request.appointment_id()));
  const v1::Appointment& appointment = response.appointment();
  call.SetClient(appointment.client_id());
  if (rpc::HolderOf(appointment) != call.caller().unit) return response;
  for (auto& action : AppointmentActions(appointment, call.now(), call.language()))
    *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListAppointmentsResponse> AppointmentService::ListAppointments(
    rpc::Call& call, const v1::ListAppointmentsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListAppointmentsResponse response;
  FindAppointments(call.tx(), request, page, [&] { return response.add_appointments(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_appointments()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText(last->start_time()), last->appointment_id()}));
  return response;
}

}  // namespace opora::registry
