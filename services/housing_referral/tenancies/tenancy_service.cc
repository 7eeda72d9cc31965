#include "services/housing_referral/tenancies/tenancy_service.h"

#include "common/db/constraints.h"
#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "common/rules/period.h"
#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/applications/application_access.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/flats/flat_service.h"
#include "services/housing_referral/programmes/programme_access.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"
#include "services/housing_referral/tenancies/refusals.h"
#include "services/housing_referral/tenancies/tenancy_rules.h"
#include "services/housing_referral/tenancies/tenancy_store.h"

namespace opora::housing {
namespace {

constexpr int kMostRisks = 200;
constexpr int kLargestScan = 1000;
constexpr int kBatch = 200;

bool Sublets(const v1::Programme& programme) {
  return programme.variant() == v1::PROGRAMME_VARIANT_PROVIDER_SUBLETS;
}

absl::Status CheckLeaseDates(const v1::PrepareTenancyRequest& request) {
  return rules::CheckPeriod(&request.lease_from(),
                            request.has_lease_to() ? &request.lease_to() : nullptr, "lease_from",
                            "lease_to");
}

// HOUS-08: two linked contracts where the programme sublets.
absl::Status CheckHeadLease(rpc::Call& call, const v1::Programme& programme,
                            const v1::PrepareTenancyRequest& request, const std::string& flat_id) {
  if (!request.has_head_lease_id())
    return Sublets(programme) ? rules::Refuse(rule::kHeadLeaseMissing) : absl::OkStatus();
  const auto lease = db::Get<v1::HeadLease>(call.tx(), request.head_lease_id());
  if (lease.ok() && lease->flat_id() == flat_id && rpc::HolderOf(*lease) == call.caller().unit)
    return absl::OkStatus();
  return rules::Refuse(rule::kHeadLeaseMissing);
}

v1::Tenancy NewTenancy(const rpc::Call& call, const std::string& client_id,
                       const std::string& programme_id, const v1::Flat& flat) {
  v1::Tenancy tenancy;
  tenancy.set_tenancy_id(ids::RandomId());
  tenancy.set_client_id(client_id);
  tenancy.set_programme_id(programme_id);
  rpc::SetHolder(rpc::HolderOf(flat), tenancy);
  tenancy.set_flat_id(flat.flat_id());
  tenancy.set_state(v1::TENANCY_STATE_PREPARED);
  for (v1::MoveInItem& item : Checklist()) {
    item.set_item_id(ids::RandomId());
    *tenancy.add_documents() = std::move(item);
  }
  *tenancy.mutable_create_time() = rpc::ToTimestamp(call.now());
  return tenancy;
}

// The act of moving in follows the notification; the flat may have been lost since (HOUS-46).
absl::Status CheckApplication(rpc::Call& call, const v1::Tenancy& tenancy) {
  if (!tenancy.has_application_id()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Application application,
                   db::Get<v1::Application>(call.tx(), tenancy.application_id()));
  return NextState(application.state(), "MoveIn").status();
}

// The application that a tenancy came from moves with it; a fact moves it from wherever it is.
void MoveApplication(rpc::Call& call, const v1::Tenancy& tenancy, std::string_view verb) {
  if (!tenancy.has_application_id()) return;
  auto application = db::Lock<v1::Application>(call.tx(), tenancy.application_id());
  if (!application.ok() || application->state() == v1::APPLICATION_STATE_MOVED_IN) return;
  MoveTo(call, v1::APPLICATION_STATE_MOVED_IN, verb, {}, *application);
}

void EmitMovedIn(rpc::Call& call, const Judge& judge, const v1::Tenancy& tenancy) {
  v1::TenancyFact fact;
  fact.set_programme_id(tenancy.programme_id());
  *fact.mutable_moved_in_on() =
      dates::ToDate(dates::DayAt(rpc::FromTimestamp(tenancy.move_in_time())));
  for (const rules::Rule* rule : judge.deviations())
    fact.add_deviation_rules(std::string(rule->id));
  call.Emit("TenantMovedIn", tenancy, &fact);
}

std::vector<const rules::Rule*> ProblemsOn(rpc::Call& call, const v1::Tenancy& tenancy,
                                           const v1::Programme& programme, absl::Time moved_in) {
  v1::ReadinessCheck newest;
  const bool checked = FindReadiness(call.tx(), tenancy.flat_id(), dates::DayAt(moved_in), newest);
  return MoveInProblems(tenancy, checked ? &newest : nullptr, programme);
}

// The tenancy of the fact: the one prepared, or a new one of a client of the caller's unit.
absl::StatusOr<v1::Tenancy> TenancyOfFact(rpc::Call& call,
                                          const v1::RecordMovedInRequest& request) {
  if (!request.tenancy_id().empty()) return LockTenancy(call, request.tenancy_id());
  if (request.client_id().empty() || request.flat_id().empty())
    return rules::InvalidField("tenancy_id", "TENANCY_OR_FLAT",
                               "or client_id and flat_id is needed");
  call.SetClient(request.client_id());
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({request.client_id(), {}}));
  if (!grants->own) return Unknown(call);
  const auto flat = db::Get<v1::Flat>(call.tx(), request.flat_id());
  if (!flat.ok() || rpc::HolderOf(*flat) != call.caller().unit)
    return rules::InvalidField("flat_id", "FLAT_UNKNOWN", "is no flat of the caller's unit");
  v1::Tenancy tenancy = NewTenancy(call, request.client_id(), flat->programme_id(), *flat);
  db::Insert(call.tx(), tenancy);
  call.Emit("TenancyPrepared", tenancy);
  return tenancy;
}

// HOUS-124: nothing of a tenant who died goes on; a benefit no longer goes to the landlord.
void StopDirectPayments(rpc::Call& call, const v1::Tenancy& tenancy) {
  for (v1::DirectPayment& payment : db::Select<v1::DirectPayment>(
           call.tx(), "WHERE r.tenancy_id = $1 AND r.valid_to IS NULL FOR UPDATE",
           {tenancy.tenancy_id()})) {
    *payment.mutable_valid_to() = tenancy.ended_on();
    if (dates::FromDate(payment.valid_from()) > dates::FromDate(tenancy.ended_on()))
      *payment.mutable_valid_to() = payment.valid_from();
    db::Update(call.tx(), payment, {"valid_to"});
    call.Emit("DirectPaymentEnded", payment);
  }
}

}  // namespace

