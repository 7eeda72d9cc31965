#include "services/housing_referral/programmes/programme_access.h"

#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {

absl::Status CheckRealiser(const rpc::Call& call, const v1::Programme& programme) {
  if (IsRealiser(programme, call.caller().unit)) return absl::OkStatus();
  return rules::Refuse(rule::kNotOfProgramme);
}

absl::Status CheckPartner(const rpc::Call& call, const v1::Programme& programme) {
  if (TakesPart(programme, call.caller().unit)) return absl::OkStatus();
  return rules::Refuse(rule::kNotOfProgramme);
}

absl::Status CheckUnitOrRealiser(const rpc::Call& call, const v1::Programme& programme,
                                 const rpc::Unit& unit) {
  if (call.caller().unit == unit) return absl::OkStatus();
  return CheckRealiser(call, programme);
}

absl::StatusOr<v1::Programme> LockRealised(rpc::Call& call, const std::string& programme_id,
                                           const std::string& etag) {
  ASSIGN_OR_RETURN(v1::Programme programme, db::Lock<v1::Programme>(call.tx(), programme_id, etag));
  RETURN_IF_ERROR(CheckRealiser(call, programme));
  return programme;
}

absl::Status CheckSide(const v1::Programme& programme, const rpc::Unit& unit, v1::PartnerSide side,
                       std::string_view field) {
  if (IsOnSide(programme, unit, side)) return absl::OkStatus();
  return rules::Refuse(rule::kUnitNotPartner, {.field = std::string(field)});
}

}  // namespace opora::housing
