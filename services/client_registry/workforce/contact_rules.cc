#include "services/client_registry/workforce/contact_rules.h"

#include <algorithm>
#include <set>

#include "common/rpc/call.h"
#include "common/rpc/policy.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/workforce/refusals.h"

namespace opora::registry {
namespace {

using common::v1::ActingRole;

// What the accompaniment lays down for a position; anything else is only unusual.
struct Position {
  ActingRole role;
  std::set<v1::ContactForm> forms;
  std::set<v1::ContactStage> stages;
  const rules::Rule* form;
  const rules::Rule* stage;
};

const std::vector<Position>& Positions() {
  const std::set<v1::ContactForm> remote = {v1::CONTACT_FORM_PHONE, v1::CONTACT_FORM_INTERNET};
  const std::set<v1::ContactForm> talk = {v1::CONTACT_FORM_PHONE, v1::CONTACT_FORM_OFFICE,
                                          v1::CONTACT_FORM_FIELD};
  const std::set<v1::ContactForm> any = {v1::CONTACT_FORM_PHONE, v1::CONTACT_FORM_INTERNET,
                                         v1::CONTACT_FORM_OFFICE, v1::CONTACT_FORM_FIELD};
  // Assistance helps with documents from the first stage on and receives clients in the office.
  const std::set<v1::ContactForm> assistance = {v1::CONTACT_FORM_PHONE, v1::CONTACT_FORM_INTERNET,
                                                v1::CONTACT_FORM_OFFICE};
  static const auto* positions = new std::vector<Position>{
      {common::v1::ACTING_ROLE_FIRST_CONTACT,
       remote,
       {v1::CONTACT_STAGE_SOCIAL_RECORD},
       &rule::kFormOfFirstContact,
       &rule::kStageOfFirstContact},
      {common::v1::ACTING_ROLE_TEAM_LEAD,
       talk,
       {v1::CONTACT_STAGE_DIAGNOSTIC},
       &rule::kFormOfTeamLead,
       &rule::kStageOfTeamLead},
      {common::v1::ACTING_ROLE_SECOND_CONTACT,
       any,
       {v1::CONTACT_STAGE_PROPOSING_SOLUTIONS},
       &rule::kFormOfSecondContact,
       &rule::kStageOfSecondContact},
      {common::v1::ACTING_ROLE_ASSISTANCE,
       assistance,
       {v1::CONTACT_STAGE_SOCIAL_RECORD, v1::CONTACT_STAGE_DIAGNOSTIC, v1::CONTACT_STAGE_DETAIL},
       &rule::kFormOfAssistance,
       &rule::kStageOfAssistance},
  };
  return *positions;
}

// Stages that belong to positions; another role in one of them takes another's work (REG-31).
const rules::Rule* UnusualStage(const v1::ContactRecord& contact) {
  if (contact.stage() == v1::CONTACT_STAGE_UNSPECIFIED) return nullptr;
  const rules::Rule* owner = nullptr;
  for (const Position& position : Positions()) {
    if (position.role == contact.acting_role())
      return position.stages.contains(contact.stage()) ? nullptr : position.stage;
    if (position.stages.contains(contact.stage())) owner = position.stage;
  }
  return owner;
}

const rules::Rule* UnusualForm(const v1::ContactRecord& contact) {
  for (const Position& position : Positions()) {
    if (position.role == contact.acting_role() && !position.forms.contains(contact.form()))
      return position.form;
  }
  return nullptr;
}

}  // namespace

v1::ContactTechnique UsualTechnique(ActingRole role) {
  switch (role) {
    case common::v1::ACTING_ROLE_FIRST_CONTACT:
      return v1::CONTACT_TECHNIQUE_ACCOMPANYING;
    case common::v1::ACTING_ROLE_TEAM_LEAD:
    case common::v1::ACTING_ROLE_SECOND_CONTACT:
      return v1::CONTACT_TECHNIQUE_LEADING;
    case common::v1::ACTING_ROLE_ASSISTANCE:
      return v1::CONTACT_TECHNIQUE_GUIDING;
    case common::v1::ACTING_ROLE_ONLINE_EDITOR:
      return v1::CONTACT_TECHNIQUE_EDUCATING;
    case common::v1::ACTING_ROLE_EXPERT:
      return v1::CONTACT_TECHNIQUE_EDUCATIONAL_TALK;
    default:
      return v1::CONTACT_TECHNIQUE_UNSPECIFIED;
  }
}

absl::Status CheckContact(const v1::ContactRecord& contact, absl::Time now) {
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(contact.occurred_at()), now,
                                         "contact.occurred_at"));
  const bool group_by_expert =
      contact.acting_role() == common::v1::ACTING_ROLE_EXPERT && contact.is_group();
  if (contact.has_deviation() &&
      (!group_by_expert || contact.deviation().rule() != rule::kGroupByExpert.id)) {
    return rules::InvalidField("contact.deviation.rule", "DEVIATION_OF_NO_RULE",
                               "is no rule that this contact deviates from");
  }
  if (group_by_expert && !contact.has_deviation()) return rules::Refuse(rule::kGroupByExpert);
  return absl::OkStatus();
}

void FillContact(v1::ContactRecord& contact) {
  contact.set_stance(rpc::MeaningOf(contact.acting_role()).stance());
  if (contact.technique() == v1::CONTACT_TECHNIQUE_UNSPECIFIED)
    contact.set_technique(UsualTechnique(contact.acting_role()));
  if (contact.is_merged_role() &&
      contact.role_disclosed_to_client() == v1::ROLE_DISCLOSURE_UNSPECIFIED) {
    contact.set_role_disclosed_to_client(v1::ROLE_DISCLOSURE_UNKNOWN);
  }
}

std::vector<common::v1::Warning> ContactWarnings(const v1::ContactRecord& contact, absl::Time now,
                                                 common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  if (const rules::Rule* form = UnusualForm(contact))
    warnings.push_back(rules::Warn(*form, language));
  if (const rules::Rule* stage = UnusualStage(contact))
    warnings.push_back(rules::Warn(*stage, language));
  if (contact.is_merged_role() && contact.role_disclosed_to_client() != v1::ROLE_DISCLOSURE_YES) {
    warnings.push_back(rules::Warn(rule::kRoleNotDisclosed, language));
  }
  if (rules::IsLateEntry(rpc::FromTimestamp(contact.occurred_at()), now))
    warnings.push_back(rules::Warn(rules::kLateEntry, language));
  return warnings;
}

}  // namespace opora::registry
