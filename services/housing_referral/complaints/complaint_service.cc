#include "services/housing_referral/complaints/complaint_service.h"

#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "services/housing_referral/complaints/complaint_rules.h"
#include "services/housing_referral/complaints/complaint_store.h"
#include "services/housing_referral/complaints/refusals.h"
#include "services/housing_referral/flats/flat_service.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/records.h"
#include "services/housing_referral/tenancies/tenancy_store.h"

namespace opora::housing {
namespace {

// The tenancy that somebody complains about. A partner of the programme may bring a complaint
// without knowing anything else of the tenancy, and is told that it was received, this once.
absl::StatusOr<v1::Tenancy> TenancyComplainedOf(rpc::Call& call, const std::string& tenancy_id) {
  ASSIGN_OR_RETURN(v1::Tenancy tenancy, db::Get<v1::Tenancy>(call.tx(), tenancy_id));
  call.SetClient(tenancy.client_id());
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), tenancy.programme_id()));
  ASSIGN_OR_RETURN(const bool known, MayKnow(call, tenancy));
  if (known) return tenancy;
  if (!TakesPart(programme, call.caller().unit)) return Unknown(call);
  rpc::Grants grants;
  grants.own = true;
  call.Hold({tenancy.client_id(), rpc::HolderOf(tenancy)}, std::move(grants));
  return tenancy;
}

v1::Complaint Received(const rpc::Call& call, const v1::Complaint& asked,
                       const v1::Tenancy& tenancy) {
  v1::Complaint complaint;
  complaint.set_complaint_id(ids::RandomId());
  complaint.set_tenancy_id(tenancy.tenancy_id());
  complaint.set_client_id(tenancy.client_id());
  complaint.set_programme_id(tenancy.programme_id());
  rpc::SetHolder(rpc::HolderOf(tenancy), complaint);
  complaint.set_type(asked.type());
  complaint.set_form(asked.form());
  complaint.set_channel(asked.channel());
  complaint.set_topic(asked.topic());
  complaint.set_content(asked.content());
  if (asked.has_complainant()) complaint.set_complainant(asked.complainant());
  if (asked.has_complainant_key()) complaint.set_complainant_key(asked.complainant_key());
  complaint.set_complainant_unreachable(asked.complainant_unreachable());
  *complaint.mutable_received_time() = asked.received_time();
  complaint.set_received_by_worker_id(call.caller().worker_id);
  complaint.set_state(v1::COMPLAINT_STATE_RECEIVED);
  *complaint.mutable_create_time() = rpc::ToTimestamp(call.now());
  return complaint;
}

// The client knows from now on, told or not.
void SetInformed(rpc::Call& call, absl::Time informed, absl::CivilDay remedy_by,
                 std::vector<std::string_view> fields, v1::Complaint& complaint) {
  const auto next = NextState(complaint.state(), "InformClient");
  if (next.ok()) complaint.set_state(*next);
  if (!complaint.has_client_informed_time()) {
    *complaint.mutable_client_informed_time() = rpc::ToTimestamp(informed);
    *complaint.mutable_remedy_by_date() = dates::ToDate(remedy_by);
  }
  fields.insert(fields.end(), {"state", "client_informed_time", "remedy_by_date"});
  db::Update(call.tx(), complaint, fields);
  EmitComplaint(call, "ClientInformed", complaint);
}

bool IsVerified(const v1::Complaint& complaint, v1::ComplaintType type) {
  return complaint.type() == type && complaint.state() != v1::COMPLAINT_STATE_RECLASSIFIED_NOTICE;
}

// HOUS-70: a complaint that was none, a notice that is one, or a word that it is what it is.
absl::StatusOr<v1::ComplaintState> StateAs(const v1::Complaint& complaint, v1::ComplaintType type) {
  if (IsVerified(complaint, type)) return complaint.state();
  const bool was = complaint.type() == v1::COMPLAINT_TYPE_COMPLAINT;
  if (!was && type == v1::COMPLAINT_TYPE_COMPLAINT) return v1::COMPLAINT_STATE_RECEIVED;
  if (!was) return complaint.state();
  return NextState(complaint.state(), "ReclassifyComplaint");
}

