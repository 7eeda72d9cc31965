#include "services/client_registry/clients/external_reference_store.h"

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "opora/registry/v1/agency.pb.h"
#include "opora/registry/v1/client.pb.h"
#include "opora/registry/v1/client_part.pb.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/debt.pb.h"
#include "opora/registry/v1/eligibility.pb.h"
#include "opora/registry/v1/enforcement.pb.h"
#include "opora/registry/v1/referral.pb.h"
#include "opora/registry/v1/support.pb.h"
#include "opora/registry/v1/support_network.pb.h"

namespace opora::registry {
namespace {

// Table and key come from the record's own option.
const google::protobuf::Descriptor* MessageOf(v1::ReferencedRecord type) {
  switch (type) {
    case v1::REFERENCED_RECORD_CLIENT:
      return v1::Client::descriptor();
    case v1::REFERENCED_RECORD_STATEMENT:
      return v1::Statement::descriptor();
    case v1::REFERENCED_RECORD_CONSENT:
      return v1::Consent::descriptor();
    case v1::REFERENCED_RECORD_REFERRAL:
      return v1::Referral::descriptor();
    case v1::REFERENCED_RECORD_SUPPORT_RECORD:
      return v1::SupportRecord::descriptor();
    case v1::REFERENCED_RECORD_DEBT:
      return v1::Debt::descriptor();
    case v1::REFERENCED_RECORD_CLIENT_ASSIGNMENT:
      return v1::ClientAssignment::descriptor();
    case v1::REFERENCED_RECORD_ENFORCEMENT:
      return v1::Enforcement::descriptor();
    case v1::REFERENCED_RECORD_NETWORK_MEMBER:
      return v1::NetworkMember::descriptor();
    case v1::REFERENCED_RECORD_CLIENT_PART:
      return v1::ClientPart::descriptor();
    case v1::REFERENCED_RECORD_LONG_TERM_PLAN:
      return v1::LongTermPlan::descriptor();
    default:
      return nullptr;
  }
}

}  // namespace

void LockReference(rpc::Call& call, const std::string& system, v1::ReferencedRecord type,
                   const std::string& external_id) {
  call.tx().Run("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                {absl::StrCat(call.caller().unit.agency_id, "/", system, "/", db::Stored(type), "/",
                              external_id)});
}

std::string FindReferenced(rpc::Call& call, const std::string& system, v1::ReferencedRecord type,
                           const std::string& external_id) {
  const pqxx::result rows = call.tx().Run(
      "SELECT record_id FROM external_references WHERE agency_id = $1 AND system = $2 AND "
      "record_type = $3 AND external_id = $4",
      {call.caller().unit.agency_id, system, db::Stored(type), external_id});
  return rows.empty() ? "" : rows[0][0].as<std::string>();
}

v1::ExternalReference InsertReference(rpc::Call& call, const std::string& system,
                                      v1::ReferencedRecord type, const std::string& external_id,
                                      const std::string& record_id) {
  v1::ExternalReference reference;
  reference.set_reference_id(ids::RandomId());
  reference.set_agency_id(call.caller().unit.agency_id);
  reference.set_system(system);
  reference.set_record_type(type);
  reference.set_external_id(external_id);
  reference.set_record_id(record_id);
  *reference.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), reference);
  return reference;
}

absl::Status CheckReferenced(rpc::Call& call, v1::ReferencedRecord type,
                             const std::string& record_id) {
  const auto* message = MessageOf(type);
  if (message == nullptr) return rules::NotFound();
  const auto& record = message->options().GetExtension(common::v1::record);
  const pqxx::result rows = call.tx().Run(
      absl::StrCat("SELECT client_id, agency_id, coalesce(department_id::text, '') FROM ",
                   record.table(), " WHERE ", record.key(), " = $1"),
      {record_id});
  if (rows.empty()) return rules::NotFound();
  const std::string client_id = rows[0][0].as<std::string>();
  const rpc::Unit holder{rows[0][1].as<std::string>(), rows[0][2].as<std::string>()};
  call.SetClient(client_id);
  const bool of_person = type == v1::REFERENCED_RECORD_CLIENT;
  if (of_person || holder == call.caller().unit) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({client_id, of_person ? rpc::Unit{} : holder}));
    if (grants->own) return absl::OkStatus();
  }
  return call.HiddenRefusal("REG-120", "FOREIGN_RECORD");
}

}  // namespace opora::registry