void TenancyService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.TenancyService";
  db::RegisterConstraint("tenancies_flat_once", rule::kFlatTaken);
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("PrepareTenancy", &TenancyService::PrepareTenancy);
  bind("IntroduceManager", &TenancyService::IntroduceManager);
  bind("RecordDocument", &TenancyService::RecordDocument);
  bind("MoveIn", &TenancyService::MoveIn);
  bind("RecordMovedIn", &TenancyService::RecordMovedIn);
  bind("RecordHeadLease", &TenancyService::RecordHeadLease);
  bind("RecordBreach", &TenancyService::RecordBreach);
  bind("ListBreaches", &TenancyService::ListBreaches);
  bind("EndTenancy", &TenancyService::EndTenancy);
  bind("GetTenancy", &TenancyService::GetTenancy);
  bind("ListTenancies", &TenancyService::ListTenancies);
  bind("ListRisks", &TenancyService::ListRisks);
  bind("GetRetention", &TenancyService::GetRetention);
}

absl::StatusOr<v1::PrepareTenancyResponse> TenancyService::PrepareTenancy(
    rpc::Call& call, const v1::PrepareTenancyRequest& request) {
  RETURN_IF_ERROR(CheckLeaseDates(request));
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  if (found.viewer != Viewer::kApprover &&
      !(found.viewer == Viewer::kKeeper &&
        IsOnSide(found.programme, call.caller().unit, v1::PARTNER_SIDE_LANDLORD))) {
    return rules::Refuse(rule::kNotOfProgramme);
  }
  RETURN_IF_ERROR(LockCase(call, found));
  RETURN_IF_ERROR(NextSeen(found, "MoveIn").status());
  ASSIGN_OR_RETURN(const v1::Flat flat, db::Get<v1::Flat>(call.tx(), found.application.flat_id()));
  RETURN_IF_ERROR(CheckHeadLease(call, found.programme, request, flat.flat_id()));
  v1::PrepareTenancyResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  tenancy = NewTenancy(call, found.application.client_id(), found.application.programme_id(), flat);
  tenancy.set_application_id(found.application.application_id());
  *tenancy.mutable_lease_from() = request.lease_from();
  if (request.has_lease_to()) *tenancy.mutable_lease_to() = request.lease_to();
  if (request.has_deciding_body()) tenancy.set_deciding_body(request.deciding_body());
  tenancy.set_is_sublease(request.has_head_lease_id());
  if (request.has_head_lease_id()) tenancy.set_head_lease_id(request.head_lease_id());
  db::Insert(call.tx(), tenancy);
  call.Emit("TenancyPrepared", tenancy);
  return response;
}

