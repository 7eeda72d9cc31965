#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/appointment.pb.h"

namespace opora::registry {

// Appointments of clients as the units that make them keep them (REG-117).
class AppointmentService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::MakeAppointmentResponse> MakeAppointment(
      rpc::Call& call, const v1::MakeAppointmentRequest& request);
  absl::StatusOr<v1::MoveAppointmentResponse> MoveAppointment(
      rpc::Call& call, const v1::MoveAppointmentRequest& request);
  absl::StatusOr<v1::CancelAppointmentResponse> CancelAppointment(
      rpc::Call& call, const v1::CancelAppointmentRequest& request);
  absl::StatusOr<v1::CloseAppointmentResponse> CloseAppointment(
      rpc::Call& call, const v1::CloseAppointmentRequest& request);
  absl::StatusOr<v1::RecordAppointmentResponse> RecordAppointment(
      rpc::Call& call, const v1::RecordAppointmentRequest& request);
  absl::StatusOr<v1::GetAppointmentResponse> GetAppointment(
      rpc::Call& call, const v1::GetAppointmentRequest& request);
  absl::StatusOr<v1::ListAppointmentsResponse> ListAppointments(
      rpc::Call& call, const v1::ListAppointmentsRequest& request);
};

}  // namespace opora::registry
