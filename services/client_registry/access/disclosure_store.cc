#include "services/client_registry/access/disclosure_store.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"

namespace opora::registry::access {

// A service that asks for its own rules, without a person, tells nobody: it is in the audit log,
// and not among those who saw something.
std::vector<StoredEntry> ReadEntries(db::Tx& tx, const std::string& client_id, bool machine,
                                     const std::string& seq, int limit) {
  const pqxx::result rows = tx.Run(
      "SELECT a.seq, a.entry FROM audit_entries a WHERE a.client_id IN (SELECT * FROM "
      "records_of($1)) AND a.is_machine = $2 AND (NOT a.is_machine OR a.agency_id IS NOT NULL) "
      "AND ($3::bigint IS NULL OR a.seq < $3::bigint) ORDER BY a.seq DESC LIMIT $4",
      {client_id, machine ? "t" : "f", db::OrNull(seq), std::to_string(limit)});
  std::vector<StoredEntry> entries;
  for (const auto& row : rows) {
    StoredEntry& stored = entries.emplace_back();
    stored.seq = row[0].c_str();
    stored.entry.ParseFromString(db::ParseBytea(row[1].c_str()));
  }
  return entries;
}

v1::Disclosure ToDisclosure(const common::v1::AuditEntry& entry) {
  v1::Disclosure disclosure;
  const bool outside = !entry.outside_recipient().empty();
  const bool to_recipient = outside || !entry.recipient_agency_id().empty();
  disclosure.set_entry_id(entry.entry_id());
  *disclosure.mutable_occurred_at() = entry.occurred_at();
  disclosure.set_agency_id(to_recipient ? entry.recipient_agency_id() : entry.agency_id());
  disclosure.set_department_id(to_recipient ? entry.recipient_department_id()
                                            : entry.department_id());
  disclosure.set_worker_id(entry.worker_id());
  disclosure.set_acting_role(entry.acting_role());
  *disclosure.mutable_areas() = entry.areas();
  disclosure.set_purpose(entry.purpose());
  disclosure.set_basis(entry.basis());
  disclosure.set_law_row(entry.law_row());
  disclosure.set_consent_id(entry.consent_id());
  disclosure.set_consent_version(entry.consent_version());
  disclosure.set_effect(entry.effect());
  disclosure.set_rule(entry.rule());
  disclosure.set_method(entry.method());
  if (outside)
    disclosure.set_outside_recipient(db::EnumOf<v1::OutsideRecipient>(entry.outside_recipient()));
  return disclosure;
}

}  // namespace opora::registry::access