absl::StatusOr<v1::IntroduceManagerResponse> TenancyService::IntroduceManager(
    rpc::Call& call, const v1::IntroduceManagerRequest& request) {
  RETURN_IF_ERROR(PastDay(request.introduced_on(), "introduced_on", call.now()).status());
  v1::IntroduceManagerResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  ASSIGN_OR_RETURN(tenancy, LockTenancy(call, request.tenancy_id()));
  RETURN_IF_ERROR(NextState(tenancy.state(), "IntroduceManager").status());
  *tenancy.mutable_introduced_on() = request.introduced_on();
  tenancy.set_manager_worker_id(request.manager_worker_id());
  tenancy.set_accompanied_by_worker_id(call.caller().worker_id);
  db::Update(call.tx(), tenancy,
             {"introduced_on", "manager_worker_id", "accompanied_by_worker_id"});
  call.Emit("ManagerIntroduced", tenancy);
  return response;
}

absl::StatusOr<v1::RecordDocumentResponse> TenancyService::RecordDocument(
    rpc::Call& call, const v1::RecordDocumentRequest& request) {
  RETURN_IF_ERROR(PastDay(request.done_on(), "done_on", call.now()).status());
  v1::RecordDocumentResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  ASSIGN_OR_RETURN(tenancy, LockTenancy(call, request.tenancy_id()));
  RETURN_IF_ERROR(NextState(tenancy.state(), "RecordDocument").status());
  v1::MoveInItem* item = nullptr;
  for (v1::MoveInItem& one : *tenancy.mutable_documents()) {
    if (one.document() == request.document()) item = &one;
  }
  if (item == nullptr) {
    item = tenancy.add_documents();
    item->set_item_id(ids::RandomId());
    item->set_document(request.document());
  }
  *item->mutable_done_on() = request.done_on();
  if (request.has_present()) item->set_present(request.present());
  db::Update(call.tx(), tenancy, {"documents"});
  call.Emit("MoveInDocumentRecorded", tenancy);
  return response;
}

absl::StatusOr<v1::MoveInResponse> TenancyService::MoveIn(rpc::Call& call,
                                                          const v1::MoveInRequest& request) {
  ASSIGN_OR_RETURN(
      const absl::Time moved_in,
      PastTimeOr(request.has_occurred_at(), request.occurred_at(), "occurred_at", call.now()));
  v1::MoveInResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  ASSIGN_OR_RETURN(tenancy, LockTenancy(call, request.tenancy_id()));
  RETURN_IF_ERROR(CheckLandlord(call, tenancy));
  ASSIGN_OR_RETURN(const v1::TenancyState next, NextState(tenancy.state(), "MoveIn"));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), tenancy.programme_id()));
  RETURN_IF_ERROR(CheckApplication(call, tenancy));
  Judge judge = JudgeOf(call, tenancy.programme_id());
  for (const rules::Rule* problem : ProblemsOn(call, tenancy, programme, moved_in))
    RETURN_IF_ERROR(judge.Broken(*problem));
  tenancy.set_state(next);
  *tenancy.mutable_move_in_time() = rpc::ToTimestamp(moved_in);
  db::Update(call.tx(), tenancy, {"state", "move_in_time"});
  MoveApplication(call, tenancy, "MoveIn");
  EmitMovedIn(call, judge, tenancy);
  KeepDeviations(call, judge, tenancy, request.deviation_reason(), false, moved_in);
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::RecordMovedInResponse> TenancyService::RecordMovedIn(
    rpc::Call& call, const v1::RecordMovedInRequest& request) {
  ASSIGN_OR_RETURN(const absl::Time moved_in,
                   PastTimeOr(true, request.occurred_at(), "occurred_at", call.now()));
  v1::RecordMovedInResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  ASSIGN_OR_RETURN(tenancy, TenancyOfFact(call, request));
  ASSIGN_OR_RETURN(const v1::TenancyState next, NextState(tenancy.state(), "RecordMovedIn"));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), tenancy.programme_id()));
  // A fact is judged by what was in force when it happened (XC-57).
  Judge judge(RulesOf(call.tx(), tenancy.programme_id(), dates::DayAt(moved_in)),
              call.caller().worker_id, call.language());
  for (const rules::Rule* problem : ProblemsOn(call, tenancy, programme, moved_in))
    judge.BrokenByFact(*problem);
  tenancy.set_state(next);
  *tenancy.mutable_move_in_time() = rpc::ToTimestamp(moved_in);
  db::Update(call.tx(), tenancy, {"state", "move_in_time"});
  MoveApplication(call, tenancy, "RecordMovedIn");
  EmitMovedIn(call, judge, tenancy);
  KeepDeviations(call, judge, tenancy, request.reason(), true, moved_in);
  for (const rules::Rule* rule : judge.deviations()) {
    v1::RecordedDeviationView& view = *response.add_deviations();
    view.set_rule(std::string(rule->id));
    view.set_reason(std::string(rule->reason));
  }
  return response;
}

