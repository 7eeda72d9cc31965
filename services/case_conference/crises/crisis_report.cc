#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/rules/occurrence.h"
#include "common/time/proto_date.h"
#include "services/case_conference/crises/crisis_access.h"
#include "services/case_conference/crises/crisis_rules.h"
#include "services/case_conference/crises/crisis_service.h"

// Suspicions that have to be reported (CONF-107 to CONF-110, XC-24).
namespace opora::conference {
namespace {

void Tell(rpc::Call& call, std::string_view event, const v1::MandatoryReport& report,
          registry::v1::OutsideRecipient recipient = registry::v1::OUTSIDE_RECIPIENT_UNSPECIFIED) {
  const v1::MandatoryReportFact fact = FactOf(report, recipient, call.now());
  call.Emit(event, report, &fact);
}

// A report to one recipient, by the row of the list that is in force when it is made.
absl::StatusOr<v1::ReportFiling> FilingOf(rpc::Call& call, const v1::MandatoryReport& report,
                                          const v1::FileReportRequest& request) {
  v1::ReportFiling filing;
  const absl::Time occurred_at =
      request.has_occurred_at() ? rpc::FromTimestamp(request.occurred_at()) : call.now();
  RETURN_IF_ERROR(rules::CheckOccurrence(occurred_at, call.now(), "occurred_at"));
  ASSIGN_OR_RETURN(
      const v1::ReportRecipient row,
      RowFor(RecipientsOn(call.tx(), dates::DayAt(occurred_at)), report, request.recipient()));
  filing.set_filing_id(IdForRequest(call, request.request_id()));
  filing.set_recipient(request.recipient());
  filing.set_recipient_name(request.recipient_name());
  filing.set_wording(request.wording());
  filing.set_worker_id(call.caller().worker_id);
  *filing.mutable_occurred_at() = rpc::ToTimestamp(occurred_at);
  filing.set_recipient_row(row.row_id());
  filing.set_statute(row.statute());
  filing.set_disclosure_state(v1::DISCLOSURE_STATE_PENDING);
  return filing;
}

}  // namespace

absl::StatusOr<v1::RaiseSuspicionResponse> CrisisService::RaiseSuspicion(
    rpc::Call& call, const v1::RaiseSuspicionRequest& request) {
  v1::RaiseSuspicionResponse response;
  v1::MandatoryReport& report = *response.mutable_report();
  report = request.report();
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(report.occurred_at()), call.now(),
                                         "report.occurred_at"));
  if (report.has_crisis_id()) {
    ASSIGN_OR_RETURN(const v1::Crisis crisis, GetOwn<v1::Crisis>(call, report.crisis_id()));
    if (crisis.client_id() != report.client_id()) {
      return rules::InvalidField("report.crisis_id", "CRISIS_OF_ANOTHER_CLIENT",
                                 "is a crisis of another client");
    }
  }
  report.set_report_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, report);
  report.set_worker_id(call.caller().worker_id);
  report.set_state(v1::MANDATORY_REPORT_STATE_OPEN);
  report.clear_filings();
  report.clear_unfounded_reason();
  report.clear_unfounded_worker_id();
  report.clear_ospod_notified_by_police();
  report.clear_close_time();
  *report.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), report);
  Tell(call, "SuspicionRaised", report);
  for (auto& row : RecipientsOn(call.tx(), dates::DayAt(call.now()))) {
    if (row.situation() == report.situation()) *response.add_recipients() = std::move(row);
  }
  for (auto& warning : SuspicionWarnings(report, call.language()))
    *response.add_warnings() = std::move(warning);
  return response;
}

