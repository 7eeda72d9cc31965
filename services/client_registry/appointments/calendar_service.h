#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/appointment.pb.h"

namespace opora::registry {

// What is read from appointments: collisions, calendars, slips (REG-117, CONF-21).
class CalendarService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::FindCollisionsResponse> FindCollisions(
      rpc::Call& call, const v1::FindCollisionsRequest& request);
  absl::StatusOr<v1::GetCalendarResponse> GetCalendar(rpc::Call& call,
                                                      const v1::GetCalendarRequest& request);
  absl::StatusOr<v1::GetAppointmentSlipResponse> GetAppointmentSlip(
      rpc::Call& call, const v1::GetAppointmentSlipRequest& request);
};

}  // namespace opora::registry
