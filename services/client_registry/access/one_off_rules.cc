#include "services/client_registry/access/one_off_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/rpc/holder.h"
#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/consents/refusals.h"

namespace opora::registry::access {
namespace {

using common::v1::BASIS_CLIENT_PRESENT;
using common::v1::BASIS_EMERGENCY;
using common::v1::BASIS_MANDATORY_REPORT;

// § 150: who does not help although a life is in danger. To be checked by counsel, as the law
// table.
constexpr char kDutyToHelp[] = "§ 150 Act 40/2009";

// The client asks now, in this very talk; a day is left for writing it down.
constexpr absl::Duration kPresence = absl::Hours(24);

absl::Status CheckRecipient(const v1::OneOffDisclosure& disclosure, const Teller& teller) {
  if (disclosure.has_recipient_agency_id() == disclosure.has_outside_recipient()) {
    return rules::InvalidField("disclosure.recipient_agency_id", "RECIPIENT_UNCLEAR",
                               "or outside_recipient is needed, and not both");
  }
  if (disclosure.outside_recipient() == v1::OUTSIDE_RECIPIENT_OTHER &&
      !disclosure.has_outside_recipient_name()) {
    return rules::InvalidField("disclosure.outside_recipient_name", "RECIPIENT_UNNAMED",
                               "is needed: a named recipient is told");
  }
  // XC-58: who is told cannot attest that it was asked for.
  if (disclosure.has_recipient_worker_id() && disclosure.recipient_worker_id() == teller.worker_id)
    return rules::Refuse(rule::kAttestationOfProfiteer);
  const rpc::Unit recipient{disclosure.recipient_agency_id(), disclosure.recipient_department_id()};
  if (!disclosure.has_recipient_agency_id() || recipient != teller.unit) return absl::OkStatus();
  if (disclosure.basis() == BASIS_CLIENT_PRESENT)
    return rules::Refuse(rule::kAttestationOfProfiteer);
  return rules::InvalidField("disclosure.recipient_agency_id", "RECIPIENT_IS_SENDER",
                             "is the caller's own unit");
}

absl::Status CheckPresence(const v1::OneOffDisclosure& disclosure, absl::Time now) {
  if (!disclosure.has_attestation()) return rules::Refuse(rule::kClientNotPresent);
  const common::v1::Attestation& word = disclosure.attestation();
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(word.occurred_at()), now,
                                         "disclosure.attestation.occurred_at"));
  const bool spoken = word.form() != common::v1::ATTESTATION_FORM_MESSAGE;
  if (spoken && now - rpc::FromTimestamp(word.occurred_at()) <= kPresence) return absl::OkStatus();
  return rules::Refuse(rule::kClientNotPresent);
}

bool IsOneOf(const Party& party, std::initializer_list<PartyClass> classes) {
  return std::any_of(classes.begin(), classes.end(),
                     [&](PartyClass value) { return party.classes.contains(value); });
}

}  // namespace

bool MayTell(const Teller& teller, common::v1::Basis basis) {
  if (teller.own_record) return true;
  return teller.support_role && (basis == BASIS_EMERGENCY || basis == BASIS_MANDATORY_REPORT);
}

absl::Status CheckOneOff(const v1::OneOffDisclosure& disclosure, const Teller& teller,
                         absl::Time now) {
  RETURN_IF_ERROR(CheckRecipient(disclosure, teller));
  if (disclosure.has_occurred_at()) {
    RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(disclosure.occurred_at()), now,
                                           "disclosure.occurred_at"));
  }
  if (disclosure.basis() == BASIS_CLIENT_PRESENT) return CheckPresence(disclosure, now);
  if (disclosure.basis() == BASIS_MANDATORY_REPORT && !disclosure.has_reportable_situation())
    return rules::Refuse(rule::kSituationMissing);
  if (disclosure.basis() == BASIS_EMERGENCY && disclosure.has_reportable_situation()) {
    return rules::InvalidField("disclosure.reportable_situation", "BASIS_IS_EMERGENCY",
                               "belongs to a report, which is a disclosure of its own");
  }
  return absl::OkStatus();
}