absl::StatusOr<v1::FileReportResponse> CrisisService::FileReport(
    rpc::Call& call, const v1::FileReportRequest& request) {
  v1::FileReportResponse response;
  ASSIGN_OR_RETURN(v1::MandatoryReport found,
                   GetOwn<v1::MandatoryReport>(call, request.report_id()));
  RETURN_IF_ERROR(CheckFile(found));
  AddDisagreement(request.client_disagreement(), found);
  ASSIGN_OR_RETURN(v1::ReportFiling filing, FilingOf(call, found, request));
  // The disclosure first: no call to another service once something is locked.
  ASSIGN_OR_RETURN(const Entered entered, disclosures_.Tell(call, DisclosureOf(found, filing)));
  filing.set_disclosure_state(entered.state);
  if (!entered.disclosure_id.empty()) filing.set_disclosure_id(entered.disclosure_id);
  ASSIGN_OR_RETURN(*response.mutable_report(),
                   LockOwn<v1::MandatoryReport>(call, request.report_id()));
  v1::MandatoryReport& report = *response.mutable_report();
  AddDisagreement(request.client_disagreement(), report);
  if (entered.state == v1::DISCLOSURE_STATE_PENDING)
    TellLater(call, kOfReport, report.report_id(), DisclosureOf(report, filing));
  *report.add_filings() = std::move(filing);
  // What was reported was reported, also when somebody found it unfounded in the meantime.
  if (report.state() == v1::MANDATORY_REPORT_STATE_OPEN) {
    report.set_state(v1::MANDATORY_REPORT_STATE_FILED);
    *report.mutable_close_time() = rpc::ToTimestamp(call.now());
  }
  db::Update(call.tx(), report, {"state", "client_disagreement", "close_time", "filings"});
  Tell(call, "MandatoryReportFiled", report, request.recipient());
  return response;
}

absl::StatusOr<v1::DecideUnfoundedResponse> CrisisService::DecideUnfounded(
    rpc::Call& call, const v1::DecideUnfoundedRequest& request) {
  v1::DecideUnfoundedResponse response;
  ASSIGN_OR_RETURN(*response.mutable_report(),
                   LockOwn<v1::MandatoryReport>(call, request.report_id()));
  v1::MandatoryReport& report = *response.mutable_report();
  RETURN_IF_ERROR(CheckUnfounded(report));
  report.set_state(v1::MANDATORY_REPORT_STATE_UNFOUNDED);
  report.set_unfounded_reason(request.reason());
  report.set_unfounded_worker_id(call.caller().worker_id);
  *report.mutable_close_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), report, {"state", "unfounded_reason", "unfounded_worker_id", "close_time"});
  Tell(call, "SuspicionUnfounded", report);
  return response;
}

absl::StatusOr<v1::RecordOspodNotifiedResponse> CrisisService::RecordOspodNotified(
    rpc::Call& call, const v1::RecordOspodNotifiedRequest& request) {
  v1::RecordOspodNotifiedResponse response;
  RETURN_IF_ERROR(dates::CheckDate(request.notified_on(), "notified_on"));
  if (dates::FromDate(request.notified_on()) > dates::DayAt(call.now()))
    return rules::Refuse(rules::kNotInFuture, {.field = "notified_on"});
  ASSIGN_OR_RETURN(*response.mutable_report(),
                   LockOwn<v1::MandatoryReport>(call, request.report_id()));
  v1::MandatoryReport& report = *response.mutable_report();
  RETURN_IF_ERROR(CheckOspodNotified(report));
  *report.mutable_ospod_notified_by_police() = request.notified_on();
  db::Update(call.tx(), report, {"ospod_notified_by_police"});
  Tell(call, "OspodNotifiedByPolice", report);
  return response;
}

absl::StatusOr<v1::ListReportRecipientsResponse> CrisisService::ListReportRecipients(
    rpc::Call& call, const v1::ListReportRecipientsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::FromDate(request.as_of_date());
  }
  const std::string after = page.Key(0).value_or("");
  v1::ListReportRecipientsResponse response;
  for (auto& row : RecipientsOn(call.tx(), day)) {
    const bool asked = request.situation() == registry::v1::REPORTABLE_SITUATION_UNSPECIFIED ||
                       row.situation() == request.situation();
    if (!asked || row.row_id() <= after) continue;
    if (response.recipients_size() == page.size) {
      response.set_next_page_token(
          rpc::NextPageToken(call, request, {response.recipients().rbegin()->row_id()}));
      break;
    }
    *response.add_recipients() = std::move(row);
  }
  return response;
}

}  // namespace opora::conference
