#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/registry/v1/consent_template.pb.h"

namespace opora::registry {

// Templates of consents: written in versions by three parties, reviewed by a lawyer (XC-08, XC-09).
class TemplateService {
 public:
  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::CreateConsentTemplateResponse> CreateConsentTemplate(
      rpc::Call& call, const v1::CreateConsentTemplateRequest& request);
  absl::StatusOr<v1::AddConsentTemplateVersionResponse> AddConsentTemplateVersion(
      rpc::Call& call, const v1::AddConsentTemplateVersionRequest& request);
  absl::StatusOr<v1::RecordLegalReviewResponse> RecordLegalReview(
      rpc::Call& call, const v1::RecordLegalReviewRequest& request);
  absl::StatusOr<v1::GetConsentTemplateResponse> GetConsentTemplate(
      rpc::Call& call, const v1::GetConsentTemplateRequest& request);
  absl::StatusOr<v1::ListConsentTemplatesResponse> ListConsentTemplates(
      rpc::Call& call, const v1::ListConsentTemplatesRequest& request);
};

}  // namespace opora::registry
