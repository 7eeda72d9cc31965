#include "services/client_registry/household/family_service.h"

#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/household/household_rules.h"
#include "services/client_registry/household/household_store.h"
#include "services/client_registry/household/refusals.h"
#include "services/client_registry/protection/protection_store.h"

namespace opora::registry {
namespace {

// A basis for the relative too: else ids could be tried out, and one person's record would tell of
// another.
absl::Status CheckKnowsRelative(rpc::Call& call, const v1::FamilyRelation& relation) {
  if (!relation.has_relative_client_id()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({relation.relative_client_id(), {}}));
  return grants->Any() ? absl::OkStatus() : rules::NotFound();
}

// A parent who descends from the child, or a child from whom the client descends.
bool ClosesCircle(db::Tx& tx, const v1::FamilyRelation& relation) {
  if (!relation.has_relative_client_id()) return false;
  if (relation.kind() == v1::FAMILY_RELATION_KIND_PARENT)
    return household::DescendsFrom(tx, relation.relative_client_id(), relation.client_id());
  if (relation.kind() == v1::FAMILY_RELATION_KIND_CHILD)
    return household::DescendsFrom(tx, relation.client_id(), relation.relative_client_id());
  return false;
}

// Date of birth of the relative, as far as the caller may know it.
absl::StatusOr<common::v1::PartialDate> BirthOfRelative(rpc::Call& call,
                                                        const v1::FamilyRelation& relation) {
  if (!relation.has_relative_client_id()) return relation.relative_birth_date();
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({relation.relative_client_id(), {}}));
  if (!grants->Covers(common::v1::DATA_AREA_IDENTITY, "Client.birth_date"))
    return common::v1::PartialDate();
  return household::BirthDateOf(call.tx(), relation.relative_client_id());
}

absl::Status CheckBesideOthers(rpc::Call& call, const v1::FamilyRelation& relation) {
  if (ClosesCircle(call.tx(), relation)) return rules::Refuse(rule::kCircularRelation);
  ASSIGN_OR_RETURN(const common::v1::PartialDate birth, BirthOfRelative(call, relation));
  RETURN_IF_ERROR(household::CheckAges(
      relation.kind(), household::BirthDateOf(call.tx(), relation.client_id()), birth));
  return household::CheckFormerPartner(
      relation.kind(), household::IsFormerPartner(call.tx(), relation, dates::DayAt(call.now())));
}

}  // namespace

void FamilyService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "RecordFamilyRelation", *this,
            &FamilyService::RecordFamilyRelation);
  rpc::Bind(methods, kInterface, "EndFamilyRelation", *this, &FamilyService::EndFamilyRelation);
  rpc::Bind(methods, kInterface, "ListFamily", *this, &FamilyService::ListFamily);
}

absl::StatusOr<v1::RecordFamilyRelationResponse> FamilyService::RecordFamilyRelation(
    rpc::Call& call, const v1::RecordFamilyRelationRequest& request) {
  v1::RecordFamilyRelationResponse response;
  v1::FamilyRelation& relation = *response.mutable_relation();
  relation = request.relation();
  RETURN_IF_ERROR(CheckKnowsRelative(call, relation));
  RETURN_IF_ERROR(household::CheckRelation(relation, call.now()));
  // Circles are closed by many hands at once only one after the other.
  protection::LockGraph(call.tx());
  RETURN_IF_ERROR(CheckBesideOthers(call, relation));
  relation.set_relation_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, relation);
  *relation.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), relation);
  if (relation.has_relative_client_id())
    protection::Spread(call, {relation.client_id(), relation.relative_client_id()});
  call.Emit("FamilyRelationRecorded", relation);
  return response;
}

absl::StatusOr<v1::EndFamilyRelationResponse> FamilyService::EndFamilyRelation(
    rpc::Call& call, const v1::EndFamilyRelationRequest& request) {
  protection::LockGraph(call.tx());
  v1::EndFamilyRelationResponse response;
  ASSIGN_OR_RETURN(*response.mutable_relation(),
                   db::Lock<v1::FamilyRelation>(call.tx(), request.relation_id(), request.etag()));
  v1::FamilyRelation& relation = *response.mutable_relation();
  call.SetClient(relation.client_id());
  if (rpc::HolderOf(relation) != call.caller().unit)
    return call.HiddenRefusal("REG-42", "FOREIGN_RELATION");
  *relation.mutable_valid_to() = request.valid_to();
  RETURN_IF_ERROR(household::CheckEnd(relation.has_valid_from() ? &relation.valid_from() : nullptr,
                                      *relation.mutable_valid_to(), call.now()));
  db::Update(call.tx(), relation, {"valid_to"});
  call.Emit("FamilyRelationEnded", relation);
  rpc::Grants own;
  own.own = true;
  call.Hold({relation.client_id(), rpc::HolderOf(relation)}, std::move(own));
  return response;
}

absl::StatusOr<v1::ListFamilyResponse> FamilyService::ListFamily(
    rpc::Call& call, const v1::ListFamilyRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  auto relations = db::Select<v1::FamilyRelation>(
      call.tx(),
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND ($2::timestamptz IS NULL OR "
      "(r.create_time, r.relation_id) < ($2::timestamptz, $3::uuid)) ORDER BY r.create_time DESC, "
      "r.relation_id DESC LIMIT $4",
      {request.client_id(), page.Key(0), page.Key(1), page.Limit()});
  v1::ListFamilyResponse response;
  if (const auto* last = rpc::CutToPage(page, relations))
    response.set_next_page_token(rpc::NextPageToken(
        call, request, {db::TimestampText(last->create_time()), last->relation_id()}));
  std::vector<rpc::Subject> relatives;
  for (const v1::FamilyRelation& relation : relations) {
    if (relation.has_relative_client_id()) relatives.push_back({relation.relative_client_id(), {}});
  }
  RETURN_IF_ERROR(call.Decide(relatives));
  for (v1::FamilyRelation& relation : relations) {
    ASSIGN_OR_RETURN(const common::v1::PartialDate birth, BirthOfRelative(call, relation));
    v1::FamilyRelationToday& today = *response.add_relations();
    if (const auto age = household::AgeOn(birth, dates::DayAt(call.now())))
      today.set_relative_age_years(*age);
    *today.mutable_relation() = std::move(relation);
  }
  return response;
}

}  // namespace opora::registry