absl::StatusOr<v1::House> HouseOf(rpc::Call& call, const v1::Complaint& complaint) {
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy,
                   db::Get<v1::Tenancy>(call.tx(), complaint.tenancy_id()));
  ASSIGN_OR_RETURN(const v1::Flat flat, db::Get<v1::Flat>(call.tx(), tenancy.flat_id()));
  return db::Get<v1::House>(call.tx(), flat.house_id());
}

}  // namespace

void ComplaintService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.ComplaintService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("SubmitComplaint", &ComplaintService::SubmitComplaint);
  bind("ForwardComplaint", &ComplaintService::ForwardComplaint);
  bind("ReclassifyComplaint", &ComplaintService::ReclassifyComplaint);
  bind("RerouteToDefect", &ComplaintService::RerouteToDefect);
  bind("HandOverContact", &ComplaintService::HandOverContact);
  bind("InformClient", &ComplaintService::InformClient);
  bind("RecordClientLearned", &ComplaintService::RecordClientLearned);
  bind("RecordTalk", &ComplaintService::RecordTalk);
  bind("LinkHouseProblem", &ComplaintService::LinkHouseProblem);
  bind("GetComplaint", &ComplaintService::GetComplaint);
  bind("ListComplaints", &ComplaintService::ListComplaints);
  bind("ListRepeatedComplainants", &ComplaintService::ListRepeatedComplainants);
  bind("GetComplaintTrend", &ComplaintService::GetComplaintTrend);
  bind("ListInvolvement", &ComplaintService::ListInvolvement);
}

absl::StatusOr<v1::SubmitComplaintResponse> ComplaintService::SubmitComplaint(
    rpc::Call& call, const v1::SubmitComplaintRequest& request) {
  RETURN_IF_ERROR(
      PastTimeOr(true, request.complaint().received_time(), "complaint.received_time", call.now())
          .status());
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy,
                   TenancyComplainedOf(call, request.complaint().tenancy_id()));
  v1::SubmitComplaintResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  complaint = Received(call, request.complaint(), tenancy);
  db::Insert(call.tx(), complaint);
  EmitComplaint(call, "ComplaintReceived", complaint);
  return response;
}

absl::StatusOr<v1::ForwardComplaintResponse> ComplaintService::ForwardComplaint(
    rpc::Call& call, const v1::ForwardComplaintRequest& request) {
  ASSIGN_OR_RETURN(
      const absl::Time forwarded,
      PastTimeOr(request.has_occurred_at(), request.occurred_at(), "occurred_at", call.now()));
  ASSIGN_OR_RETURN(const v1::Complaint known,
                   GetKnown<v1::Complaint>(call, request.complaint_id()));
  RETURN_IF_ERROR(CheckLandlord(call, known));
  ASSIGN_OR_RETURN(const bool key_worker,
                   registry_.IsKeyWorkerOf(call, request.officer_worker_id(), {known.client_id()}));
  v1::ForwardComplaintResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  ASSIGN_OR_RETURN(complaint, db::Lock<v1::Complaint>(call.tx(), request.complaint_id()));
  ASSIGN_OR_RETURN(const v1::ComplaintState next, NextState(complaint.state(), "ForwardComplaint"));
  const absl::CivilDay today = dates::DayAt(call.now());
  Judge judge(RulesOf(call.tx(), complaint.programme_id(), today), request.officer_worker_id(),
              call.language());
  const auto roles = RolesOn(call.tx(), complaint.programme_id(), today);
  if (IsPartial(roles, request.officer_worker_id(), key_worker))
    RETURN_IF_ERROR(judge.Broken(rule::kOfficerNotImpartial));
  complaint.set_state(next);
  complaint.set_officer_worker_id(request.officer_worker_id());
  *complaint.mutable_forwarded_time() = rpc::ToTimestamp(forwarded);
  db::Update(call.tx(), complaint, {"state", "officer_worker_id", "forwarded_time"});
  EmitComplaint(call, "ComplaintForwarded", complaint);
  KeepDeviations(call, judge, complaint, request.deviation_reason());
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::ReclassifyComplaintResponse> ComplaintService::ReclassifyComplaint(
    rpc::Call& call, const v1::ReclassifyComplaintRequest& request) {
  v1::ReclassifyComplaintResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  ASSIGN_OR_RETURN(complaint, LockKnown<v1::Complaint>(call, request.complaint_id()));
  ASSIGN_OR_RETURN(const v1::ComplaintState next, StateAs(complaint, request.type()));
  complaint.set_state(next);
  complaint.set_type(request.type());
  complaint.set_reclassified_by_worker_id(call.caller().worker_id);
  *complaint.mutable_verify_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), complaint, {"state", "type", "reclassified_by_worker_id", "verify_time"});
  EmitComplaint(call, "ComplaintReclassified", complaint);
  return response;
}

