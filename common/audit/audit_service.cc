#include "common/audit/audit_service.h"

#include "common/audit/verify.h"
#include "common/db/plan.h"
#include "common/rpc/page.h"
#include "common/rpc/policy.h"
#include "common/rules/rule.h"

namespace opora::audit {
namespace {

std::optional<std::string> OrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

bool SeesEveryAgency(const rpc::Call& call) {
  for (int group : rpc::MeaningOf(call.caller().role).groups()) {
    if (group == common::v1::ROLE_GROUP_PLATFORM_ADMINISTRATION) return true;
  }
  return false;
}

}  // namespace

void AuditService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.common.v1.AuditService";
  rpc::Bind(methods, kInterface, "ListAccesses", *this, &AuditService::ListAccesses);
  rpc::Bind(methods, kInterface, "VerifyChain", *this, &AuditService::VerifyChain);
}

absl::StatusOr<common::v1::ListAccessesResponse> AuditService::ListAccesses(
    rpc::Call& call, const common::v1::ListAccessesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const std::string own_agency =
      SeesEveryAgency(call) ? request.agency_id() : call.caller().unit.agency_id;
  if (!request.agency_id().empty() && own_agency != request.agency_id()) {
    return rules::StatusWithReason(absl::StatusCode::kPermissionDenied, "FOREIGN_AGENCY",
                                   "auditors see accesses by their own agency");
  }
  const pqxx::result rows = call.tx().Run(
      "SELECT seq, entry FROM audit_entries WHERE occurred_at >= $1 AND occurred_at < $2 "
      // The absent worker has no column: substituted_worker_id as it stands in the entry (XC-61).
      "AND ($3::uuid IS NULL OR worker_id = $3 OR position('\\x4224'::bytea || "
      "convert_to($3::uuid::text, 'UTF8') in entry) > 0) "
      "AND ($4::uuid IS NULL OR agency_id = $4) "
      "AND ($5::uuid IS NULL OR client_id = $5) AND ($6::text IS NULL OR peer_certificate = $6) "
      "AND ($7::bigint IS NULL OR seq < $7) ORDER BY seq DESC LIMIT $8",
      {db::TimestampText(request.from_time()), db::TimestampText(request.to_time()),
       OrNull(request.worker_id()), OrNull(own_agency), OrNull(request.client_id()),
       OrNull(request.peer_certificate()),
       page.after.empty() ? std::nullopt : std::optional<std::string>(page.after[0]),
       std::to_string(page.size + 1)});
  common::v1::ListAccessesResponse response;
  std::string last_seq;
  for (const auto& row : rows) {
    if (response.entries_size() == page.size) {
      response.set_next_page_token(rpc::NextPageToken(call, request, {last_seq}));
      break;
    }
    last_seq = row[0].c_str();
    response.add_entries()->ParseFromString(db::ParseBytea(row[1].c_str()));
  }
  return response;
}

absl::StatusOr<common::v1::VerifyChainResponse> AuditService::VerifyChain(
    rpc::Call& call, const common::v1::VerifyChainRequest&) {
  ASSIGN_OR_RETURN(const VerifyResult result, audit::VerifyChain(call.tx(), keys_));
  common::v1::VerifyChainResponse response;
  response.set_intact(result.intact);
  response.set_first_broken_seq(result.first_broken_seq);
  response.set_sealed_count(result.sealed_count);
  response.set_open_count(result.open_count);
  response.set_problem(result.problem);
  return response;
}

}  // namespace opora::audit
