#include "services/client_registry/access/break_glass_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/break_glass_access.h"
#include "services/client_registry/access/break_glass_store.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/access/registry_decider.h"

namespace opora::registry {
namespace {

// Overdue reviews take the right away by themselves, whether or not anybody processed deadlines.
absl::Status CheckRight(rpc::Call& call) {
  const int overdue =
      access::CountOverdue(call.tx(), call.caller().unit.agency_id, dates::DayAt(call.now()));
  return overdue == 0 ? absl::OkStatus() : rules::Refuse(rule::kGlassSuspended);
}

// The record, its alerts and its audit entry are one transaction: there is none without the others.
void Keep(rpc::Call& call, v1::BreakGlass& glass) {
  glass.set_break_glass_id(ids::RandomId());
  db::Insert(call.tx(), glass);
  for (v1::AccessAlert& alert : access::AlertsFor(call.tx(), glass)) db::Insert(call.tx(), alert);
  // What is opened is the basis on which the client finds it in the list.
  rpc::Grants opened;
  for (int area : glass.areas()) {
    rpc::AreaGrant& grant = opened.areas[static_cast<access::DataArea>(area)];
    grant.basis = common::v1::BASIS_EMERGENCY;
    grant.law_row = access::kBreakGlassRow;
  }
  call.Hold({glass.client_id(), rpc::HolderOf(glass)}, std::move(opened));
}

void End(rpc::Call& call, v1::BreakGlass& glass) {
  *glass.mutable_close_time() = rpc::ToTimestamp(call.now());
  db::Update(call.tx(), glass, {"close_time"});
}

}  // namespace

std::vector<config::Setting> BreakGlassSettings() {
  return {{.name = "break-glass-sign-in",
           .type = config::Type::kDuration,
           .default_value = "15m",
           .help =
               "access in an emergency is opened and renewed by who signed in at most this long "
               "ago, by auth_time of the token, else its iat",
           .min = 60000,
           .max = 86400000}};
}

absl::Status BreakGlassService::CheckSignIn(const rpc::Call& call) const {
  return access::CheckSignIn(call.caller().signed_in, call.now(), oldest_sign_in_);
}

void BreakGlassService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.AccessService";
  rpc::Bind(methods, kInterface, "OpenBreakGlass", *this, &BreakGlassService::OpenBreakGlass);
  rpc::Bind(methods, kInterface, "RenewBreakGlass", *this, &BreakGlassService::RenewBreakGlass);
  rpc::Bind(methods, kInterface, "CloseBreakGlass", *this, &BreakGlassService::CloseBreakGlass);
  rpc::Bind(methods, kInterface, "GetBreakGlass", *this, &BreakGlassService::GetBreakGlass);
  rpc::Bind(methods, kInterface, "ListBreakGlasses", *this, &BreakGlassService::ListBreakGlasses);
}

absl::StatusOr<v1::OpenBreakGlassResponse> BreakGlassService::OpenBreakGlass(
    rpc::Call& call, const v1::OpenBreakGlassRequest& request) {
  const v1::BreakGlass& asked = request.break_glass();
  v1::OpenBreakGlassResponse response;
  v1::BreakGlass& glass = *response.mutable_break_glass();
  glass.set_client_id(asked.client_id());
  rpc::SetHolder(call.caller().unit, glass);
  glass.set_worker_id(call.caller().worker_id);
  glass.set_reason(asked.reason());
  glass.set_description(asked.description());
  *glass.mutable_areas() = asked.areas();
  if (asked.has_expire_time()) *glass.mutable_expire_time() = asked.expire_time();
  // Whatever does not depend on the person comes first, and tells nothing about anybody.
  RETURN_IF_ERROR(access::CheckGlass(call.context().purpose(), call.now(), glass));
  RETURN_IF_ERROR(CheckRight(call));
  RETURN_IF_ERROR(CheckSignIn(call));
  access::LockWorker(call.tx(), glass.worker_id());
  RETURN_IF_ERROR(access::CheckRecent(
      access::ReadRecent(call.tx(), glass.worker_id(), glass.client_id(), call.now()), call.now()));
  const access::Facts& facts = access::FactsOf(call, glass.client_id());
  if (!facts.exists) return call.HiddenRefusal("XC-13", "NO_SUCH_CLIENT");
  if (facts.code_name_only) return call.HiddenRefusal("REG-116", "CODE_NAME_ONLY");
  Keep(call, glass);
  call.Emit("BreakGlassOpened", glass);
  return response;
}