absl::StatusOr<v1::RerouteToDefectResponse> ComplaintService::RerouteToDefect(
    rpc::Call& call, const v1::RerouteToDefectRequest& request) {
  v1::RerouteToDefectResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  ASSIGN_OR_RETURN(complaint, LockKnown<v1::Complaint>(call, request.complaint_id()));
  RETURN_IF_ERROR(CheckLandlord(call, complaint));
  ASSIGN_OR_RETURN(const v1::ComplaintState next, NextState(complaint.state(), "RerouteToDefect"));
  ASSIGN_OR_RETURN(const v1::House house, HouseOf(call, complaint));
  v1::Defect defect;
  defect.set_reporter(v1::DEFECT_REPORTER_COMPLAINT);
  defect.set_description(request.description());
  *defect.mutable_reported_on() =
      dates::ToDate(dates::DayAt(rpc::FromTimestamp(complaint.received_time())));
  *response.mutable_defect() = InsertDefect(call, std::move(defect), house);
  complaint.set_state(next);
  complaint.set_defect_id(response.defect().defect_id());
  db::Update(call.tx(), complaint, {"state", "defect_id"});
  EmitComplaint(call, "ComplaintRerouted", complaint);
  return response;
}

absl::StatusOr<v1::HandOverContactResponse> ComplaintService::HandOverContact(
    rpc::Call& call, const v1::HandOverContactRequest& request) {
  RETURN_IF_ERROR(ReadProgramme(call.tx(), request.programme_id()).status());
  v1::HandOverContactResponse response;
  for (const v1::ProgrammeRole& role :
       RolesOn(call.tx(), request.programme_id(), dates::DayAt(call.now()))) {
    if (role.function() == v1::PROGRAMME_FUNCTION_COMPLAINT_OFFICER)
      response.add_officer_worker_ids(role.worker_id());
  }
  return response;
}

