#include "services/client_registry/appointments/appointment_rules.h"

#include <algorithm>
#include <string>

#include "common/rpc/call.h"
#include "common/rules/rule.h"
#include "services/client_registry/appointments/refusals.h"

namespace opora::registry {
namespace {

// The rule that refuses a verb now, nullptr when none does.
const rules::Rule* RefusalOf(const v1::Appointment& appointment, std::string_view verb,
                             absl::Time now) {
  if (appointment.state() != v1::APPOINTMENT_STATE_PLANNED) return &rule::kAppointmentStateRefuses;
  if (verb == "CloseAppointment" && SpanOf(appointment).begin > now)
    return &rule::kAppointmentNotBegun;
  return nullptr;
}

}  // namespace

Span SpanOf(const v1::Appointment& appointment) {
  return {rpc::FromTimestamp(appointment.start_time()), rpc::FromTimestamp(appointment.end_time())};
}

absl::Status CheckSpan(const Span& span, std::string_view end_field) {
  if (span.end <= span.begin)
    return rules::InvalidField(end_field, "PERIOD_REVERSED", "must lie after start_time");
  if (span.end - span.begin > absl::Hours(24))
    return rules::InvalidField(end_field, "PERIOD_TOO_LONG", "is more than 24 hours away");
  return absl::OkStatus();
}

absl::Status CheckAppointmentVerb(const v1::Appointment& appointment, std::string_view verb,
                                  absl::Time now) {
  const rules::Rule* refusal = RefusalOf(appointment, verb, now);
  return refusal == nullptr ? absl::OkStatus() : rules::Refuse(*refusal);
}

absl::Status CheckAhead(const Span& span, absl::Time now) {
  return span.begin + absl::Minutes(1) >= now ? absl::OkStatus()
                                              : rules::Refuse(rule::kAppointmentInPast);
}

std::optional<Span> Within(const Span& span, const Span& asked) {
  const Span common{std::max(span.begin, asked.begin), std::min(span.end, asked.end)};
  return common.begin < common.end ? std::optional(common) : std::nullopt;
}

std::vector<Span> Joined(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& left, const Span& right) { return left.begin < right.begin; });
  std::vector<Span> joined;
  for (const Span& span : spans) {
    if (!joined.empty() && span.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, span.end);
    } else {
      joined.push_back(span);
    }
  }
  return joined;
}

std::vector<common::v1::Action> AppointmentActions(const v1::Appointment& appointment,
                                                   absl::Time now, common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  for (const char* verb : {"MoveAppointment", "CancelAppointment", "CloseAppointment"}) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(verb);
    const rules::Rule* refusal = RefusalOf(appointment, verb, now);
    action.set_allowed(refusal == nullptr);
    if (refusal == nullptr) continue;
    action.set_rule(std::string(refusal->id));
    action.set_remedy(std::string(refusal->remedy.In(language)));
  }
  return actions;
}

}  // namespace opora::registry
