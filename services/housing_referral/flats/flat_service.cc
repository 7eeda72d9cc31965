#include "services/housing_referral/flats/flat_service.h"

#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "services/housing_referral/flats/flat_rules.h"
#include "services/housing_referral/flats/refusals.h"
#include "services/housing_referral/programmes/programme_access.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {
namespace {

constexpr int kAnswerDefectWithinDays = 10;

absl::StatusOr<v1::House> LockHouse(rpc::Call& call, const std::string& house_id) {
  ASSIGN_OR_RETURN(v1::House house, db::Lock<v1::House>(call.tx(), house_id));
  if (rpc::HolderOf(house) != call.caller().unit) return rules::Refuse(rule::kNotOfProgramme);
  return house;
}

// A house or flat is for the partners of its programme.
template <typename Record>
absl::StatusOr<Record> GetForPartner(rpc::Call& call, const std::string& key) {
  ASSIGN_OR_RETURN(Record record, db::Get<Record>(call.tx(), key));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), record.programme_id()));
  RETURN_IF_ERROR(CheckPartner(call, programme));
  return record;
}

bool HasMovedIn(db::Tx& tx, const std::string& house_id, absl::CivilDay before) {
  return !tx.Run(
                "SELECT 1 FROM tenancies JOIN flats USING (flat_id) WHERE house_id = $1 AND "
                "move_in_time < $2::date LIMIT 1",
                {house_id, dates::DateText(before)})
              .empty();
}

}  // namespace

void FlatService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.FlatService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("CreateHouse", &FlatService::CreateHouse);
  bind("PublishContacts", &FlatService::PublishContacts);
  bind("RecordHouseProblem", &FlatService::RecordHouseProblem);
  bind("GetHouse", &FlatService::GetHouse);
  bind("CreateFlat", &FlatService::CreateFlat);
  bind("SetEnergyState", &FlatService::SetEnergyState);
  bind("GetFlat", &FlatService::GetFlat);
  bind("ListFlats", &FlatService::ListFlats);
  bind("RecordReadiness", &FlatService::RecordReadiness);
  bind("ReportDefect", &FlatService::ReportDefect);
  bind("MoveDefect", &FlatService::MoveDefect);
  bind("ListDefects", &FlatService::ListDefects);
}

absl::StatusOr<v1::CreateHouseResponse> FlatService::CreateHouse(
    rpc::Call& call, const v1::CreateHouseRequest& request) {
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   ReadProgramme(call.tx(), request.house().programme_id()));
  RETURN_IF_ERROR(
      CheckSide(programme, call.caller().unit, v1::PARTNER_SIDE_LANDLORD, "house.programme_id"));
  v1::CreateHouseResponse response;
  v1::House& house = *response.mutable_house();
  house = request.house();
  house.set_house_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, house);
  house.clear_published_contacts();
  house.clear_contacts_published_on();
  for (v1::HouseProblem& problem : *house.mutable_problems())
    problem.set_house_problem_id(ids::RandomId());
  db::Insert(call.tx(), house);
  call.Emit("HouseCreated", house);
  return response;
}

absl::StatusOr<v1::PublishContactsResponse> FlatService::PublishContacts(
    rpc::Call& call, const v1::PublishContactsRequest& request) {
  RETURN_IF_ERROR(CheckContacts(request.published_contacts()));
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   PastDay(request.published_on(), "published_on", call.now()));
  v1::PublishContactsResponse response;
  v1::House& house = *response.mutable_house();
  ASSIGN_OR_RETURN(house, LockHouse(call, request.house_id()));
  const bool first = !house.has_published_contacts();
  house.set_published_contacts(request.published_contacts());
  *house.mutable_contacts_published_on() = dates::ToDate(day);
  db::Update(call.tx(), house, {"published_contacts", "contacts_published_on"});
  call.Emit("ContactsPublished", house);
  if (first && HasMovedIn(call.tx(), house.house_id(), day))
    *response.add_warnings() = rules::Warn(rule::kContactsLate, call.language());
  return response;
}

