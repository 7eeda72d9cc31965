#include "services/client_registry/consents/template_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/unit_store.h"
#include "services/client_registry/consents/template_rules.h"

namespace opora::registry {
namespace {

absl::Status CheckAuthors(rpc::Call& call, const v1::ConsentTemplateVersion& version,
                          const std::string& path) {
  for (int i = 0; i < version.authors_size(); ++i) {
    const std::string field = absl::StrCat(path, ".authors[", i, "].");
    const v1::TemplateAuthor& author = version.authors(i);
    RETURN_IF_ERROR(ReadUnit(call.tx(), author.agency_id(), author.department_id(), "",
                             {field + "agency_id", field + "department_id", ""})
                        .status());
  }
  return absl::OkStatus();
}

// A template that the caller's unit keeps, locked. Everybody may read it, so that it is another's
// is no secret; that it cannot be changed by others is all the same the platform's usual answer.
absl::StatusOr<v1::ConsentTemplate> LockOwn(rpc::Call& call, const std::string& template_id,
                                            const std::string& etag) {
  ASSIGN_OR_RETURN(v1::ConsentTemplate found,
                   db::Lock<v1::ConsentTemplate>(call.tx(), template_id, etag));
  if (rpc::HolderOf(found) != call.caller().unit) return rules::NotFound();
  return found;
}

}  // namespace

void TemplateService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ConsentService";
  rpc::Bind(methods, kInterface, "CreateConsentTemplate", *this,
            &TemplateService::CreateConsentTemplate);
  rpc::Bind(methods, kInterface, "AddConsentTemplateVersion", *this,
            &TemplateService::AddConsentTemplateVersion);
  rpc::Bind(methods, kInterface, "RecordLegalReview", *this, &TemplateService::RecordLegalReview);
  rpc::Bind(methods, kInterface, "GetConsentTemplate", *this, &TemplateService::GetConsentTemplate);
  rpc::Bind(methods, kInterface, "ListConsentTemplates", *this,
            &TemplateService::ListConsentTemplates);
}

absl::StatusOr<v1::CreateConsentTemplateResponse> TemplateService::CreateConsentTemplate(
    rpc::Call& call, const v1::CreateConsentTemplateRequest& request) {
  v1::CreateConsentTemplateResponse response;
  v1::ConsentTemplate& created = *response.mutable_template_();
  created = request.template_();
  created.set_template_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, created);
  *created.mutable_create_time() = rpc::ToTimestamp(call.now());
  v1::ConsentTemplateVersion& version = *created.mutable_versions(0);
  FillVersion(1, created.create_time(), version);
  RETURN_IF_ERROR(CheckAuthors(call, version, "template.versions[0]"));
  db::Insert(call.tx(), created);
  call.Emit("ConsentTemplateCreated", created);
  for (auto& warning : TemplateWarnings(version, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::AddConsentTemplateVersionResponse> TemplateService::AddConsentTemplateVersion(
    rpc::Call& call, const v1::AddConsentTemplateVersionRequest& request) {
  v1::AddConsentTemplateVersionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_template_(),
                   LockOwn(call, request.template_id(), request.etag()));
  v1::ConsentTemplate& changed = *response.mutable_template_();
  const int number = changed.versions().rbegin()->version() + 1;
  v1::ConsentTemplateVersion& version = *changed.add_versions();
  version = request.version();
  FillVersion(number, rpc::ToTimestamp(call.now()), version);
  RETURN_IF_ERROR(CheckAuthors(call, version, "version"));
  db::Update(call.tx(), changed, {"versions"});
  call.Emit("ConsentTemplateVersionAdded", changed);
  for (auto& warning : TemplateWarnings(version, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::RecordLegalReviewResponse> TemplateService::RecordLegalReview(
    rpc::Call& call, const v1::RecordLegalReviewRequest& request) {
  v1::RecordLegalReviewResponse response;
  ASSIGN_OR_RETURN(*response.mutable_template_(), LockOwn(call, request.template_id(), ""));
  v1::ConsentTemplate& reviewed = *response.mutable_template_();
  RETURN_IF_ERROR(Review(request, dates::DayAt(call.now()), reviewed));
  db::Update(call.tx(), reviewed, {"versions"});
  call.Emit("ConsentTemplateReviewed", reviewed);
  return response;
}

absl::StatusOr<v1::GetConsentTemplateResponse> TemplateService::GetConsentTemplate(
    rpc::Call& call, const v1::GetConsentTemplateRequest& request) {
  v1::GetConsentTemplateResponse response;
  ASSIGN_OR_RETURN(*response.mutable_template_(),
                   db::Get<v1::ConsentTemplate>(call.tx(), request.template_id()));
  return response;
}

absl::StatusOr<v1::ListConsentTemplatesResponse> TemplateService::ListConsentTemplates(
    rpc::Call& call, const v1::ListConsentTemplatesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListConsentTemplatesResponse response;
  db::SelectInto(
      call.tx(), v1::ConsentTemplate::default_instance(),
      "WHERE $1::text IS NULL OR (r.name, r.template_id) > ($1::text, $2::uuid) ORDER BY "
      "r.name, r.template_id LIMIT $3",
      {page.Key(0), page.Key(1), page.Limit()}, [&] { return response.add_templates(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_templates()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {last->name(), last->template_id()}));
  return response;
}

}  // namespace opora::registry
