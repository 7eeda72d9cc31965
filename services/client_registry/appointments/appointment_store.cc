#include "services/client_registry/appointments/appointment_store.h"

#include "absl/strings/str_cat.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"

namespace opora::registry {
namespace {

std::string Instant(absl::Time time) { return db::TimestampText(rpc::ToTimestamp(time)); }

bool CoversAll(const rpc::Grants& grants, const v1::Appointment& appointment) {
  for (int area : appointment.betrayed_areas()) {
    if (!grants.Covers(static_cast<common::v1::DataArea>(area), "Appointment.start_time"))
      return false;
  }
  return !appointment.betrayed_areas().empty();
}

std::string First(const pqxx::result& rows) {
  return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
}

}  // namespace

absl::StatusOr<v1::Appointment> LockAppointment(rpc::Call& call, const std::string& appointment_id,
                                                std::string_view etag) {
  ASSIGN_OR_RETURN(const v1::Appointment seen, db::Get<v1::Appointment>(call.tx(), appointment_id));
  call.SetClient(seen.client_id());
  if (rpc::HolderOf(seen) != call.caller().unit)
    return call.HiddenRefusal("REG-117", "FOREIGN_APPOINTMENT");
  return db::Lock<v1::Appointment>(call.tx(), appointment_id, etag);
}

absl::StatusOr<v1::Collisions> FindCollisionsOf(rpc::Call& call, const std::string& client_id,
                                                const Span& span, const std::string& except_id) {
  v1::Collisions collisions;
  std::vector<Span> busy;
  for (v1::Appointment& other : db::Select<v1::Appointment>(
           call.tx(),
           "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.state = 'PLANNED' AND "
           "r.start_time < $3::text::timestamptz AND r.end_time > $2::text::timestamptz AND "
           "($4::uuid IS NULL OR r.appointment_id <> $4) ORDER BY r.start_time, r.appointment_id "
           "LIMIT 200",
           {client_id, Instant(span.begin), Instant(span.end), db::OrNull(except_id)})) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({other.client_id(), rpc::HolderOf(other)}));
    if (grants->own || CoversAll(*grants, other)) {
      *collisions.add_appointments() = std::move(other);
    } else if (grants->Covers(common::v1::DATA_AREA_SUPPORT_PLAN)) {
      if (const auto part = Within(SpanOf(other), span)) busy.push_back(*part);
    }
  }
  for (const Span& part : Joined(std::move(busy))) {
    v1::BusyTime& time = *collisions.add_busy_times();
    *time.mutable_start_time() = rpc::ToTimestamp(part.begin);
    *time.mutable_end_time() = rpc::ToTimestamp(part.end);
  }
  return collisions;
}

bool IsAnyoneBusy(db::Tx& tx, const v1::Appointment& appointment) {
  const Span span = SpanOf(appointment);
  return !tx.Run(
                "SELECT 1 FROM appointments WHERE state = 'PLANNED' AND (worker_id IN ($1::uuid, "
                "$2::uuid) OR accompanying_worker_id IN ($1::uuid, $2::uuid)) AND start_time < "
                "$4::text::timestamptz AND end_time > $3::text::timestamptz AND ($5::uuid IS NULL "
                "OR appointment_id <> $5) LIMIT 1",
                {appointment.worker_id(), db::OrNull(appointment.accompanying_worker_id()),
                 Instant(span.begin), Instant(span.end), db::OrNull(appointment.appointment_id())})
              .empty();
}

void FindAppointments(db::Tx& tx, const v1::ListAppointmentsRequest& request, const rpc::Page& page,
                      const std::function<v1::Appointment*()>& add) {
  db::SelectInto(
      tx, v1::Appointment::default_instance(),
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND ($2::text IS NULL OR r.end_time > "
      "$2::text::timestamptz) AND ($3::text IS NULL OR (r.start_time, r.appointment_id) > "
      "($3::text::timestamptz, $4::uuid)) ORDER BY r.start_time, r.appointment_id LIMIT $5",
      {request.client_id(),
       request.has_from_time() ? std::optional(db::TimestampText(request.from_time()))
                               : std::nullopt,
       page.Key(0), page.Key(1), page.Limit()},
      add);
}

std::vector<v1::Appointment> CalendarOf(db::Tx& tx, const rpc::Unit& unit,
                                        const std::string& worker_id, absl::Time from, int limit) {
  return db::Select<v1::Appointment>(
      tx,
      "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND r.state = 'PLANNED' "
      "AND (r.worker_id = $3::uuid OR r.accompanying_worker_id = $3::uuid) AND r.end_time > "
      "$4::text::timestamptz ORDER BY r.start_time, r.appointment_id LIMIT $5",
      {unit.agency_id, unit.department_id, worker_id, Instant(from), std::to_string(limit)});
}

std::string NameOfWorker(db::Tx& tx, const std::string& worker_id) {
  if (worker_id.empty()) return "";
  return First(tx.Run("SELECT given_name || ' ' || family_name FROM workers WHERE worker_id = $1",
                      {worker_id}));
}

std::string NameOfProvider(db::Tx& tx, const v1::Appointment& appointment) {
  if (!appointment.provider_name().empty()) return appointment.provider_name();
  if (appointment.has_service_id()) {
    return First(tx.Run(
        "SELECT s.name || ', ' || a.name FROM services s JOIN agencies a USING (agency_id) WHERE "
        "s.service_id = $1",
        {appointment.service_id()}));
  }
  if (!appointment.has_provider_agency_id()) return NameOfWorker(tx, appointment.worker_id());
  return First(tx.Run(
      "SELECT a.name || coalesce(', ' || d.name, '') FROM agencies a LEFT JOIN departments d "
      "ON d.agency_id = a.agency_id AND d.department_id = $2::uuid WHERE a.agency_id = $1",
      {appointment.provider_agency_id(), db::OrNull(appointment.provider_department_id())}));
}

}  // namespace opora::registry
