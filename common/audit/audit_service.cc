#include "common/audit/audit_service.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/audit/verify.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/rpc/page.h"
#include "common/rpc/policy.h"
#include "common/rules/rule.h"

namespace opora::audit {
namespace {

using common::v1::AuditEntry;

constexpr int kSummarized = 5000;  // Entries added up in one answer, unless asked otherwise.

// Entries of a period, newest first; both lists page by instant and number.
constexpr char kEntries[] =
    "SELECT seq, entry, occurred_at::text FROM audit_entries WHERE occurred_at >= $1 AND "
    "occurred_at < $2 AND ($3::uuid IS NULL OR worker_id = $3 OR substituted_worker_id = $3) AND "
    "($4::uuid IS NULL OR agency_id = $4) AND ($5::uuid IS NULL OR client_id = $5) AND ($6::text "
    "IS NULL OR peer_certificate = $6) AND ($7::timestamptz IS NULL OR (occurred_at, seq) < "
    "($7::timestamptz, $8::bigint)) ORDER BY occurred_at DESC, seq DESC LIMIT $9";

bool SeesEveryAgency(const rpc::Call& call) {
  return rpc::IsInGroup(call.caller().role, common::v1::ROLE_GROUP_PLATFORM_ADMINISTRATION);
}

// The agency whose accesses the caller may see, empty for all.
absl::StatusOr<std::string> AgencyFor(const rpc::Call& call, const std::string& asked) {
  if (SeesEveryAgency(call)) return asked;
  if (asked.empty() || asked == call.caller().unit.agency_id) return call.caller().unit.agency_id;
  return rules::StatusWithReason(absl::StatusCode::kPermissionDenied, "FOREIGN_AGENCY",
                                 "auditors see accesses by their own agency");
}

// Entries that the request asks for, and the token behind the last of them.
struct Found {
  std::vector<AuditEntry> entries;
  std::string next_page_token;
};

template <typename Request>
absl::StatusOr<Found> Find(rpc::Call& call, const Request& request, const std::string& client_id,
                           int default_size) {
  ASSIGN_OR_RETURN(rpc::Page page, rpc::ReadPage(call, request));
  if (request.page_size() == 0) page.size = default_size;
  ASSIGN_OR_RETURN(const std::string agency, AgencyFor(call, request.agency_id()));
  const pqxx::result rows = call.tx().Run(
      kEntries, {db::TimestampText(request.from_time()), db::TimestampText(request.to_time()),
                 db::OrNull(request.worker_id()), db::OrNull(agency), db::OrNull(client_id),
                 db::OrNull(request.peer_certificate()), page.Key(0), page.Key(1), page.Limit()});
  Found found;
  for (const auto& row : rows) {
    if (static_cast<int>(found.entries.size()) == page.size) {
      const auto& last = rows[static_cast<pqxx::result::size_type>(page.size) - 1];
      found.next_page_token = rpc::NextPageToken(call, request, {last[2].c_str(), last[0].c_str()});
      break;
    }
    found.entries.emplace_back().ParseFromString(db::ParseBytea(row[1].c_str()));
  }
  return found;
}

void CountEffect(const AuditEntry& entry, common::v1::AccessSummary& summary) {
  switch (entry.effect()) {
    case common::v1::AUDIT_EFFECT_READ:
      summary.set_read_count(summary.read_count() + 1);
      break;
    case common::v1::AUDIT_EFFECT_WRITTEN:
      summary.set_written_count(summary.written_count() + 1);
      break;
    case common::v1::AUDIT_EFFECT_DISCLOSED:
      summary.set_disclosed_count(summary.disclosed_count() + 1);
      break;
    case common::v1::AUDIT_EFFECT_REFUSED:
      summary.set_refused_count(summary.refused_count() + 1);
      break;
    default:
      break;
  }
}

template <typename Values, typename Value>
void AddOnce(const Value& value, Values& values) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.Add(Value(value));
}

// `entry` is older than what was added before.
void Add(const AuditEntry& entry, common::v1::AccessSummary& summary) {
  CountEffect(entry, summary);
  *summary.mutable_first_time() = entry.occurred_at();
  if (!summary.has_last_time()) *summary.mutable_last_time() = entry.occurred_at();
  AddOnce(entry.method(), *summary.mutable_methods());
  if (entry.basis() != common::v1::BASIS_UNSPECIFIED)
    AddOnce(static_cast<int>(entry.basis()), *summary.mutable_bases());
  if (!entry.worker_id().empty()) AddOnce(entry.worker_id(), *summary.mutable_worker_ids());
}

}  // namespace

void AuditService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.common.v1.AuditService";
  rpc::Bind(methods, kInterface, "ListAccesses", *this, &AuditService::ListAccesses);
  rpc::Bind(methods, kInterface, "SummarizeAccesses", *this, &AuditService::SummarizeAccesses);
  rpc::Bind(methods, kInterface, "VerifyChain", *this, &AuditService::VerifyChain);
}

absl::StatusOr<common::v1::ListAccessesResponse> AuditService::ListAccesses(
    rpc::Call& call, const common::v1::ListAccessesRequest& request) {
  ASSIGN_OR_RETURN(Found found, Find(call, request, request.client_id(), 50));
  common::v1::ListAccessesResponse response;
  for (AuditEntry& entry : found.entries) *response.add_entries() = std::move(entry);
  response.set_next_page_token(found.next_page_token);
  return response;
}

absl::StatusOr<common::v1::SummarizeAccessesResponse> AuditService::SummarizeAccesses(
    rpc::Call& call, const common::v1::SummarizeAccessesRequest& request) {
  ASSIGN_OR_RETURN(const Found found, Find(call, request, "", kSummarized));
  std::map<std::pair<std::string, int>, common::v1::AccessSummary> summaries;
  for (const AuditEntry& entry : found.entries) {
    std::set<int> areas(entry.areas().begin(), entry.areas().end());
    if (areas.empty()) areas.insert(common::v1::DATA_AREA_UNSPECIFIED);
    for (int area : areas) Add(entry, summaries[{entry.client_id(), area}]);
  }
  common::v1::SummarizeAccessesResponse response;
  for (auto& [key, summary] : summaries) {
    summary.set_client_id(key.first);
    summary.set_area(static_cast<common::v1::DataArea>(key.second));
    *response.add_summaries() = std::move(summary);
  }
  response.set_entry_count(static_cast<int>(found.entries.size()));
  response.set_next_page_token(found.next_page_token);
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
