#include "services/client_registry/support/support_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/support/support_rules.h"
#include "services/client_registry/workforce/contact_store.h"
#include "services/client_registry/workforce/refusals.h"

namespace opora::registry {
namespace {

bool IsColleague(rpc::Call& call, const std::string& worker_id) {
  return ids::IsUuid(worker_id) &&
         !call.tx()
              .Run("SELECT 1 FROM workers WHERE worker_id = $1 AND agency_id = $2",
                   {worker_id, call.caller().unit.agency_id})
              .empty();
}

// Whether the support was given as an expert: in the role of the call, or by a colleague who has no
// other role of support (REG-33).
bool IsOfExpert(rpc::Call& call, const v1::SupportRecord& record) {
  if (record.worker_id() == call.caller().worker_id)
    return call.caller().role == common::v1::ACTING_ROLE_EXPERT;
  return SupportsOnlyAsExpert(call.tx(), record.worker_id(),
                              dates::DayAt(rpc::FromTimestamp(record.occurred_at())));
}

}  // namespace

void SupportService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.SupportService";
  rpc::Bind(methods, kInterface, "CreateSupportCategory", *this,
            &SupportService::CreateSupportCategory);
  rpc::Bind(methods, kInterface, "ListSupportCategories", *this,
            &SupportService::ListSupportCategories);
  rpc::Bind(methods, kInterface, "RecordSupport", *this, &SupportService::RecordSupport);
  rpc::Bind(methods, kInterface, "ListSupport", *this, &SupportService::ListSupport);
  rpc::Bind(methods, kInterface, "ListDuplicateSupport", *this,
            &SupportService::ListDuplicateSupport);
}

absl::StatusOr<v1::CreateSupportCategoryResponse> SupportService::CreateSupportCategory(
    rpc::Call& call, const v1::CreateSupportCategoryRequest& request) {
  v1::CreateSupportCategoryResponse response;
  v1::SupportCategory& category = *response.mutable_category();
  category = request.category();
  category.set_category_id(ids::RandomId());
  db::Insert(call.tx(), category);
  call.Emit("SupportCategoryCreated", category);
  return response;
}

absl::StatusOr<v1::ListSupportCategoriesResponse> SupportService::ListSupportCategories(
    rpc::Call& call, const v1::ListSupportCategoriesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListSupportCategoriesResponse response;
  db::SelectInto(call.tx(), v1::SupportCategory::default_instance(),
                 "WHERE r.code > $1 ORDER BY r.code LIMIT $2",
                 {page.Key(0).value_or(""), page.Limit()},
                 [&] { return response.add_categories(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_categories()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->code()}));
  return response;
}

absl::StatusOr<v1::RecordSupportResponse> SupportService::RecordSupport(
    rpc::Call& call, const v1::RecordSupportRequest& request) {
  const v1::SupportRecord& asked = request.support_record();
  auto category = db::Get<v1::SupportCategory>(call.tx(), asked.category_id());
  if (!category.ok()) {
    return rules::InvalidField("support_record.category_id", "SUPPORT_CATEGORY_UNKNOWN",
                               "is no support category");
  }
  RETURN_IF_ERROR(CheckSupport(asked, *category, call.now()));
  v1::RecordSupportResponse response;
  v1::SupportRecord& record = *response.mutable_support_record();
  record = asked;
  record.set_support_record_id(ids::TimeOrderedId(call.now()));
  if (record.worker_id().empty()) record.set_worker_id(call.caller().worker_id);
  if (record.worker_id() != call.caller().worker_id && !IsColleague(call, record.worker_id())) {
    return rules::InvalidField("support_record.worker_id", "WORKER_UNKNOWN",
                               "is no worker of the caller's agency");
  }
  if (record.is_group() && IsOfExpert(call, record)) return rules::Refuse(rule::kGroupByExpert);
  rpc::SetHolder(call.caller().unit, record);
  *record.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), record);
  const v1::SupportFact fact = FactOf(record, *category);
  call.Emit("SupportRecorded", record, &fact);
  for (auto& warning : SupportWarnings(record, call.now(), call.language()))
    *response.add_warnings() = warning;
  return response;
}

absl::StatusOr<v1::ListSupportResponse> SupportService::ListSupport(
    rpc::Call& call, const v1::ListSupportRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListSupportResponse response;
  db::SelectInto(call.tx(), v1::SupportRecord::default_instance(),
                 // Of each record of the person no more than the page holds is read.
                 "WHERE r.support_record_id IN (SELECT s.support_record_id FROM records_of($1) "
                 "person (client_id), LATERAL (SELECT support_record_id FROM support_records WHERE "
                 "client_id = person.client_id AND support_record_id < coalesce($2::uuid, "
                 "'ffffffff-ffff-ffff-ffff-ffffffffffff') ORDER BY support_record_id DESC LIMIT "
                 "$3) s) ORDER BY r.support_record_id DESC LIMIT $3",
                 {request.client_id(), page.Key(0), page.Limit()},
                 [&] { return response.add_support_records(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_support_records()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->support_record_id()}));
  return response;
}

absl::StatusOr<v1::ListDuplicateSupportResponse> SupportService::ListDuplicateSupport(
    rpc::Call& call, const v1::ListDuplicateSupportRequest& request) {
  // What the caller may not see counts for nothing: not even that there is another one (XC-30).
  std::vector<v1::SupportRecord> visible;
  for (v1::SupportRecord& record : db::Select<v1::SupportRecord>(
           call.tx(), "WHERE r.client_id IN (SELECT * FROM records_of($1)) ORDER BY r.occurred_at",
           {request.client_id()})) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({record.client_id(), rpc::HolderOf(record)}));
    if (grants->Covers(common::v1::DATA_AREA_SUPPORT_PLAN)) visible.push_back(std::move(record));
  }
  v1::ListDuplicateSupportResponse response;
  for (auto& of_category : FindDuplicates(std::move(visible))) {
    v1::DuplicateSupport& duplicate = *response.add_duplicates();
    duplicate.set_category_id(of_category.front().category_id());
    for (v1::SupportRecord& record : of_category)
      *duplicate.add_support_records() = std::move(record);
  }
  return response;
}

}  // namespace opora::registry
