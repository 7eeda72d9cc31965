#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/appointment.pb.h"

namespace opora::registry {

// A time from its begin up to its end, which is not in it.
struct Span {
  absl::Time begin;
  absl::Time end;

  friend bool operator==(const Span&, const Span&) = default;
};
Span SpanOf(const v1::Appointment& appointment);

// INVALID_ARGUMENT PERIOD_REVERSED, PERIOD_TOO_LONG: over 24 hours.
absl::Status CheckSpan(const Span& span, std::string_view end_field);

// The verb on an appointment at this instant.
//
// FAILED_PRECONDITION APPOINTMENT_STATE_REFUSES, APPOINTMENT_NOT_BEGUN.
absl::Status CheckAppointmentVerb(const v1::Appointment& appointment, std::string_view verb,
                                  absl::Time now);

// A time to come. FAILED_PRECONDITION APPOINTMENT_IN_PAST; a minute of clock difference is
// forgiven.
absl::Status CheckAhead(const Span& span, absl::Time now);

// The part of a time that lies within another; nothing when they only touch.
std::optional<Span> Within(const Span& span, const Span& asked);

// Times joined where they overlap or touch, so that their number tells nothing.
std::vector<Span> Joined(std::vector<Span> spans);

// What the unit that made it may do now.
std::vector<common::v1::Action> AppointmentActions(const v1::Appointment& appointment,
                                                   absl::Time now, common::v1::Language language);

}  // namespace opora::registry
