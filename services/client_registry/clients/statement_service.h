#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/client.pb.h"
#include "opora/registry/v1/statement.pb.h"

namespace opora::registry {

// What is known about people, statement by statement (REG-40, XC-28 to XC-30, XC-41, XC-42).
class StatementService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::RecordStatementResponse> RecordStatement(
      rpc::Call& call, const v1::RecordStatementRequest& request);
  absl::StatusOr<v1::CorrectStatementResponse> CorrectStatement(
      rpc::Call& call, const v1::CorrectStatementRequest& request);
  absl::StatusOr<v1::VerifyStatementResponse> VerifyStatement(
      rpc::Call& call, const v1::VerifyStatementRequest& request);
  absl::StatusOr<v1::ListStatementsResponse> ListStatements(
      rpc::Call& call, const v1::ListStatementsRequest& request);
};

}  // namespace opora::registry