absl::StatusOr<v1::InformClientResponse> ComplaintService::InformClient(
    rpc::Call& call, const v1::InformClientRequest& request) {
  ASSIGN_OR_RETURN(
      const absl::Time informed,
      PastTimeOr(request.has_occurred_at(), request.occurred_at(), "occurred_at", call.now()));
  if (request.has_remedy_by_date())
    RETURN_IF_ERROR(dates::CheckDate(request.remedy_by_date(), "remedy_by_date"));
  v1::InformClientResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  ASSIGN_OR_RETURN(complaint, LockKnown<v1::Complaint>(call, request.complaint_id()));
  Judge judge = JudgeOf(call, complaint.programme_id());
  if (call.caller().stance == common::v1::STANCE_SUPPORT) {
    RETURN_IF_ERROR(judge.Broken(rule::kSupportTellsNot));
  } else {
    RETURN_IF_ERROR(CheckLandlord(call, complaint));
  }
  RETURN_IF_ERROR(NextState(complaint.state(), "InformClient").status());
  const absl::CivilDay remedy_by = request.has_remedy_by_date()
                                       ? dates::FromDate(request.remedy_by_date())
                                       : RemedyBy(dates::DayAt(informed));
  SetInformed(call, informed, remedy_by, {}, complaint);
  KeepDeviations(call, judge, complaint, request.deviation_reason());
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::RecordClientLearnedResponse> ComplaintService::RecordClientLearned(
    rpc::Call& call, const v1::RecordClientLearnedRequest& request) {
  ASSIGN_OR_RETURN(const absl::Time learned,
                   PastTimeOr(true, request.occurred_at(), "occurred_at", call.now()));
  v1::RecordClientLearnedResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  ASSIGN_OR_RETURN(complaint, LockKnown<v1::Complaint>(call, request.complaint_id()));
  if (!complaint.has_client_informed_time()) {
    complaint.set_client_learned_otherwise(true);
    complaint.set_client_learned_from(request.learned_from());
  }
  SetInformed(call, learned, RemedyBy(dates::DayAt(learned)),
              {"client_learned_otherwise", "client_learned_from"}, complaint);
  return response;
}

absl::StatusOr<v1::RecordTalkResponse> ComplaintService::RecordTalk(
    rpc::Call& call, const v1::RecordTalkRequest& request) {
  RETURN_IF_ERROR(PastDay(request.talked_on(), "talked_on", call.now()).status());
  v1::RecordTalkResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  ASSIGN_OR_RETURN(complaint, LockKnown<v1::Complaint>(call, request.complaint_id()));
  if (!complaint.has_client_informed_time()) return rules::Refuse(rule::kClientNotInformed);
  v1::ComplaintTalk& talk = *complaint.add_talks();
  talk.set_talk_id(ids::RandomId());
  talk.set_outcome(request.outcome());
  talk.set_worker_id(call.caller().worker_id);
  *talk.mutable_talked_on() = request.talked_on();
  db::Update(call.tx(), complaint, {"talks"});
  call.Emit("ComplaintChanged", complaint);
  return response;
}

absl::StatusOr<v1::LinkHouseProblemResponse> ComplaintService::LinkHouseProblem(
    rpc::Call& call, const v1::LinkHouseProblemRequest& request) {
  v1::LinkHouseProblemResponse response;
  v1::Complaint& complaint = *response.mutable_complaint();
  ASSIGN_OR_RETURN(complaint, LockKnown<v1::Complaint>(call, request.complaint_id()));
  ASSIGN_OR_RETURN(const v1::House house, HouseOf(call, complaint));
  const bool known = std::any_of(house.problems().begin(), house.problems().end(),
                                 [&](const v1::HouseProblem& problem) {
                                   return problem.house_problem_id() == request.house_problem_id();
                                 });
  if (!known) return rules::Refuse(rule::kHouseProblemForeign, {.field = "house_problem_id"});
  complaint.set_house_problem_id(request.house_problem_id());
  db::Update(call.tx(), complaint, {"house_problem_id"});
  call.Emit("ComplaintChanged", complaint);
  return response;
}

absl::StatusOr<v1::GetComplaintResponse> ComplaintService::GetComplaint(
    rpc::Call& call, const v1::GetComplaintRequest& request) {
  v1::GetComplaintResponse response;
  ASSIGN_OR_RETURN(*response.mutable_complaint(),
                   GetKnown<v1::Complaint>(call, request.complaint_id()));
  for (auto& action : ComplaintActions(response.complaint(), call.caller(), call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ListComplaintsResponse> ComplaintService::ListComplaints(
    rpc::Call& call, const v1::ListComplaintsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  RETURN_IF_ERROR(GetKnown<v1::Tenancy>(call, request.tenancy_id()).status());
  v1::ListComplaintsResponse response;
  for (v1::Complaint& complaint :
       FindComplaints(call.tx(), request.tenancy_id(), request.for_lease(), page))
    *response.add_complaints() = std::move(complaint);
  if (const auto* last = rpc::CutToPage(page, *response.mutable_complaints()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*last)));
  return response;
}

absl::StatusOr<v1::ListRepeatedComplainantsResponse> ComplaintService::ListRepeatedComplainants(
    rpc::Call& call, const v1::ListRepeatedComplainantsRequest& request) {
  if (call.caller().role != common::v1::ACTING_ROLE_COMPLAINT_OFFICER)
    return rules::Refuse(rule::kNotTheOfficer);
  v1::ListRepeatedComplainantsResponse response;
  for (auto& one : RepeatedComplainants(call.tx(), request.programme_id(), call.caller().unit))
    *response.add_complainants() = std::move(one);
  return response;
}

absl::StatusOr<v1::GetComplaintTrendResponse> ComplaintService::GetComplaintTrend(
    rpc::Call& call, const v1::GetComplaintTrendRequest& request) {
  RETURN_IF_ERROR(GetKnown<v1::Tenancy>(call, request.tenancy_id()).status());
  v1::GetComplaintTrendResponse response;
  for (auto& month : TrendOf(call.tx(), request.tenancy_id()))
    *response.add_months() = std::move(month);
  return response;
}

absl::StatusOr<v1::ListInvolvementResponse> ComplaintService::ListInvolvement(
    rpc::Call& call, const v1::ListInvolvementRequest& request) {
  v1::ListInvolvementResponse response;
  for (const std::string& type : InvolvementOf(call.tx(), request.worker_id(), request.client_id()))
    response.add_record_types(type);
  return response;
}

}  // namespace opora::housing
