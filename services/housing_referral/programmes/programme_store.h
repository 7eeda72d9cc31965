#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "services/housing_referral/programmes/judge.h"

namespace opora::housing {

// The programme, for partners and others alike: it names no client.
absl::StatusOr<v1::Programme> ReadProgramme(db::Tx& tx, const std::string& programme_id);

// Roles in force on a day.
std::vector<v1::ProgrammeRole> RolesOn(db::Tx& tx, const std::string& programme_id,
                                       absl::CivilDay day);

// Newest version of the settings, or the one of this number.
std::optional<v1::RuleSettings> FindSettings(db::Tx& tx, const std::string& programme_id,
                                             int version = 0);
// Settings and waivers as they bind on a day.
ProgrammeRules RulesOf(db::Tx& tx, const std::string& programme_id, absl::CivilDay day);
std::vector<v1::SeparationWaiver> WaiversOn(db::Tx& tx, const std::string& programme_id,
                                            absl::CivilDay day);

// The judge of one act of the caller in a programme.
Judge JudgeOf(rpc::Call& call, const std::string& programme_id);

std::optional<v1::SelectionCriteria> FindCriteria(db::Tx& tx, const std::string& programme_id,
                                                  int version = 0);
std::optional<v1::LandlordConditions> ConditionsInForce(db::Tx& tx, const std::string& programme_id,
                                                        const rpc::Unit& landlord);
// The version in force on a day.
std::optional<v1::DebtRule> DebtRuleOn(db::Tx& tx, const std::string& programme_id,
                                       const rpc::Unit& landlord, absl::CivilDay day);

// A page of the programmes in which the unit takes part, by name.
void FindProgrammes(db::Tx& tx, const rpc::Unit& unit, const rpc::Page& page, const std::function<google::protobuf::Message*()>& add);

// Clients of the programme: those with an open application or tenancy.
std::vector<std::string> ClientsOf(db::Tx& tx, const std::string& programme_id);

// Keeps what an act or a fact about a client did not follow (XC-46, XC-56).
struct DeviationContext {
  const v1::Programme* programme;
  std::string client_id;
  rpc::Unit holder;
  std::string record_type;
  std::string record_id;
  bool is_fact = false;
  std::string reason;
  absl::Time occurred_at;
};
void KeepDeviations(rpc::Call& call, const Judge& judge, const DeviationContext& context);

}  // namespace opora::housing