absl::StatusOr<v1::RecordHouseProblemResponse> FlatService::RecordHouseProblem(
    rpc::Call& call, const v1::RecordHouseProblemRequest& request) {
  RETURN_IF_ERROR(GetForPartner<v1::House>(call, request.house_id()).status());
  RETURN_IF_ERROR(dates::CheckPartialDate(request.problem().since(), "problem.since"));
  v1::RecordHouseProblemResponse response;
  v1::House& house = *response.mutable_house();
  ASSIGN_OR_RETURN(house, db::Lock<v1::House>(call.tx(), request.house_id()));
  v1::HouseProblem& problem = *house.add_problems();
  problem = request.problem();
  problem.set_house_problem_id(ids::RandomId());
  db::Update(call.tx(), house, {"problems"});
  call.Emit("HouseProblemRecorded", house);
  return response;
}

absl::StatusOr<v1::GetHouseResponse> FlatService::GetHouse(rpc::Call& call,
                                                           const v1::GetHouseRequest& request) {
  v1::GetHouseResponse response;
  ASSIGN_OR_RETURN(*response.mutable_house(), GetForPartner<v1::House>(call, request.house_id()));
  return response;
}

absl::StatusOr<v1::CreateFlatResponse> FlatService::CreateFlat(
    rpc::Call& call, const v1::CreateFlatRequest& request) {
  ASSIGN_OR_RETURN(const v1::House house, LockHouse(call, request.flat().house_id()));
  v1::CreateFlatResponse response;
  v1::Flat& flat = *response.mutable_flat();
  flat = request.flat();
  flat.set_flat_id(ids::RandomId());
  flat.set_programme_id(house.programme_id());
  rpc::SetHolder(call.caller().unit, flat);
  db::Insert(call.tx(), flat);
  call.Emit("FlatCreated", flat);
  return response;
}

absl::StatusOr<v1::SetEnergyStateResponse> FlatService::SetEnergyState(
    rpc::Call& call, const v1::SetEnergyStateRequest& request) {
  RETURN_IF_ERROR(GetForPartner<v1::Flat>(call, request.flat_id()).status());
  v1::SetEnergyStateResponse response;
  v1::Flat& flat = *response.mutable_flat();
  ASSIGN_OR_RETURN(flat, db::Lock<v1::Flat>(call.tx(), request.flat_id()));
  flat.set_energy_state(request.energy_state());
  db::Update(call.tx(), flat, {"energy_state"});
  call.Emit("EnergyStateSet", flat);
  return response;
}

absl::StatusOr<v1::GetFlatResponse> FlatService::GetFlat(rpc::Call& call,
                                                         const v1::GetFlatRequest& request) {
  v1::GetFlatResponse response;
  ASSIGN_OR_RETURN(*response.mutable_flat(), GetForPartner<v1::Flat>(call, request.flat_id()));
  v1::ReadinessCheck newest;
  if (FindReadiness(call.tx(), request.flat_id(), dates::DayAt(call.now()), newest))
    *response.mutable_readiness() = std::move(newest);
  return response;
}

absl::StatusOr<v1::ListFlatsResponse> FlatService::ListFlats(rpc::Call& call,
                                                             const v1::ListFlatsRequest& request) {
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), request.programme_id()));
  RETURN_IF_ERROR(CheckPartner(call, programme));
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListFlatsResponse response;
  db::SelectInto(
      call.tx(), v1::Flat::default_instance(),
      "WHERE r.programme_id = $1 AND ($2::text IS NULL OR (r.label, r.flat_id) > ($2, $3::uuid)) "
      "ORDER BY r.label, r.flat_id LIMIT $4",
      {request.programme_id(), page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_flats(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_flats()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {last->label(), last->flat_id()}));
  return response;
}

absl::StatusOr<v1::RecordReadinessResponse> FlatService::RecordReadiness(
    rpc::Call& call, const v1::RecordReadinessRequest& request) {
  ASSIGN_OR_RETURN(const v1::Flat flat,
                   GetForPartner<v1::Flat>(call, request.readiness().flat_id()));
  RETURN_IF_ERROR(
      PastDay(request.readiness().checked_on(), "readiness.checked_on", call.now()).status());
  v1::RecordReadinessResponse response;
  v1::ReadinessCheck& check = *response.mutable_readiness();
  check = request.readiness();
  check.set_readiness_check_id(ids::RandomId());
  rpc::SetHolder(rpc::HolderOf(flat), check);
  *check.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), check);
  call.Emit("ReadinessRecorded", check);
  return response;
}

