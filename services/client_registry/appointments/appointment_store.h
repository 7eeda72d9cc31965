#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/appointment.pb.h"
#include "services/client_registry/appointments/appointment_rules.h"

namespace opora::registry {

// The appointment for the unit that made it, locked; for everybody else there is none.
absl::StatusOr<v1::Appointment> LockAppointment(rpc::Call& call, const std::string& appointment_id,
                                                std::string_view etag = "");

// What stands against a time of the person, as far as the caller may know (CONF-21): appointments
// of the own unit, and those of which a basis opens all that they betray; of others of a unit
// towards which the caller has a basis for the support plan that the client is busy; else nothing.
absl::StatusOr<v1::Collisions> FindCollisionsOf(rpc::Call& call, const std::string& client_id,
                                                const Span& span, const std::string& except_id);

// Whether the worker, or who accompanies the client, is taken at that time by another appointment.
bool IsAnyoneBusy(db::Tx& tx, const v1::Appointment& appointment);

// Appointments of the person that end after an instant, by begin; one more than the page holds when
// there are more.
void FindAppointments(db::Tx& tx, const v1::ListAppointmentsRequest& request, const rpc::Page& page,
                      const std::function<v1::Appointment*()>& add);

// Planned appointments of the unit with the worker or accompanied by the worker, the nearest first.
std::vector<v1::Appointment> CalendarOf(db::Tx& tx, const rpc::Unit& unit,
                                        const std::string& worker_id, absl::Time from, int limit);

// What the directory calls a worker and a provider; empty for none.
std::string NameOfWorker(db::Tx& tx, const std::string& worker_id);
std::string NameOfProvider(db::Tx& tx, const v1::Appointment& appointment);

}  // namespace opora::registry