absl::StatusOr<v1::RenewBreakGlassResponse> BreakGlassService::RenewBreakGlass(
    rpc::Call& call, const v1::RenewBreakGlassRequest& request) {
  ASSIGN_OR_RETURN(v1::BreakGlass glass, access::LockOnOwnSide(call, request.break_glass_id()));
  const access::Reviewer caller = access::ReviewerOf(call);
  if (rpc::HolderOf(glass) != caller.unit)
    return call.HiddenRefusal("XC-26", "FOREIGN_BREAK_GLASS");
  RETURN_IF_ERROR(access::CheckVerb(glass, access::GlassVerb::kRenew, caller, call.now()));
  if (!access::SaysSomething(request.description()))
    return rules::Refuse(rule::kGlassText, {.field = "description"});
  RETURN_IF_ERROR(CheckRight(call));
  RETURN_IF_ERROR(CheckSignIn(call));
  End(call, glass);
  call.Emit("BreakGlassClosed", glass);
  v1::RenewBreakGlassResponse response;
  v1::BreakGlass& renewal = *response.mutable_break_glass();
  renewal = access::RenewalOf(glass, request.description(), caller, call.now());
  Keep(call, renewal);
  call.Emit("BreakGlassRenewed", renewal);
  return response;
}

absl::StatusOr<v1::CloseBreakGlassResponse> BreakGlassService::CloseBreakGlass(
    rpc::Call& call, const v1::CloseBreakGlassRequest& request) {
  v1::CloseBreakGlassResponse response;
  ASSIGN_OR_RETURN(*response.mutable_break_glass(),
                   access::LockOnOwnSide(call, request.break_glass_id()));
  v1::BreakGlass& glass = *response.mutable_break_glass();
  RETURN_IF_ERROR(
      access::CheckVerb(glass, access::GlassVerb::kClose, access::ReviewerOf(call), call.now()));
  End(call, glass);
  call.Emit("BreakGlassClosed", glass);
  return response;
}

absl::StatusOr<v1::GetBreakGlassResponse> BreakGlassService::GetBreakGlass(
    rpc::Call& call, const v1::GetBreakGlassRequest& request) {
  v1::GetBreakGlassResponse response;
  ASSIGN_OR_RETURN(*response.mutable_break_glass(),
                   db::Get<v1::BreakGlass>(call.tx(), request.break_glass_id()));
  const v1::BreakGlass& glass = response.break_glass();
  call.SetClient(glass.client_id());
  const access::Reviewer caller = access::ReviewerOf(call);
  const bool own_side = access::IsOnOwnSide(glass, caller);
  if (!own_side && !access::FactsOf(call, glass.client_id()).units.contains(caller.unit))
    return call.HiddenRefusal("XC-26", "FOREIGN_BREAK_GLASS");
  access::Show(call, glass, own_side);
  for (auto& action : access::GlassActions(glass, caller, call.now(), call.language()))
    *response.add_actions() = std::move(action);
  return response;
}

absl::StatusOr<v1::ListBreakGlassesResponse> BreakGlassService::ListBreakGlasses(
    rpc::Call& call, const v1::ListBreakGlassesRequest& request) {
  v1::ListBreakGlassesResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(call, request, "r.client_id IN (SELECT * FROM records_of($1))",
                                  {request.client_id()}, *response.mutable_break_glasses(),
                                  response));
  const access::Reviewer caller = access::ReviewerOf(call);
  for (const v1::BreakGlass& glass : response.break_glasses())
    access::Show(call, glass, access::IsOnOwnSide(glass, caller));
  return response;
}

}  // namespace opora::registry