absl::StatusOr<v1::ReportDefectResponse> FlatService::ReportDefect(
    rpc::Call& call, const v1::ReportDefectRequest& request) {
  ASSIGN_OR_RETURN(const v1::House house,
                   GetForPartner<v1::House>(call, request.defect().house_id()));
  RETURN_IF_ERROR(
      PastDay(request.defect().reported_on(), "defect.reported_on", call.now()).status());
  if (request.defect().has_flat_id()) {
    const auto flat = db::Get<v1::Flat>(call.tx(), request.defect().flat_id());
    if (!flat.ok() || flat->house_id() != house.house_id())
      return rules::InvalidField("defect.flat_id", "FLAT_UNKNOWN", "is no flat of the house");
  }
  v1::ReportDefectResponse response;
  *response.mutable_defect() = InsertDefect(call, request.defect(), house);
  if (request.defect().reporter() == v1::DEFECT_REPORTER_KEY_WORKER)
    *response.add_warnings() = rules::Warn(rule::kMediatedDefect, call.language());
  return response;
}

absl::StatusOr<v1::MoveDefectResponse> FlatService::MoveDefect(
    rpc::Call& call, const v1::MoveDefectRequest& request) {
  v1::MoveDefectResponse response;
  v1::Defect& defect = *response.mutable_defect();
  ASSIGN_OR_RETURN(defect, db::Lock<v1::Defect>(call.tx(), request.defect_id()));
  ASSIGN_OR_RETURN(const v1::House house, db::Get<v1::House>(call.tx(), defect.house_id()));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), house.programme_id()));
  const rpc::Unit& unit = call.caller().unit;
  if (rpc::HolderOf(defect) != unit &&
      !IsOnSide(programme, unit, v1::PARTNER_SIDE_PROPERTY_MANAGER))
    return rules::Refuse(rule::kNotOfProgramme);
  RETURN_IF_ERROR(CheckDefectMove(defect, request));
  defect.set_state(request.state());
  if (request.has_rejection_reason() && request.state() == v1::DEFECT_STATE_REJECTED)
    defect.set_rejection_reason(request.rejection_reason());
  *defect.mutable_update_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), defect, {"state", "rejection_reason", "update_time"});
  call.Emit("DefectMoved", defect);
  return response;
}

absl::StatusOr<v1::ListDefectsResponse> FlatService::ListDefects(
    rpc::Call& call, const v1::ListDefectsRequest& request) {
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), request.programme_id()));
  RETURN_IF_ERROR(CheckPartner(call, programme));
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListDefectsResponse response;
  db::SelectInto(
      call.tx(), v1::Defect::default_instance(),
      "JOIN houses h ON h.house_id = r.house_id WHERE h.programme_id = $1 AND ($2::date IS NULL OR "
      "(r.state = 'REPORTED' AND r.answer_by_date < $2::date)) AND ($3::date IS NULL OR "
      "(r.answer_by_date, r.defect_id) > ($3::date, $4::uuid)) "
      "ORDER BY r.answer_by_date, r.defect_id LIMIT $5",
      {request.programme_id(),
       request.overdue() ? std::optional<std::string>(dates::DateText(dates::DayAt(call.now())))
                         : std::nullopt,
       page.Key(0), page.Key(1), page.Limit()},
      [&] { return response.add_defects(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_defects()))
    response.set_next_page_token(rpc::NextPageToken(
        call, request,
        {dates::DateText(dates::FromDate(last->answer_by_date())), last->defect_id()}));
  return response;
}

bool FindReadiness(db::Tx& tx, const std::string& flat_id, absl::CivilDay day,
                   v1::ReadinessCheck& newest) {
  auto found =
      db::Select<v1::ReadinessCheck>(tx,
                                     "WHERE r.flat_id = $1 AND r.checked_on <= $2::date "
                                     "ORDER BY r.checked_on DESC, r.create_time DESC LIMIT 1",
                                     {flat_id, dates::DateText(day)});
  if (found.empty()) return false;
  newest = std::move(found.front());
  return true;
}

v1::Defect InsertDefect(rpc::Call& call, v1::Defect defect, const v1::House& house) {
  defect.set_defect_id(ids::RandomId());
  defect.set_house_id(house.house_id());
  rpc::SetHolder(rpc::HolderOf(house), defect);
  defect.set_state(v1::DEFECT_STATE_REPORTED);
  defect.clear_rejection_reason();
  if (!defect.has_answer_by_date()) {
    *defect.mutable_answer_by_date() =
        dates::ToDate(dates::FromDate(defect.reported_on()) + kAnswerDefectWithinDays);
  }
  *defect.mutable_update_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), defect);
  call.Emit("DefectReported", defect);
  return defect;
}

}  // namespace opora::housing
