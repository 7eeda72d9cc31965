#include "services/housing_referral/programmes/programme_rules.h"

#include <algorithm>
#include <array>

#include "common/time/proto_date.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/complaints/refusals.h"
#include "services/housing_referral/programmes/refusals.h"

namespace opora::housing {
namespace {

using v1::ProgrammeFunction;

constexpr std::array kSteps = {
    ProgrammeStep{v1::PROGRAMME_STATE_DRAFT, "ActivateProgramme", v1::PROGRAMME_STATE_ACTIVE},
    ProgrammeStep{v1::PROGRAMME_STATE_SUSPENDED, "ActivateProgramme", v1::PROGRAMME_STATE_ACTIVE},
    ProgrammeStep{v1::PROGRAMME_STATE_ACTIVE, "SuspendProgramme", v1::PROGRAMME_STATE_SUSPENDED},
    ProgrammeStep{v1::PROGRAMME_STATE_DRAFT, "EndProgramme", v1::PROGRAMME_STATE_ENDED},
    ProgrammeStep{v1::PROGRAMME_STATE_ACTIVE, "EndProgramme", v1::PROGRAMME_STATE_ENDED},
    ProgrammeStep{v1::PROGRAMME_STATE_SUSPENDED, "EndProgramme", v1::PROGRAMME_STATE_ENDED},
};

// Kinds of bodies on one side of a programme.
struct Side {
  int municipal = 0;
  int providers = 0;
  int privates = 0;

