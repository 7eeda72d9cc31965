#include "services/client_registry/consents/template_rules.h"

#include <set>

#include "common/ids/ids.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/refusals.h"

namespace opora::registry {
namespace {

constexpr std::size_t kParties = 3;  // Realisation team, landlord, support team.

}  // namespace

void FillVersion(int number, const google::protobuf::Timestamp& now,
                 v1::ConsentTemplateVersion& version) {
  version.set_template_version_id(ids::RandomId());
  version.set_version(number);
  for (v1::TemplateAuthor& author : *version.mutable_authors())
    author.set_author_id(ids::RandomId());
  if (version.purposes().empty()) version.add_purposes(common::v1::PURPOSE_AGREED_SUPPORT);
  version.clear_reviewed_by();
  version.clear_reviewed_on();
  *version.mutable_create_time() = now;
}

std::vector<common::v1::Warning> TemplateWarnings(const v1::ConsentTemplateVersion& version,
                                                  common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  std::set<v1::TemplateAuthorRole> present;
  for (const v1::TemplateAuthor& author : version.authors()) present.insert(author.role());
  if (present.size() < kParties)
    warnings.push_back(rules::Warn(rule::kTemplateAuthorMissing, language));
  if (!version.has_reviewed_on())
    warnings.push_back(rules::Warn(rule::kTemplateNotReviewed, language));
  return warnings;
}

absl::Status Review(const v1::RecordLegalReviewRequest& review, absl::CivilDay today,
                    v1::ConsentTemplate& of) {
  RETURN_IF_ERROR(dates::CheckDate(review.reviewed_on(), "reviewed_on"));
  if (dates::FromDate(review.reviewed_on()) > today)
    return rules::Refuse(rules::kNotInFuture, {.field = "reviewed_on"});
  for (v1::ConsentTemplateVersion& version : *of.mutable_versions()) {
    if (version.version() != review.version()) continue;
    if (version.has_reviewed_on()) return rules::Refuse(rule::kReviewedBefore);
    version.set_reviewed_by(review.reviewed_by());
    *version.mutable_reviewed_on() = review.reviewed_on();
    return absl::OkStatus();
  }
  return rules::InvalidField("version", "VERSION_UNKNOWN", "is no version of the template");
}

}  // namespace opora::registry
