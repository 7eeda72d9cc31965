#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/consent_template.pb.h"

// Templates of consents (XC-08, XC-09).
namespace opora::registry {

// What the server alone decides about a version that was just written.
void FillVersion(int number, const google::protobuf::Timestamp& now,
                 v1::ConsentTemplateVersion& version);

// TEMPLATE_AUTHOR_MISSING (XC-08), TEMPLATE_NOT_REVIEWED (XC-09).
std::vector<common::v1::Warning> TemplateWarnings(const v1::ConsentTemplateVersion& version,
                                                  common::v1::Language language);

// Records a lawyer's review of one version.
//
// INVALID_ARGUMENT VERSION_UNKNOWN, NOT_IN_FUTURE (XC-57); FAILED_PRECONDITION REVIEWED_BEFORE.
absl::Status Review(const v1::RecordLegalReviewRequest& review, absl::CivilDay today,
                    v1::ConsentTemplate& of);

}  // namespace opora::registry
