#include "services/housing_referral/applications/application_service.h"

#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/applications/application_access.h"
#include "services/housing_referral/applications/application_store.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {
namespace {

// A list looks at this many applications at most before it answers with a short page.
constexpr int kLargestScan = 1000;
constexpr int kBatch = 200;

// Only what the applicant says; everything else comes later and from the server.
v1::Application Received(const rpc::Call& call, const v1::Application& asked,
                         const v1::Programme& programme) {
  v1::Application application;
  application.set_application_id(ids::RandomId());
  application.set_client_id(asked.client_id());
  application.set_programme_id(asked.programme_id());
  rpc::SetHolder(UnitOnSide(programme, v1::PARTNER_SIDE_APPLICATIONS), application);
  const rpc::Unit support = UnitOnSide(programme, v1::PARTNER_SIDE_SUPPORT);
  if (!support.agency_id.empty()) application.set_recipient_agency_id(support.agency_id);
  if (!support.department_id.empty())
    application.set_recipient_department_id(support.department_id);
  application.set_state(v1::APPLICATION_STATE_RECEIVED);
  *application.mutable_received_on() = dates::ToDate(dates::DayAt(call.now()));
  application.set_received_by_worker_id(call.caller().worker_id);
  if (asked.has_household_size()) application.set_household_size(asked.household_size());
  application.set_need(asked.need());
  *application.mutable_create_time() = rpc::ToTimestamp(call.now());
  return application;
}

bool IsOver(const v1::Application& application) {
  const v1::ApplicationState state = application.state();
  return state == v1::APPLICATION_STATE_MOVED_IN || state == v1::APPLICATION_STATE_WITHDRAWN ||
         (state == v1::APPLICATION_STATE_REJECTED && application.has_rejection_told_time());
}

// Asks about a whole batch at once.
absl::Status DecideAll(rpc::Call& call, const std::vector<v1::Application>& batch) {
  std::vector<rpc::Subject> subjects;
  for (const v1::Application& one : batch) {
    if (rpc::IsAddressee(one, call.caller().unit)) continue;
    subjects.push_back({one.client_id(), rpc::HolderOf(one)});
  }
  return call.Decide(subjects);
}

// Whether the application stands in the caller's list under this filter: by what the caller sees.
absl::StatusOr<bool> IsListed(rpc::Call& call, const v1::Application& application,
                              v1::ApplicationState filter) {
  ASSIGN_OR_RETURN(const bool known, MayKnow(call, application));
  if (!known || filter == v1::APPLICATION_STATE_UNSPECIFIED) return known;
  v1::Application seen = application;
  AsSeenBy(ViewerOf(call.caller(), application), seen);
  return seen.state() == filter;
}

}  // namespace

void ApplicationService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.ApplicationService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("SubmitApplication", &ApplicationService::SubmitApplication);
  bind("RegisterApplication", &ApplicationService::RegisterApplication);
  bind("StartInvestigation", &ApplicationService::StartInvestigation);
  bind("RecordFindings", &ApplicationService::RecordFindings);
  bind("CompleteInvestigation", &ApplicationService::CompleteInvestigation);
  bind("SetWaiting", &ApplicationService::SetWaiting);
  bind("WithdrawApplication", &ApplicationService::WithdrawApplication);
  bind("LinkDebtReferral", &ApplicationService::LinkDebtReferral);
  bind("GetApplication", &ApplicationService::GetApplication);
  bind("ListApplications", &ApplicationService::ListApplications);
}

absl::StatusOr<v1::SubmitApplicationResponse> ApplicationService::SubmitApplication(
    rpc::Call& call, const v1::SubmitApplicationRequest& request) {
  auto programme = ReadProgramme(call.tx(), request.application().programme_id());
  if (!programme.ok())
    return rules::InvalidField("application.programme_id", "PROGRAMME_UNKNOWN", "is no programme");
  if (programme->state() == v1::PROGRAMME_STATE_ENDED)
    return rules::Refuse(rule::kProgrammeNotActive);
  v1::SubmitApplicationResponse response;
  v1::Application& application = *response.mutable_application();
  application = Received(call, request.application(), *programme);
  db::Insert(call.tx(), application);
  v1::ApplicationFact fact;
  fact.set_programme_id(application.programme_id());
  fact.set_state(application.state());
  call.Emit("ApplicationReceived", application, &fact);
  if (rpc::HolderOf(application) != call.caller().unit &&
      !rpc::IsAddressee(application, call.caller().unit)) {
    // Whoever brought it is told that it was received, this once.
    rpc::Grants grants;
    grants.own = true;
    call.Hold({application.client_id(), rpc::HolderOf(application)}, std::move(grants));
  }
  return response;
}

absl::StatusOr<v1::RegisterApplicationResponse> ApplicationService::RegisterApplication(
    rpc::Call& call, const v1::RegisterApplicationRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found,
                   LockForKeeper(call, request.application_id(), "RegisterApplication"));
  v1::Application& application = found.application;
  application.set_owner_worker_id(request.owner_worker_id().empty() ? call.caller().worker_id
                                                                    : request.owner_worker_id());
  MoveTo(call, v1::APPLICATION_STATE_REGISTERED, "RegisterApplication", {"owner_worker_id"},
         application);
  KeepDeviations(call, found, request.deviation_reason());
  v1::RegisterApplicationResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(application);
  return response;
}

