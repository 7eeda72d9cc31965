#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about appointments: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kAppointmentStateRefuses = {
    "REG-117",
    "APPOINTMENT_STATE_REFUSES",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The appointment was held, missed or called off before.",
     "Schůzka už proběhla, klient na ni nepřišel, nebo byla zrušena."},
    {"Make a new appointment.", "Domluvte novou schůzku."},
    "opora.registry.v1.ReferralService.MakeAppointment"};
inline constexpr Rule kAppointmentInPast = {
    "REG-117",
    "APPOINTMENT_IN_PAST",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"An appointment to come does not begin in the past.", "Budoucí schůzka nezačíná v minulosti."},
    {"Record what took place already as such.", "Co už proběhlo, zapište jako proběhlé."},
    "opora.registry.v1.ReferralService.RecordAppointment"};
inline constexpr Rule kAppointmentNotBegun = {
    "REG-117",
    "APPOINTMENT_NOT_BEGUN",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The appointment has not begun yet.", "Schůzka ještě nezačala."},
    {"Call it off or move it, or record it once it has begun.",
     "Zrušte ji či přesuňte, nebo ji zapište, až začne."},
    "opora.registry.v1.ReferralService.CancelAppointment"};
inline constexpr Rule kAppointmentCollides = {
    "CONF-21",
    "APPOINTMENT_COLLIDES",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The client is expected elsewhere at this time.", "Klient má být v tu dobu jinde."},
    {"Agree on another time with the client, or bring it to the next conference.",
     "Domluvte s klientem jiný čas, nebo to přineste na příští konferenci."},
    "opora.registry.v1.ReferralService.MoveAppointment"};
inline constexpr Rule kWorkerBusy = {
    "REG-117",
    "WORKER_BUSY",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The worker, or who accompanies the client, has another appointment at this time.",
     "Pracovník nebo doprovod má v tu dobu jinou schůzku."},
    {"Choose another time or another worker.", "Zvolte jiný čas nebo jiného pracovníka."},
    "opora.registry.v1.ReferralService.GetCalendar"};

inline constexpr const Rule* kAppointmentsRefusals[] = {&kAppointmentStateRefuses,
                                                        &kAppointmentInPast, &kAppointmentNotBegun,
                                                        &kAppointmentCollides, &kWorkerBusy};

}  // namespace opora::registry::rule