absl::StatusOr<v1::RecordHeadLeaseResponse> TenancyService::RecordHeadLease(
    rpc::Call& call, const v1::RecordHeadLeaseRequest& request) {
  ASSIGN_OR_RETURN(const v1::Programme programme,
                   ReadProgramme(call.tx(), request.head_lease().programme_id()));
  RETURN_IF_ERROR(CheckSide(programme, call.caller().unit, v1::PARTNER_SIDE_LANDLORD,
                            "head_lease.programme_id"));
  RETURN_IF_ERROR(dates::CheckDate(request.head_lease().valid_from(), "head_lease.valid_from"));
  v1::RecordHeadLeaseResponse response;
  v1::HeadLease& lease = *response.mutable_head_lease();
  lease = request.head_lease();
  lease.set_head_lease_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, lease);
  db::Insert(call.tx(), lease);
  call.Emit("HeadLeaseRecorded", lease);
  return response;
}

absl::StatusOr<v1::RecordBreachResponse> TenancyService::RecordBreach(
    rpc::Call& call, const v1::RecordBreachRequest& request) {
  RETURN_IF_ERROR(
      PastDay(request.breach().occurred_on(), "breach.occurred_on", call.now()).status());
  ASSIGN_OR_RETURN(const v1::Tenancy tenancy,
                   GetKnown<v1::Tenancy>(call, request.breach().tenancy_id()));
  if (call.caller().stance != common::v1::STANCE_CONTROL ||
      rpc::HolderOf(tenancy) != call.caller().unit) {
    return rules::Refuse(rule::kBreachIsControl);
  }
  v1::RecordBreachResponse response;
  v1::HouseRuleBreach& breach = *response.mutable_breach();
  breach = request.breach();
  breach.set_breach_id(ids::RandomId());
  breach.set_client_id(tenancy.client_id());
  rpc::SetHolder(rpc::HolderOf(tenancy), breach);
  breach.set_worker_id(call.caller().worker_id);
  *breach.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), breach);
  call.Emit("HouseRuleBreached", breach);
  return response;
}

absl::StatusOr<v1::ListBreachesResponse> TenancyService::ListBreaches(
    rpc::Call& call, const v1::ListBreachesRequest& request) {
  RETURN_IF_ERROR(GetKnown<v1::Tenancy>(call, request.tenancy_id()).status());
  v1::ListBreachesResponse response;
  db::SelectInto(call.tx(), v1::HouseRuleBreach::default_instance(),
                 "WHERE r.tenancy_id = $1 ORDER BY r.create_time DESC, r.breach_id LIMIT 500",
                 {request.tenancy_id()}, [&] { return response.add_breaches(); });
  return response;
}

absl::StatusOr<v1::EndTenancyResponse> TenancyService::EndTenancy(
    rpc::Call& call, const v1::EndTenancyRequest& request) {
  RETURN_IF_ERROR(PastDay(request.ended_on(), "ended_on", call.now()).status());
  v1::EndTenancyResponse response;
  v1::Tenancy& tenancy = *response.mutable_tenancy();
  ASSIGN_OR_RETURN(tenancy, LockTenancy(call, request.tenancy_id()));
  RETURN_IF_ERROR(CheckLandlord(call, tenancy));
  ASSIGN_OR_RETURN(const v1::TenancyState next, NextState(tenancy.state(), "EndTenancy"));
  tenancy.set_state(next);
  tenancy.set_end_kind(request.end_kind());
  *tenancy.mutable_ended_on() = request.ended_on();
  tenancy.set_end_evidence(request.end_evidence());
  if (request.has_loss_reasons()) tenancy.set_loss_reasons(request.loss_reasons());
  db::Update(call.tx(), tenancy, {"state", "end_kind", "ended_on", "end_evidence", "loss_reasons"});
  StopDirectPayments(call, tenancy);
  v1::TenancyFact fact;
  fact.set_programme_id(tenancy.programme_id());
  *fact.mutable_ended_on() = tenancy.ended_on();
  fact.set_end_kind(tenancy.end_kind());
  if (tenancy.has_move_in_time()) {
    *fact.mutable_moved_in_on() =
        dates::ToDate(dates::DayAt(rpc::FromTimestamp(tenancy.move_in_time())));
  }
  call.Emit("TenancyEnded", tenancy, &fact);
  return response;
}