absl::StatusOr<v1::StartInvestigationResponse> ApplicationService::StartInvestigation(
    rpc::Call& call, const v1::StartInvestigationRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found,
                   LockForKeeper(call, request.application_id(), "StartInvestigation"));
  found.application.set_investigator_worker_id(call.caller().worker_id);
  MoveTo(call, v1::APPLICATION_STATE_UNDER_INVESTIGATION, "StartInvestigation",
         {"investigator_worker_id"}, found.application);
  KeepDeviations(call, found, request.deviation_reason());
  v1::StartInvestigationResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::RecordFindingsResponse> ApplicationService::RecordFindings(
    rpc::Call& call, const v1::RecordFindingsRequest& request) {
  RETURN_IF_ERROR(CheckFindings(request));
  for (const v1::InvestigationFact& fact : request.facts())
    RETURN_IF_ERROR(PastDay(fact.found_on(), "facts.found_on", call.now()).status());
  ASSIGN_OR_RETURN(ApplicationCase found,
                   LockForKeeper(call, request.application_id(), "RecordFindings"));
  for (const v1::InvestigationFact& fact : request.facts()) {
    v1::InvestigationFact& added = *found.application.add_facts();
    added = fact;
    added.set_fact_id(ids::RandomId());
  }
  MoveTo(call, v1::APPLICATION_STATE_UNDER_INVESTIGATION, "RecordFindings", {"facts"},
         found.application);
  KeepDeviations(call, found, request.deviation_reason());
  v1::RecordFindingsResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::CompleteInvestigationResponse> ApplicationService::CompleteInvestigation(
    rpc::Call& call, const v1::CompleteInvestigationRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found,
                   LockForKeeper(call, request.application_id(), "CompleteInvestigation"));
  v1::Application& application = found.application;
  if (request.has_accepted_investigation())
    application.set_accepted_investigation(request.accepted_investigation());
  if (application.facts().empty() && !application.has_accepted_investigation())
    return rules::Refuse(rule::kInvestigationMissing);
  MoveTo(call, v1::APPLICATION_STATE_INVESTIGATED, "CompleteInvestigation",
         {"accepted_investigation"}, application);
  KeepDeviations(call, found, request.deviation_reason());
  v1::CompleteInvestigationResponse response;
  found.judge.WarnIn(response);
  *response.mutable_application() = std::move(application);
  return response;
}

absl::StatusOr<v1::SetWaitingResponse> ApplicationService::SetWaiting(
    rpc::Call& call, const v1::SetWaitingRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found,
                   LockForKeeper(call, request.application_id(), "SetWaiting"));
  ASSIGN_OR_RETURN(const v1::ApplicationState next, NextSeen(found, "SetWaiting"));
  if ((next == v1::APPLICATION_STATE_WAITING) != request.waiting())
    return rules::Refuse(rule::kApplicationStateRefuses);
  MoveTo(call, next, "SetWaiting", {}, found.application);
  v1::SetWaitingResponse response;
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::WithdrawApplicationResponse> ApplicationService::WithdrawApplication(
    rpc::Call& call, const v1::WithdrawApplicationRequest& request) {
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(request.attestation().occurred_at()),
                                         call.now(), "attestation.occurred_at"));
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  if (found.viewer == Viewer::kOther) return rules::Refuse(rule::kNotOfProgramme);
  RETURN_IF_ERROR(LockCase(call, found));
  if (IsOver(found.application)) return rules::Refuse(rule::kApplicationStateRefuses);
  *found.application.mutable_withdrawal() = request.attestation();
  found.application.mutable_withdrawal()->set_attesting_worker_id(call.caller().worker_id);
  MoveTo(call, v1::APPLICATION_STATE_WITHDRAWN, "WithdrawApplication", {"withdrawal"},
         found.application, "ApplicationWithdrawn");
  v1::WithdrawApplicationResponse response;
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::LinkDebtReferralResponse> ApplicationService::LinkDebtReferral(
    rpc::Call& call, const v1::LinkDebtReferralRequest& request) {
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, request.application_id()));
  if (found.viewer == Viewer::kOther) return rules::Refuse(rule::kNotOfProgramme);
  RETURN_IF_ERROR(LockCase(call, found));
  found.application.set_debt_referral_id(request.referral_id());
  db::Update(call.tx(), found.application, {"debt_referral_id"});
  call.Emit("ApplicationChanged", found.application);
  v1::LinkDebtReferralResponse response;
  *response.mutable_application() = std::move(found.application);
  return response;
}

absl::StatusOr<v1::GetApplicationResponse> ApplicationService::GetApplication(
    rpc::Call& call, const v1::GetApplicationRequest& request) {
  v1::GetApplicationResponse response;
  v1::Application& application = *response.mutable_application();
  ASSIGN_OR_RETURN(application, GetKnown<v1::Application>(call, request.application_id()));
  const Viewer viewer = ViewerOf(call.caller(), application);
  for (auto& action : ApplicationActions(application, viewer, call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ListApplicationsResponse> ApplicationService::ListApplications(
    rpc::Call& call, const v1::ListApplicationsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  ASSIGN_OR_RETURN(const v1::Programme programme, ReadProgramme(call.tx(), request.programme_id()));
  v1::ListApplicationsResponse response;
  if (!TakesPart(programme, call.caller().unit)) return response;
  rpc::Page scan{.size = kBatch, .after = page.after};
  for (int scanned = 0; scanned < kLargestScan; scanned += kBatch) {
    const auto batch = FindApplications(call.tx(), request.programme_id(), scan);
    RETURN_IF_ERROR(DecideAll(call, batch));
    for (const v1::Application& application : batch) {
      if (response.applications_size() == page.size) {
        response.set_next_page_token(rpc::NextPageToken(call, request, scan.after));
        return response;
      }
      scan.after = SortKeys(application);
      ASSIGN_OR_RETURN(const bool listed, IsListed(call, application, request.state()));
      if (listed) *response.add_applications() = application;
    }
    if (batch.size() < kBatch) return response;
  }
  response.set_next_page_token(rpc::NextPageToken(call, request, scan.after));
  return response;
}

}  // namespace opora::housing
