#include "services/client_registry/competences/matrix_rules.h"

#include "services/client_registry/competences/refusals.h"

namespace opora::registry {

absl::Status CheckMatrixRow(const v1::MatrixRow& row) {
  const bool role = row.responsible_role() != common::v1::ACTING_ROLE_UNSPECIFIED;
  if (row.has_responsible_worker_id() != role) return absl::OkStatus();
  return rules::Refuse(rule::kResponsibleUnclear, {.field = "row.responsible_role"});
}

v1::QuestionChannel ChannelOf(const v1::MatrixRow& row, const v1::RouteQuestionRequest& request) {
  return request.channel() == v1::QUESTION_CHANNEL_UNSPECIFIED ? row.channel() : request.channel();
}

absl::Status CheckChannel(const v1::MatrixRow& row, const v1::RouteQuestionRequest& request) {
  const bool past_the_group = request.channel() == v1::QUESTION_CHANNEL_DIRECT &&
                              row.channel() == v1::QUESTION_CHANNEL_VIA_WORKING_GROUP;
  if (past_the_group && request.direct_reason().empty())
    return rules::Refuse(rule::kViaWorkingGroup);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> RouteBy(v1::QuestionChannel channel,
                                                 const Addressees& addressees) {
  if (channel == v1::QUESTION_CHANNEL_VIA_WORKING_GROUP) {
    if (addressees.representatives.empty()) return rules::Refuse(rule::kRepresentativeMissing);
    return addressees.representatives;
  }
  if (addressees.responsible.empty()) return rules::Refuse(rule::kResponsibleAbsent);
  return addressees.responsible;
}

}  // namespace opora::registry
