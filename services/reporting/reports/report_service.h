#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/method.h"
#include "opora/reporting/v1/report.pb.h"
#include "services/reporting/reports/report_frame.h"

namespace opora::reporting {

// Figures on the help that was given (REP-56 to REP-69, REP-81).
class ReportService {
 public:
  // Numbers of persons below `small_count` are not shown; `feeds` are those followed.
  ReportService(int64_t small_count, std::vector<std::string> feeds)
      : small_count_(small_count), feeds_(std::move(feeds)) {}

  void Register(rpc::Methods& methods);

  absl::StatusOr<v1::PutCountingRuleResponse> PutCountingRule(
      rpc::Call& call, const v1::PutCountingRuleRequest& request);
  absl::StatusOr<v1::GetSupportedPersonsResponse> GetSupportedPersons(
      rpc::Call& call, const v1::GetSupportedPersonsRequest& request);
  absl::StatusOr<v1::ListContributionsResponse> ListContributions(
      rpc::Call& call, const v1::ListContributionsRequest& request);
  absl::StatusOr<v1::GetTownReportResponse> GetTownReport(rpc::Call& call,
                                                          const v1::GetTownReportRequest& request);

 private:
  void FillCounts(db::Tx& tx, const Frame& frame, v1::GetSupportedPersonsResponse& response) const;
  void FillTown(db::Tx& tx, const Frame& frame, v1::GetTownReportResponse& response) const;
  void FillLines(db::Tx& tx, const Frame& frame, v1::GetTownReportResponse& response) const;

  const int64_t small_count_;
  const std::vector<std::string> feeds_;
};

}  // namespace opora::reporting
