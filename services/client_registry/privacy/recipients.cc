#include "services/client_registry/privacy/recipients.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "opora/common/v1/audit.pb.h"

namespace opora::registry {
namespace {

using common::v1::AuditEntry;

// The unit that an entry says received something, with an empty agency for none.
rpc::Unit ReceiverOf(const AuditEntry& entry) {
  if (entry.effect() == common::v1::AUDIT_EFFECT_DISCLOSED)
    return {entry.recipient_agency_id(), entry.recipient_department_id()};
  if (entry.effect() == common::v1::AUDIT_EFFECT_READ)
    return {entry.agency_id(), entry.department_id()};
  return {};
}

}  // namespace

Recipients RecipientsOf(db::Tx& tx, const std::string& client_id, const rpc::Unit& source,
                        const std::set<common::v1::DataArea>& areas) {
  Recipients recipients;
  for (const auto& row :
       tx.Run("SELECT entry FROM audit_entries WHERE client_id IN (SELECT * FROM records_of($1)) "
              "ORDER BY seq",
              {client_id})) {
    AuditEntry entry;
    entry.ParseFromString(db::ParseBytea(row[0].c_str()));
    const rpc::Unit receiver = ReceiverOf(entry);
    if (receiver.agency_id.empty() || receiver == source) continue;
    for (int number : entry.areas()) {
      const auto area = static_cast<common::v1::DataArea>(number);
      if (areas.empty() || areas.contains(area)) recipients[receiver].insert(area);
    }
  }
  return recipients;
}

std::vector<std::string> NamingRecords(db::Tx& tx, const std::string& client_id,
                                       const rpc::Unit& unit) {
  std::vector<std::string> clients;
  for (const auto& row :
       tx.Run("SELECT f.client_id FROM family_relations f WHERE f.relative_client_id IN (SELECT * "
              "FROM records_of($1)) AND f.agency_id = $2 AND coalesce(f.department_id::text, '') = "
              "$3 UNION SELECT r.client_id FROM representations r WHERE r.representative_client_id "
              "IN (SELECT * FROM records_of($1)) AND r.agency_id = $2 AND "
              "coalesce(r.department_id::text, '') = $3 ORDER BY 1",
              {client_id, unit.agency_id, unit.department_id})) {
    clients.emplace_back(row[0].c_str());
  }
  return clients;
}

std::vector<v1::RecipientNotice> Tell(rpc::Call& call, const v1::RecipientNotice& what,
                                      const Recipients& recipients) {
  std::vector<v1::RecipientNotice> notices;
  for (const auto& [unit, areas] : recipients) {
    v1::RecipientNotice& notice = notices.emplace_back(what);
    notice.set_notice_id(ids::RandomId());
    notice.set_recipient_agency_id(unit.agency_id);
    if (!unit.department_id.empty()) notice.set_recipient_department_id(unit.department_id);
    for (common::v1::DataArea area : areas) notice.add_areas(area);
    *notice.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), notice);
    call.Emit("RecipientTold", notice);
  }
  return notices;
}

std::vector<v1::RecipientNotice> TellOfCorrection(rpc::Call& call, const std::string& client_id,
                                                  const std::string& statement_id,
                                                  common::v1::DataArea area) {
  v1::RecipientNotice notice;
  notice.set_client_id(client_id);
  rpc::SetHolder(call.caller().unit, notice);
  notice.set_kind(v1::RECIPIENT_NOTICE_KIND_CORRECTED);
  notice.set_statement_id(statement_id);
  return Tell(call, notice, RecipientsOf(call.tx(), client_id, call.caller().unit, {area}));
}

}  // namespace opora::registry
