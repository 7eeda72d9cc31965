#include "services/client_registry/workforce/supervision_service.h"

#include <algorithm>

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/support.pb.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/workforce/refusals.h"
#include "services/client_registry/workforce/supervision_store.h"
#include "services/client_registry/workforce/worker_store.h"

namespace opora::registry {
namespace {

constexpr absl::Duration kLookedBack = absl::Hours(90 * 24);

bool IsSupervisor(const rpc::Call& call) {
  return call.caller().role == common::v1::ACTING_ROLE_SUPERVISOR;
}

// Audits what hints tell about clients of the unit, which is the unit's own.
void AuditHints(rpc::Call& call, const v1::ListSupervisionHintsResponse& response) {
  std::set<std::string> clients;
  for (const v1::SupervisionHint& hint : response.hints()) clients.insert(hint.client_id());
  for (const std::string& client : clients) {
    common::v1::AuditEntry& entry = call.AddAudit();
    entry.set_client_id(client);
    entry.set_effect(common::v1::AUDIT_EFFECT_READ);
    entry.set_basis(common::v1::BASIS_OWN_RECORD);
    entry.add_areas(common::v1::DATA_AREA_SUPPORT_PLAN);
  }
}

// The worker whose work is looked at: the caller, or one of the supervisor's unit.
absl::StatusOr<std::string> LookedAt(rpc::Call& call, const std::string& asked) {
  if (asked.empty() || asked == call.caller().worker_id) return call.caller().worker_id;
  if (!IsSupervisor(call)) return rules::Refuse(rule::kSupervisorOnly);
  const auto worker = db::Get<v1::Worker>(call.tx(), asked);
  if (!worker.ok() || UnitOf(*worker) != call.caller().unit)
    return rules::Refuse(rule::kSupervisorOnly);
  return asked;
}

}  // namespace

void SupervisionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.WorkforceService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("WriteReflection", &SupervisionService::WriteReflection);
  bind("ListReflections", &SupervisionService::ListReflections);
  bind("PutSupervisionSettings", &SupervisionService::PutSupervisionSettings);
  bind("LinkSupportToNeed", &SupervisionService::LinkSupportToNeed);
  bind("ListSupervisionHints", &SupervisionService::ListSupervisionHints);
  bind("GetTimeliness", &SupervisionService::GetTimeliness);
}

// Nothing is told to the feed: not even that somebody wrote (XC-43).
absl::StatusOr<v1::WriteReflectionResponse> SupervisionService::WriteReflection(
    rpc::Call& call, const v1::WriteReflectionRequest& request) {
  v1::WriteReflectionResponse response;
  v1::ReflectionNote& note = *response.mutable_note();
  note = request.note();
  if (note.has_supervisor_worker_id() &&
      !HoldsRole(call.tx(), note.supervisor_worker_id(), common::v1::ACTING_ROLE_SUPERVISOR,
                 dates::DayAt(call.now()))) {
    return rules::InvalidField("note.supervisor_worker_id", "NO_SUPERVISOR",
                               "is nobody who supervises");
  }
  note.set_note_id(ids::TimeOrderedId(call.now()));
  note.set_author_worker_id(call.caller().worker_id);
  *note.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), note);
  return response;
}

absl::StatusOr<v1::ListReflectionsResponse> SupervisionService::ListReflections(
    rpc::Call& call, const v1::ListReflectionsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListReflectionsResponse response;
  // Always the person who calls: a deputy reads nothing of the absent worker's.
  db::SelectInto(
      call.tx(), v1::ReflectionNote::default_instance(),
      "WHERE (r.author_worker_id = $1 OR $2 AND r.supervisor_worker_id = $1) AND "
      "($3::uuid IS NULL OR r.note_id < $3::uuid) ORDER BY r.note_id DESC LIMIT $4",
      {call.caller().worker_id, IsSupervisor(call) ? "t" : "f", page.Key(0), page.Limit()},
      [&] { return response.add_notes(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_notes()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->note_id()}));
  return response;
}

absl::StatusOr<v1::PutSupervisionSettingsResponse> SupervisionService::PutSupervisionSettings(
    rpc::Call& call, const v1::PutSupervisionSettingsRequest& request) {
  const v1::SupervisionSettings present = SettingsOf(call.tx(), call.caller().unit);
  v1::PutSupervisionSettingsResponse response;
  v1::SupervisionSettings& settings = *response.mutable_settings();
  settings = request.settings();
  rpc::SetHolder(call.caller().unit, settings);
  settings.set_settings_id(present.settings_id());
  if (present.settings_id().empty()) {
    settings.set_settings_id(ids::RandomId());
    db::Insert(call.tx(), settings);
  } else {
    db::Update(call.tx(), settings,
               {"unlinked_support", "material_category_codes", "contact_outliers"});
  }
  call.Emit("SupervisionSettingsPut", settings);
  return response;
}

absl::StatusOr<v1::LinkSupportToNeedResponse> SupervisionService::LinkSupportToNeed(
    rpc::Call& call, const v1::LinkSupportToNeedRequest& request) {
  ASSIGN_OR_RETURN(const v1::SupportRecord record,
                   db::Get<v1::SupportRecord>(call.tx(), request.link().support_record_id()));
  call.SetClient(record.client_id());
  if (rpc::HolderOf(record) != call.caller().unit)
    return call.HiddenRefusal("REG-38", "FOREIGN_UNIT");
  v1::LinkSupportToNeedResponse response;
  v1::SupportNeedLink& link = *response.mutable_link();
  link = request.link();
  link.set_client_id(record.client_id());
  rpc::SetHolder(call.caller().unit, link);
  link.set_worker_id(call.caller().worker_id);
  *link.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), link);
  call.Emit("SupportLinkedToNeed", link);
  return response;
}

absl::StatusOr<v1::ListSupervisionHintsResponse> SupervisionService::ListSupervisionHints(
    rpc::Call& call, const v1::ListSupervisionHintsRequest& request) {
  ASSIGN_OR_RETURN(const std::string worker_id, LookedAt(call, request.worker_id()));
  const rpc::Unit& unit = call.caller().unit;
  const v1::SupervisionSettings settings = SettingsOf(call.tx(), unit);
  const absl::Time since = call.now() - kLookedBack;
  v1::ListSupervisionHintsResponse response;
  if (settings.unlinked_support()) {
    const std::vector<std::string> codes(settings.material_category_codes().begin(),
                                         settings.material_category_codes().end());
    for (auto& hint : UnlinkedSupport(call.tx(), worker_id, unit, codes, since))
      *response.add_hints() = std::move(hint);
  }
  if (settings.contact_outliers()) {
    for (auto& hint : OutlyingContacts(ContactTimes(call.tx(), worker_id, unit, since)))
      *response.add_hints() = std::move(hint);
  }
  AuditHints(call, response);
  return response;
}

absl::StatusOr<v1::GetTimelinessResponse> SupervisionService::GetTimeliness(
    rpc::Call& call, const v1::GetTimelinessRequest& request) {
  ASSIGN_OR_RETURN(const SummaryPeriod period,
                   ReadSummaryPeriod(request.from_date(), request.to_date()));
  std::vector<int64_t> hours = HoursToSupport(call.tx(), call.caller().unit, period);
  v1::GetTimelinessResponse response;
  response.set_first_contact_count(static_cast<int32_t>(hours.size()));
  std::erase(hours, -1);
  response.set_supported_count(static_cast<int32_t>(hours.size()));
  if (const auto median = Median(hours)) response.set_median_hours(static_cast<int32_t>(*median));
  return response;
}

}  // namespace opora::registry
