#include "services/client_registry/appointments/calendar_service.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/rpc/policy.h"
#include "common/rpc/redact.h"
#include "opora/registry/v1/client.pb.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/appointments/appointment_rules.h"
#include "services/client_registry/appointments/appointment_store.h"
#include "services/client_registry/appointments/icalendar.h"
#include "services/client_registry/appointments/slip.h"

namespace opora::registry {
namespace {

constexpr int kMostAppointments = 1000;

bool Leads(const rpc::Caller& caller) {
  return rpc::IsInGroup(caller.role, common::v1::ROLE_GROUP_LEADERSHIP);
}

// The worker whose calendar is asked for: the caller, whom the caller stands in for (XC-61), or a
// colleague for who leads the unit.
absl::StatusOr<std::string> WorkerAsked(rpc::Call& call, const v1::GetCalendarRequest& request) {
  const std::string& self = call.caller().worker_id;
  if (request.worker_id().empty() || request.worker_id() == self) return self;
  if (request.worker_id() == call.caller().substituted_worker_id) return request.worker_id();
  const rpc::Unit& own = call.caller().unit;
  const auto colleague = ReadUnit(call.tx(), own.agency_id, own.department_id, request.worker_id(),
                                  {"", "", "worker_id"});
  if (!colleague.ok() || !Leads(call.caller()))
    return call.HiddenRefusal("REG-117", "FOREIGN_CALENDAR");
  return request.worker_id();
}

// Names of the clients, of whom the caller may see them: decided and reduced like any answer.
absl::StatusOr<std::map<std::string, std::string>> NamesOf(
    rpc::Call& call, const std::vector<v1::Appointment>& appointments) {
  std::map<std::string, std::string> names;
  v1::SuggestClientsResponse clients;
  for (const v1::Appointment& appointment : appointments) {
    if (!names.emplace(appointment.client_id(), "").second) continue;
    ASSIGN_OR_RETURN(*clients.add_clients(),
                     db::Get<v1::Client>(call.tx(), appointment.client_id()));
  }
  RETURN_IF_ERROR(rpc::Redact(call, clients));
  for (const v1::Client& client : clients.clients()) {
    std::string name = client.code_name();
    if (client.has_given_name()) name = client.given_name();
    if (client.has_family_name())
      absl::StrAppend(&name, name.empty() ? "" : " ", client.family_name());
    names[client.client_id()] = std::move(name);
  }
  return names;
}

// A read of client data that no record of the answer shows is audited here, once per client.
void AuditRead(rpc::Call& call, const v1::Appointment& appointment) {
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(appointment.client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_READ);
  entry.set_basis(common::v1::BASIS_OWN_RECORD);
  *entry.mutable_areas() = appointment.betrayed_areas();
}

icalendar::Event EventOf(const v1::Appointment& appointment, const v1::GetCalendarRequest& request,
                         const std::string& name, common::v1::Language language) {
  const Span span = SpanOf(appointment);
  icalendar::Event event;
  event.uid = absl::StrCat(appointment.appointment_id(), "@opora");
  event.sequence = rpc::VersionOf(appointment) - 1;
  event.begin = span.begin;
  event.end = span.end;
  event.summary = language == common::v1::LANGUAGE_CS ? "Schůzka" : "Appointment";
  if (!name.empty()) absl::StrAppend(&event.summary, ": ", name);
  if (request.with_places()) event.location = appointment.place();
  return event;
}

}  // namespace

void CalendarService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ReferralService";
  rpc::Bind(methods, kInterface, "FindCollisions", *this, &CalendarService::FindCollisions);
  rpc::Bind(methods, kInterface, "GetCalendar", *this, &CalendarService::GetCalendar);
  rpc::Bind(methods, kInterface, "GetAppointmentSlip", *this, &CalendarService::GetAppointmentSlip);
}

absl::StatusOr<v1::FindCollisionsResponse> CalendarService::FindCollisions(
    rpc::Call& call, const v1::FindCollisionsRequest& request) {
  const Span span{rpc::FromTimestamp(request.start_time()), rpc::FromTimestamp(request.end_time())};
  RETURN_IF_ERROR(CheckSpan(span, "end_time"));
  v1::FindCollisionsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_collisions(),
                   FindCollisionsOf(call, request.client_id(), span, ""));
  return response;
}

absl::StatusOr<v1::GetCalendarResponse> CalendarService::GetCalendar(
    rpc::Call& call, const v1::GetCalendarRequest& request) {
  ASSIGN_OR_RETURN(const std::string worker_id, WorkerAsked(call, request));
  const absl::Time from =
      request.has_from_time() ? rpc::FromTimestamp(request.from_time()) : call.now();
  const std::vector<v1::Appointment> appointments =
      CalendarOf(call.tx(), call.caller().unit, worker_id, from, kMostAppointments);
  std::map<std::string, std::string> names;
  if (request.with_names()) {
    ASSIGN_OR_RETURN(names, NamesOf(call, appointments));
  }
  std::vector<icalendar::Event> events;
  std::map<std::string, const v1::Appointment*> clients;
  for (const v1::Appointment& appointment : appointments) {
    events.push_back(
        EventOf(appointment, request, names[appointment.client_id()], call.language()));
    if (clients.emplace(appointment.client_id(), &appointment).second) AuditRead(call, appointment);
  }
  v1::GetCalendarResponse response;
  response.set_icalendar(icalendar::Render(events, call.now()));
  response.set_appointment_count(static_cast<int32_t>(events.size()));
  return response;
}

absl::StatusOr<v1::GetAppointmentSlipResponse> CalendarService::GetAppointmentSlip(
    rpc::Call& call, const v1::GetAppointmentSlipRequest& request) {
  ASSIGN_OR_RETURN(const v1::Appointment appointment,
                   db::Get<v1::Appointment>(call.tx(), request.appointment_id()));
  call.SetClient(appointment.client_id());
  if (rpc::HolderOf(appointment) != call.caller().unit)
    return call.HiddenRefusal("REG-117", "FOREIGN_APPOINTMENT");
  AuditRead(call, appointment);
  const Span span = SpanOf(appointment);
  slip::Slip slip;
  slip.begin = span.begin;
  slip.end = span.end;
  slip.place = appointment.place();
  slip.with = NameOfProvider(call.tx(), appointment);
  slip.accompanied_by = NameOfWorker(call.tx(), appointment.accompanying_worker_id());
  if (!appointment.accompanied_by().empty()) {
    absl::StrAppend(&slip.accompanied_by, slip.accompanied_by.empty() ? "" : ", ",
                    appointment.accompanied_by());
  }
  slip.bring.assign(appointment.bring().begin(), appointment.bring().end());
  const bool html = request.format() == v1::SLIP_FORMAT_HTML;
  v1::GetAppointmentSlipResponse response;
  response.set_content(html ? slip::Html(slip) : slip::Text(slip));
  response.set_media_type(html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
  return response;
}

}  // namespace opora::registry
