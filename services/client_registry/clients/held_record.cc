#include "services/client_registry/clients/held_record.h"

#include "absl/strings/str_cat.h"
#include "common/db/plan.h"
#include "common/rpc/need_to_know.h"
#include "services/client_registry/access/registry_decider.h"

namespace opora::registry {

bool MaySee(const rpc::Call& call, const rpc::Grants& grants, common::v1::DataArea area,
            std::string_view field) {
  return grants.Covers(area, field) &&
         rpc::NeedsToKnow(call.caller().role, call.context().purpose(), area);
}

absl::Status CheckHeld(rpc::Call& call, const google::protobuf::Message& record) {
  const std::string client_id = rpc::ClientOf(record);
  call.SetClient(client_id);
  const rpc::Unit holder = rpc::HolderOf(record);
  if (holder == call.caller().unit) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({client_id, holder}));
    if (grants->own) return absl::OkStatus();
  }
  return call.HiddenRefusal("XC-13", "FOREIGN_RECORD");
}

absl::Status CheckEtag(const google::protobuf::Message& record, std::string_view etag) {
  if (etag.empty() || rpc::TextAt(record, "etag") == etag) return absl::OkStatus();
  return EtagMismatch();
}

absl::Status EtagMismatch() {
  return rules::StatusWithReason(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                 "the record was changed since it was read");
}

absl::StatusOr<std::vector<std::string>> OpenHoldings(rpc::Call& call, const std::string& client_id,
                                                      std::string_view field) {
  std::vector<std::string> holdings;
  const std::set<rpc::Unit> units = access::FactsOf(call, client_id).units;
  for (const rpc::Unit& unit : units) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({client_id, unit}));
    for (int number = common::v1::DataArea_MIN + 1; number <= common::v1::DataArea_MAX; ++number) {
      if (!MaySee(call, *grants, static_cast<common::v1::DataArea>(number), field)) continue;
      const auto* area = common::v1::DataArea_descriptor()->FindValueByNumber(number);
      holdings.push_back(absl::StrCat(UnitText(unit), "/", db::StoredName(*area)));
    }
  }
  return holdings;
}

std::string InHoldings(int parameter) {
  return absl::StrCat(
      "r.agency_id::text || '/' || coalesce(r.department_id::text, '') || '/' || r.area = ANY($",
      parameter, "::text[])");
}

std::string UnitText(const rpc::Unit& unit) {
  return absl::StrCat(unit.agency_id, "/", unit.department_id);
}

}  // namespace opora::registry