void FillOneOff(const rpc::Unit& unit, const std::string& worker_id, absl::Time now,
                v1::OneOffDisclosure& disclosure) {
  rpc::SetHolder(unit, disclosure);
  disclosure.set_worker_id(worker_id);
  if (disclosure.has_attestation())
    disclosure.mutable_attestation()->set_attesting_worker_id(worker_id);
  const bool now_only = disclosure.basis() == BASIS_CLIENT_PRESENT;
  if (now_only || !disclosure.has_occurred_at())
    *disclosure.mutable_occurred_at() = rpc::ToTimestamp(now);
  if (now_only) disclosure.clear_reportable_situation();
  if (disclosure.basis() == BASIS_EMERGENCY) disclosure.set_statute(kDutyToHelp);
  *disclosure.mutable_create_time() = rpc::ToTimestamp(now);
}

Party OutsideParty(v1::OutsideRecipient recipient) {
  Party party;
  // Nobody outside is taken for a supporter who does not help by profession (XC-36).
  party.stance = common::v1::STANCE_CONTROL;
  switch (recipient) {
    case v1::OUTSIDE_RECIPIENT_RESCUE_SERVICE:
      party.classes = {PartyClass::kHealthProvider};
      party.stance = common::v1::STANCE_SUPPORT;
      break;
    case v1::OUTSIDE_RECIPIENT_CHILD_PROTECTION:
      party.classes = {PartyClass::kChildProtection};
      party.stance = common::v1::STANCE_SUPPORT;
      break;
    case v1::OUTSIDE_RECIPIENT_POLICE:
      party.classes = {PartyClass::kPolice};
      break;
    case v1::OUTSIDE_RECIPIENT_PROSECUTOR:
      party.classes = {PartyClass::kJustice};
      break;
    default:
      party.classes = {PartyClass::kOther};
  }
  return party;
}

absl::Status CheckCompetent(common::v1::Basis basis, const Party& recipient) {
  if (basis == BASIS_EMERGENCY &&
      !IsOneOf(recipient,
               {PartyClass::kHealthProvider, PartyClass::kPolice, PartyClass::kChildProtection})) {
    return rules::Refuse(rule::kEmergencyRecipient);
  }
  if (basis == BASIS_MANDATORY_REPORT &&
      !IsOneOf(recipient,
               {PartyClass::kPolice, PartyClass::kChildProtection, PartyClass::kJustice})) {
    return rules::Refuse(rule::kReportRecipient);
  }
  return absl::OkStatus();
}

std::vector<common::v1::Warning> OneOffWarnings(const v1::OneOffDisclosure& disclosure,
                                                common::v1::Language language) {
  std::vector<common::v1::Warning> warnings;
  if (disclosure.basis() == BASIS_EMERGENCY && !disclosure.has_observed_facts())
    warnings.push_back(rules::Warn(rule::kFactsMissing, language));
  return warnings;
}

std::optional<absl::Time> FactsDue(const v1::OneOffDisclosure& disclosure) {
  if (disclosure.basis() != BASIS_EMERGENCY || disclosure.has_observed_facts()) return std::nullopt;
  return rpc::FromTimestamp(disclosure.occurred_at()) + kTimeForFacts;
}

absl::Status CheckAddFacts(const v1::OneOffDisclosure& disclosure) {
  if (disclosure.basis() != BASIS_EMERGENCY || disclosure.has_observed_facts())
    return rules::Refuse(rule::kFactsRecorded);
  return absl::OkStatus();
}

std::vector<common::v1::Warning> FactsWarnings(const v1::OneOffDisclosure& disclosure,
                                               absl::Time now, common::v1::Language language) {
  if (now - rpc::FromTimestamp(disclosure.occurred_at()) <= kTimeForFacts) return {};
  return {rules::Warn(rule::kLateFacts, language)};
}

bool IsSameOneOff(const v1::OneOffDisclosure& stored, const v1::OneOffDisclosure& asked) {
  return stored.client_id() == asked.client_id() && stored.basis() == asked.basis() &&
         stored.recipient_agency_id() == asked.recipient_agency_id() &&
         stored.recipient_department_id() == asked.recipient_department_id() &&
         stored.outside_recipient() == asked.outside_recipient();
}

}  // namespace opora::registry::access