  bool Only(int count) const { return municipal + providers + privates == count; }
};

Side SideOf(const v1::Programme& programme, v1::PartnerSide wanted) {
  Side side;
  for (const v1::ProgrammePartner& partner : programme.partners()) {
    if (partner.side() != wanted) continue;
    side.municipal += partner.type() == v1::PARTNER_TYPE_MUNICIPALITY;
    side.providers += partner.type() == v1::PARTNER_TYPE_NGO;
    side.privates += partner.type() == v1::PARTNER_TYPE_PRIVATE;
  }
  return side;
}

bool Matches(const v1::Programme& programme) {
  const Side support = SideOf(programme, v1::PARTNER_SIDE_SUPPORT);
  const Side lets = SideOf(programme, v1::PARTNER_SIDE_LANDLORD);
  const bool municipal = programme.realiser_type() == v1::PARTNER_TYPE_MUNICIPALITY;
  const bool provider = programme.realiser_type() == v1::PARTNER_TYPE_NGO;
  switch (programme.variant()) {
    case v1::PROGRAMME_VARIANT_MUNICIPALITY_ALONE:
      return municipal && support.Only(support.municipal) && lets.Only(lets.municipal);
    case v1::PROGRAMME_VARIANT_PROVIDER_AND_MUNICIPAL_FLATS:
      return (municipal || provider) && support.Only(support.providers) &&
             lets.Only(lets.municipal);
    case v1::PROGRAMME_VARIANT_MIXED_FLATS:
      return (municipal || provider) && support.Only(support.providers) && lets.municipal > 0 &&
             lets.privates > 0;
    case v1::PROGRAMME_VARIANT_PROVIDER_SUBLETS:
      return provider && support.Only(support.providers) && lets.Only(lets.providers);
    case v1::PROGRAMME_VARIANT_MUNICIPAL_SUPPORT_PRIVATE_FLATS:
      return support.Only(support.municipal) && lets.Only(lets.privates);
    default:
      return false;
  }
}

bool Anybody(const std::vector<v1::ProgrammeRole>& roles, ProgrammeFunction function) {
  return std::any_of(roles.begin(), roles.end(),
                     [&](const v1::ProgrammeRole& role) { return role.function() == function; });
}

rpc::Unit UnitOf(const v1::ProgrammePartner& partner) {
  return {partner.agency_id(), partner.department_id()};
}

bool IsLandlordSide(ProgrammeFunction function) {
  return function == v1::PROGRAMME_FUNCTION_LANDLORD_OFFICER ||
         function == v1::PROGRAMME_FUNCTION_PROPERTY_MANAGER;
}

bool IsSupportSide(ProgrammeFunction function) {
  return function == v1::PROGRAMME_FUNCTION_SUPPORT_WORKER ||
         function == v1::PROGRAMME_FUNCTION_LANDLORD_LIAISON;
}

bool DealsWithApplications(ProgrammeFunction function) {
  return function == v1::PROGRAMME_FUNCTION_APPLICATION_OFFICER ||
         function == v1::PROGRAMME_FUNCTION_INVESTIGATOR;
}

// HOUS-16: landlord and support, or applications and support, in one person.
bool AreOpposed(ProgrammeFunction one, ProgrammeFunction other) {
  return IsSupportSide(one) && (IsLandlordSide(other) || DealsWithApplications(other));
}

bool IsOfficerAndParty(ProgrammeFunction one, ProgrammeFunction other) {
  return one == v1::PROGRAMME_FUNCTION_COMPLAINT_OFFICER && IsSupportSide(other);
}

}  // namespace

std::span<const ProgrammeStep> ProgrammeSteps() { return kSteps; }

absl::StatusOr<v1::ProgrammeState> NextState(v1::ProgrammeState from, std::string_view verb) {
  for (const ProgrammeStep& step : kSteps) {
    if (step.from == from && step.verb == verb) return step.to;
  }
  return rules::Refuse(rule::kProgrammeStateRefuses,
                       {.metadata = {{"state", v1::ProgrammeState_Name(from)}}});
}

absl::Status CheckVariant(const v1::Programme& programme) {
  if (Matches(programme)) return absl::OkStatus();
  return rules::Refuse(rule::kVariantMismatch, {.field = "programme.variant"});
}

bool MergesRoles(const v1::Programme& programme) {
  for (const v1::ProgrammePartner& one : programme.partners()) {
    for (const v1::ProgrammePartner& other : programme.partners()) {
      if (one.side() == v1::PARTNER_SIDE_SUPPORT && other.side() == v1::PARTNER_SIDE_LANDLORD &&
          UnitOf(one) == UnitOf(other)) {
        return true;
      }
    }
  }
  return false;
}

std::vector<const rules::Rule*> ActivationProblems(const v1::Programme& programme,
                                                   const std::vector<v1::ProgrammeRole>& roles) {
  std::vector<const rules::Rule*> problems;
  const v1::ProgrammeVariant variant = programme.variant();
  const bool sublets = variant == v1::PROGRAMME_VARIANT_PROVIDER_SUBLETS ||
                       variant == v1::PROGRAMME_VARIANT_MUNICIPAL_SUPPORT_PRIVATE_FLATS;
  if (sublets && !Anybody(roles, v1::PROGRAMME_FUNCTION_LANDLORD_CONTACT))
    problems.push_back(&rule::kLandlordContactMissing);
  const bool coordinated = Anybody(roles, v1::PROGRAMME_FUNCTION_COORDINATOR);
  const bool mixed = variant == v1::PROGRAMME_VARIANT_MIXED_FLATS;
  const bool split = mixed || variant == v1::PROGRAMME_VARIANT_PROVIDER_AND_MUNICIPAL_FLATS;
  if (split && !coordinated)
    problems.push_back(mixed ? &rule::kCoordinatorMissingMixed : &rule::kCoordinatorMissing);
  if (variant == v1::PROGRAMME_VARIANT_MUNICIPALITY_ALONE && MergesRoles(programme))
    problems.push_back(&rule::kRolesMerged);
  if (split && !programme.has_working_group_id()) problems.push_back(&rule::kWorkingGroupMissing);
  for (const v1::ProgrammePartner& partner : programme.partners()) {
    if (partner.side() == v1::PARTNER_SIDE_LANDLORD && !partner.has_briefed_on()) {
      problems.push_back(&rule::kLandlordNotBriefed);
      break;
    }
  }
  return problems;
}

std::vector<const rules::Rule*> CompletenessProblems(const v1::Programme& programme,
                                                     const std::vector<v1::ProgrammeRole>& roles,
                                                     bool has_criteria) {
  std::vector<const rules::Rule*> problems = ActivationProblems(programme, roles);
  if (!Anybody(roles, v1::PROGRAMME_FUNCTION_COMPLAINT_OFFICER))
    problems.push_back(&rule::kOfficerMissing);
  if (programme.variant() == v1::PROGRAMME_VARIANT_MIXED_FLATS &&
      !Anybody(roles, v1::PROGRAMME_FUNCTION_LANDLORD_LIAISON))
    problems.push_back(&rule::kLiaisonMissing);
  if (!programme.has_application_rules() || !has_criteria) problems.push_back(&rule::kRulesMissing);
  if (!programme.has_complaint_methodology()) problems.push_back(&rule::kMethodologyMissing);
  if (!programme.has_left_belongings_agreement()) problems.push_back(&rule::kLeftBelongingsUnset);
  return problems;
}

std::vector<const rules::Rule*> RoleProblems(ProgrammeFunction wanted,
                                             const std::vector<ProgrammeFunction>& present,
                                             bool is_key_worker) {
  std::vector<const rules::Rule*> problems;
  if (wanted == v1::PROGRAMME_FUNCTION_LANDLORD_LIAISON && is_key_worker)
    problems.push_back(&rule::kLiaisonIsKeyWorker);
  for (ProgrammeFunction other : present) {
    if (AreOpposed(wanted, other) || AreOpposed(other, wanted)) {
      problems.push_back(&rule::kFunctionsConflict);
    } else if (IsOfficerAndParty(wanted, other) || IsOfficerAndParty(other, wanted)) {
      problems.push_back(&rule::kOfficerNotImpartial);
    }
  }
  return problems;
}

rpc::Unit UnitOf(const v1::Programme& programme) {
  return {programme.agency_id(), programme.department_id()};
}

rpc::Unit UnitOnSide(const v1::Programme& programme, v1::PartnerSide side) {
  for (const v1::ProgrammePartner& partner : programme.partners()) {
    if (partner.side() == side) return UnitOf(partner);
  }
  return side == v1::PARTNER_SIDE_APPLICATIONS ? UnitOf(programme) : rpc::Unit{};
}

bool IsOnSide(const v1::Programme& programme, const rpc::Unit& unit, v1::PartnerSide side) {
  for (const v1::ProgrammePartner& partner : programme.partners()) {
    if (partner.side() == side && UnitOf(partner) == unit) return true;
  }
  return side == v1::PARTNER_SIDE_APPLICATIONS && UnitOnSide(programme, side) == unit;
}

bool IsRealiser(const v1::Programme& programme, const rpc::Unit& unit) {
  return UnitOf(programme) == unit;
}

bool TakesPart(const v1::Programme& programme, const rpc::Unit& unit) {
  return IsRealiser(programme, unit) ||
         std::any_of(programme.partners().begin(), programme.partners().end(),
                     [&](const auto& partner) { return UnitOf(partner) == unit; });
}

bool HoldsOn(const v1::ProgrammeRole& role, absl::CivilDay day) {
  return dates::FromDate(role.valid_from()) <= day &&
         (!role.has_valid_to() || day <= dates::FromDate(role.valid_to()));
}

bool HasFunction(const std::vector<v1::ProgrammeRole>& roles, std::string_view worker_id,
                 ProgrammeFunction function) {
  return std::any_of(roles.begin(), roles.end(), [&](const v1::ProgrammeRole& role) {
    return role.worker_id() == worker_id && role.function() == function;
  });
}

bool IsWaivable(std::string_view rule, const v1::Programme& programme) {
  if (rule == rule::kSupportTeamKeepsOut.id)
    return programme.realiser_type() == v1::PARTNER_TYPE_NGO;
  const std::array waivable = {rule::kRolesMerged.id, rule::kLiaisonIsKeyWorker.id,
                               rule::kFunctionsConflict.id, rule::kOfficerNotImpartial.id};
  return std::find(waivable.begin(), waivable.end(), rule) != waivable.end();
}

}  // namespace opora::housing
