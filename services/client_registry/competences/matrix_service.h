#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/competence.pb.h"

namespace opora::registry {

// The competence matrix and the questions that go by it, a part of the interface CooperationService
// (XC-48, XC-49).
class MatrixService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PutMatrixRowResponse> PutMatrixRow(rpc::Call& call,
                                                        const v1::PutMatrixRowRequest& request);
  absl::StatusOr<v1::DeleteMatrixRowResponse> DeleteMatrixRow(
      rpc::Call& call, const v1::DeleteMatrixRowRequest& request);
  absl::StatusOr<v1::ListMatrixResponse> ListMatrix(rpc::Call& call,
                                                    const v1::ListMatrixRequest& request);
  absl::StatusOr<v1::NameRepresentativeResponse> NameRepresentative(
      rpc::Call& call, const v1::NameRepresentativeRequest& request);
  absl::StatusOr<v1::RouteQuestionResponse> RouteQuestion(rpc::Call& call,
                                                          const v1::RouteQuestionRequest& request);
  absl::StatusOr<v1::AnswerQuestionResponse> AnswerQuestion(
      rpc::Call& call, const v1::AnswerQuestionRequest& request);
  absl::StatusOr<v1::ListQuestionsResponse> ListQuestions(rpc::Call& call,
                                                          const v1::ListQuestionsRequest& request);
};

}  // namespace opora::registry
