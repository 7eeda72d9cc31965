#include "services/client_registry/agencies/bootstrap.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/audit/log.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/call.h"
#include "common/time/clock.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/agency.pb.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

constexpr char kOperator[] = "Opora operator";

// The last word is the family name.
absl::Status SetName(const std::string& name, v1::Worker& worker) {
  const std::string text(absl::StripAsciiWhitespace(name));
  const std::size_t space = text.find_last_of(' ');
  if (space == std::string::npos) {
    return absl::InvalidArgumentError("name: a given name and a family name are needed");
  }
  worker.set_given_name(std::string(absl::StripAsciiWhitespace(text.substr(0, space))));
  worker.set_family_name(text.substr(space + 1));
  return absl::OkStatus();
}

std::string OperatorAgency(rpc::Call& call) {
  const auto present = db::Select<v1::Agency>(
      call.tx(), "WHERE r.name = $1 AND r.type = 'PLATFORM_OPERATOR'", {kOperator});
  if (!present.empty()) return present.front().agency_id();
  v1::Agency agency;
  agency.set_agency_id(ids::RandomId());
  agency.set_name(kOperator);
  agency.set_type(v1::AGENCY_TYPE_PLATFORM_OPERATOR);
  *agency.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), agency);
  const v1::AgencyFact fact = FactOf(agency);
  call.Emit("AgencyCreated", agency, &fact);
  return agency.agency_id();
}

void GrantAdministration(rpc::Call& call, const std::string& worker_id) {
  v1::RoleAssignment role;
  role.set_role_assignment_id(ids::RandomId());
  role.set_worker_id(worker_id);
  role.set_role(common::v1::ACTING_ROLE_PLATFORM_ADMIN);
  *role.mutable_valid_from() = dates::ToDate(dates::DayAt(call.now()));
  db::Insert(call.tx(), role);
  call.Emit("RoleGranted", role);
}

// What the pipeline leaves of a writing call: the audit entry and the events.
void Keep(rpc::Call& call, const v1::Worker& worker) {
  common::v1::AuditEntry entry;
  entry.set_entry_id(ids::TimeOrderedId(call.now()));
  *entry.mutable_occurred_at() = rpc::ToTimestamp(call.now());
  entry.set_service("client-registry");
  entry.set_method("bootstrap");
  entry.set_caller(common::v1::CALLER_SERVICE);
  entry.set_principal("service|bootstrap");
  entry.set_agency_id(worker.agency_id());
  entry.set_acting_role(common::v1::ACTING_ROLE_SYSTEM);
  entry.set_purpose(common::v1::PURPOSE_ADMINISTRATION);
  entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
  entry.add_records(absl::StrCat("workers/", worker.worker_id()));
  audit::EntryRows rows;
  rows.Add(entry);
  call.tx().Run(audit::kInsertEntries, rows.ToParams());
  common::v1::WatchResponse events;
  for (const auto& event : call.events()) *events.add_events() = event;
  call.tx().Run("INSERT INTO outbox (events) VALUES ($1)",
                {db::ByteaLiteral(events.SerializeAsString())});
}

absl::Status Create(rpc::Call& call, v1::Worker& worker) {
  // Two containers that start at the same moment: the second one finds what the first one made.
  call.tx().Run("SELECT pg_advisory_xact_lock(hashtext('opora.registry.bootstrap'))");
  const auto present = db::Select<v1::Worker>(call.tx(), "WHERE r.issuer = $1 AND r.subject = $2",
                                              {worker.issuer(), worker.subject()});
  if (!present.empty()) {
    if (HoldsRole(call.tx(), present.front().worker_id(), common::v1::ACTING_ROLE_PLATFORM_ADMIN,
                  dates::DayAt(call.now()))) {
      return absl::OkStatus();
    }
    return absl::FailedPreconditionError(
        "this sign-in belongs to a worker who does not administer the platform");
  }
  worker.set_worker_id(ids::RandomId());
  worker.set_agency_id(OperatorAgency(call));
  *worker.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), worker);
  call.Emit("WorkerCreated", worker);
  GrantAdministration(call, worker.worker_id());
  Keep(call, worker);
  return absl::OkStatus();
}

}  // namespace

std::vector<config::Setting> BootstrapSettings() {
  return {
      {.name = "issuer", .help = "issuer of the first administrator's tokens", .required = true},
      {.name = "subject", .help = "subject of the first administrator's tokens", .required = true},
      {.name = "name",
       .help = "the first administrator's given name and family name",
       .required = true},
  };
}

absl::Status Bootstrap(const config::Config& config) {
  v1::Worker worker;
  worker.set_issuer(config.String("issuer"));
  worker.set_subject(config.String("subject"));
  RETURN_IF_ERROR(SetName(config.String("name"), worker));
  try {
    db::Session session(config.String("database"));
    pqxx::work transaction(session.Connection());
    db::Tx tx(session, transaction);
    rpc::Call call({.now = SystemClock().Now()}, tx, nullptr);
    RETURN_IF_ERROR(Create(call, worker));
    transaction.commit();
    return absl::OkStatus();
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(absl::StrCat("the database cannot be reached: ", error.what()));
  } catch (const std::exception&) {
    return db::StatusFromCurrentException();
  }
}

}  // namespace opora::registry
