#include "services/client_registry/protection/address_service.h"

#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "services/client_registry/protection/protection_rules.h"
#include "services/client_registry/protection/protection_store.h"
#include "services/client_registry/protection/refusals.h"

namespace opora::registry {
namespace {

using protection::Entitlement;
using protection::Level;

constexpr Level kNormal = v1::ADDRESS_PROTECTION_LEVEL_NORMAL;

// No page: nobody has more addresses than somebody can read.
std::vector<v1::ClientAddress> AddressesOf(rpc::Call& call, const std::string& client_id) {
  return db::Select<v1::ClientAddress>(
      call.tx(),
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) ORDER BY r.create_time DESC, "
      "r.address_id LIMIT 100",
      {client_id});
}

// What of a protected person this worker reads: of the own unit, as assigned or what was written
// with the own hand; everything, as a recipient of a release.
bool Shows(const rpc::Call& call, const Entitlement& entitlement,
           const v1::ClientAddress& address) {
  if (entitlement.released) return true;
  if (rpc::HolderOf(address) != call.caller().unit) return false;
  return entitlement.assigned || address.author_worker_id() == call.caller().worker_id;
}

// The recipient stands in the client's list of disclosures, with its agency.
absl::Status AuditRelease(rpc::Call& call, const v1::AddressRelease& release) {
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(release.client_id());
  entry.set_effect(common::v1::AUDIT_EFFECT_DISCLOSED);
  entry.add_areas(common::v1::DATA_AREA_ADDRESS);
  if (release.has_outside_recipient()) {
    entry.set_outside_recipient(db::Stored(release.outside_recipient()));
    return absl::OkStatus();
  }
  const pqxx::result rows = call.tx().Run(
      "SELECT agency_id, department_id FROM workers WHERE worker_id = $1 AND NOT suspended",
      {release.recipient_worker_id()});
  if (rows.empty() || release.recipient_worker_id() == call.caller().worker_id) {
    return rules::InvalidField("release.recipient_worker_id", "WORKER_UNKNOWN",
                               "is no other worker of the platform");
  }
  entry.set_recipient_agency_id(rows[0][0].c_str());
  if (!rows[0][1].is_null()) entry.set_recipient_department_id(rows[0][1].c_str());
  return absl::OkStatus();
}

}  // namespace

void AddressService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ProtectionService";
  rpc::Bind(methods, kInterface, "RecordAddress", *this, &AddressService::RecordAddress);
  rpc::Bind(methods, kInterface, "EndAddress", *this, &AddressService::EndAddress);
  rpc::Bind(methods, kInterface, "ListAddresses", *this, &AddressService::ListAddresses);
  rpc::Bind(methods, kInterface, "ReleaseAddress", *this, &AddressService::ReleaseAddress);
}

absl::StatusOr<v1::RecordAddressResponse> AddressService::RecordAddress(
    rpc::Call& call, const v1::RecordAddressRequest& request) {
  v1::ClientAddress address = request.address();
  RETURN_IF_ERROR(protection::CheckAddress(address, call.now()));
  // The database says so too, to whoever writes while the protection is being set.
  if (protection::LevelOf(call.tx(), address.client_id()) == v1::ADDRESS_PROTECTION_LEVEL_HIDDEN ||
      protection::HasSecretAddress(call.tx(), call.caller().unit.agency_id)) {
    return rules::Refuse(rule::kAddressNotHeld);
  }
  address.set_address_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, address);
  address.set_author_worker_id(call.caller().worker_id);
  *address.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), address);
  v1::RecordAddressResponse response;
  response.set_address_id(address.address_id());
  return response;
}

absl::StatusOr<v1::EndAddressResponse> AddressService::EndAddress(
    rpc::Call& call, const v1::EndAddressRequest& request) {
  ASSIGN_OR_RETURN(v1::ClientAddress address,
                   db::Lock<v1::ClientAddress>(call.tx(), request.address_id()));
  call.SetClient(address.client_id());
  const bool open =
      protection::LevelOf(call.tx(), address.client_id()) == kNormal ||
      Shows(call, protection::ReadEntitlement(call, call.tx(), address.client_id()), address);
  if (rpc::HolderOf(address) != call.caller().unit || !open)
    return call.HiddenRefusal("XC-27", "FOREIGN_ADDRESS");
  *address.mutable_valid_to() =
      request.has_valid_to() ? request.valid_to() : dates::ToDate(dates::DayAt(call.now()));
  RETURN_IF_ERROR(protection::CheckAddress(address, call.now()));
  db::Update(call.tx(), address, {"valid_to"});
  return v1::EndAddressResponse();
}

absl::StatusOr<v1::ListAddressesResponse> AddressService::ListAddresses(
    rpc::Call& call, const v1::ListAddressesRequest& request) {
  const std::string& client_id = request.client_id();
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({client_id, {}}));
  // Everything is read before anything is decided, so that time tells nothing.
  const Level level = protection::LevelOf(call.tx(), client_id);
  const Entitlement entitlement = protection::ReadEntitlement(call, call.tx(), client_id);
  std::vector<v1::ClientAddress> addresses = AddressesOf(call, client_id);
  const bool shielded = level == v1::ADDRESS_PROTECTION_LEVEL_SHIELDED;
  if (!grants->Any() && !(shielded && entitlement.released))
    return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  if (level != kNormal && !entitlement.MayRead()) return rules::Refuse(rule::kAddressProtected);
  v1::ListAddressesResponse response;
  for (v1::ClientAddress& address : addresses) {
    if (level != kNormal) {
      if (!Shows(call, entitlement, address)) continue;
      rpc::HoldOwn(call, address);
    }
    *response.add_addresses() = std::move(address);
  }
  return response;
}

absl::StatusOr<v1::ReleaseAddressResponse> AddressService::ReleaseAddress(
    rpc::Call& call, const v1::ReleaseAddressRequest& request) {
  const std::string& client_id = request.release().client_id();
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({client_id, {}}));
  if (!grants->Any()) return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  const Entitlement entitlement = protection::ReadEntitlement(call, call.tx(), client_id);
  v1::ReleaseAddressResponse response;
  v1::AddressRelease& release = *response.mutable_release();
  release = request.release();
  RETURN_IF_ERROR(protection::CheckRelease(release, protection::LevelOf(call.tx(), client_id),
                                           entitlement.MayRelease(), call.now()));
  RETURN_IF_ERROR(AuditRelease(call, release));
  release.set_release_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, release);
  release.set_released_by_worker_id(call.caller().worker_id);
  *release.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), release);
  rpc::HoldOwn(call, release);
  return response;
}

}  // namespace opora::registry