absl::StatusOr<v1::GetTenancyResponse> TenancyService::GetTenancy(
    rpc::Call& call, const v1::GetTenancyRequest& request) {
  v1::GetTenancyResponse response;
  ASSIGN_OR_RETURN(*response.mutable_tenancy(), GetKnown<v1::Tenancy>(call, request.tenancy_id()));
  for (auto& action : TenancyActions(response.tenancy(), call.caller(), call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ListTenanciesResponse> TenancyService::ListTenancies(
    rpc::Call& call, const v1::ListTenanciesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), request.programme_id()));
  v1::ListTenanciesResponse response;
  if (!TakesPart(programme, call.caller().unit)) return response;
  rpc::Page scan{.size = kBatch, .after = page.after};
  for (int scanned = 0; scanned < kLargestScan; scanned += kBatch) {
    const auto batch = FindTenancies(call.tx(), request.programme_id(), scan);
    std::vector<rpc::Subject> subjects;
    for (const v1::Tenancy& one : batch) subjects.push_back({one.client_id(), rpc::HolderOf(one)});
    RETURN_IF_ERROR(call.Decide(subjects));
    for (const v1::Tenancy& tenancy : batch) {
      if (response.tenancies_size() == page.size) {
        response.set_next_page_token(rpc::NextPageToken(call, request, scan.after));
        return response;
      }
      scan.after = SortKeys(tenancy);
      ASSIGN_OR_RETURN(const bool known, MayKnow(call, tenancy));
      if (known) *response.add_tenancies() = tenancy;
    }
    if (batch.size() < kBatch) return response;
  }
  response.set_next_page_token(rpc::NextPageToken(call, request, scan.after));
  return response;
}

absl::StatusOr<v1::ListRisksResponse> TenancyService::ListRisks(
    rpc::Call& call, const v1::ListRisksRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), request.programme_id()));
  v1::ListRisksResponse response;
  if (!TakesPart(programme, call.caller().unit)) return response;
  const auto tenancies = RunningTenancies(call.tx(), request.programme_id(), kMostRisks);
  std::vector<rpc::Subject> subjects;
  for (const v1::Tenancy& one : tenancies)
    subjects.push_back({one.client_id(), rpc::HolderOf(one)});
  RETURN_IF_ERROR(call.Decide(subjects));
  for (const v1::Tenancy& tenancy : tenancies) {
    ASSIGN_OR_RETURN(const bool known, MayKnow(call, tenancy));
    if (!known) continue;
    // That there are arrears is told only to those who may know of debts.
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({tenancy.client_id(), rpc::HolderOf(tenancy)}));
    const auto charges = grants->Covers(common::v1::DATA_AREA_DEBTS)
                             ? ChargesOf(call.tx(), tenancy.tenancy_id())
                             : std::vector<v1::RentCharge>();
    const auto risks =
        RisksOf(tenancy, charges, ComplaintsOf(call.tx(), tenancy.tenancy_id()), day);
    if (risks.empty()) continue;
    v1::TenancyRisk& risk = *response.add_risks();
    *risk.mutable_tenancy() = tenancy;
    for (v1::RiskKind kind : risks) risk.add_risks(kind);
  }
  return response;
}

absl::StatusOr<v1::GetRetentionResponse> TenancyService::GetRetention(
    rpc::Call& call, const v1::GetRetentionRequest& request) {
  ASSIGN_OR_RETURN(const absl::CivilDay day,
                   DayOr(request.has_as_of_date(), request.as_of_date(), "as_of_date", call.now()));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), request.programme_id()));
  RETURN_IF_ERROR(CheckPartner(call, programme));
  v1::GetRetentionResponse response;
  for (auto& count : Retention(MovedInTenancies(call.tx(), request.programme_id()), day))
    *response.add_counts() = std::move(count);
  return response;
}

}  // namespace opora::housing
