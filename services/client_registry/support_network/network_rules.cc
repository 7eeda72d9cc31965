#include "services/client_registry/support_network/network_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/rules/occurrence.h"
#include "common/status_macros.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/support_network/refusals.h"

namespace opora::registry {
namespace {

absl::Time SaidAt(const v1::NetworkAgreement& agreement) {
  return rpc::FromTimestamp(agreement.attestation().occurred_at());
}

bool IsPaper(const v1::NetworkAgreement& agreement) {
  return agreement.attestation().form() == common::v1::ATTESTATION_FORM_SIGNED &&
         !agreement.attestation().document().empty();
}

// The agreement that counted at the instant.
const v1::NetworkAgreement* AgreementAt(const v1::NetworkMember& member, absl::Time at) {
  const v1::NetworkAgreement* counted = nullptr;
  for (const v1::NetworkAgreement& agreement : member.agreements()) {
    if (SaidAt(agreement) <= at) counted = &agreement;
  }
  return counted;
}

template <typename Values, typename Value>
bool Contains(const Values& values, Value value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool IsWithin(const v1::NetworkAgreement& agreement, const v1::IntendedContact& contact,
              absl::Time at) {
  if (agreement.has_valid_to() && dates::FromDate(agreement.valid_to()) < dates::DayAt(at))
    return false;
  const int hour = absl::ToCivilHour(at, dates::PragueZone()).hour();
  if (agreement.has_from_hour() && hour < agreement.from_hour()) return false;
  if (agreement.has_until_hour() && hour >= agreement.until_hour()) return false;
  return Contains(agreement.channels(), contact.channel()) &&
         Contains(agreement.purposes(), contact.purpose()) &&
         (contact.client_present() || !agreement.only_with_client());
}

bool NamesAsWorker(const access::Consent& consent, const std::string& worker_id) {
  return std::any_of(
      consent.parties.begin(), consent.parties.end(),
      [&](const access::ConsentParty& party) { return party.worker_id == worker_id; });
}

}  // namespace

bool IsHealthProfessional(v1::NetworkRelation relation) {
  return relation == v1::NETWORK_RELATION_PHYSICIAN ||
         relation == v1::NETWORK_RELATION_PSYCHIATRIST ||
         relation == v1::NETWORK_RELATION_HOSPITAL_STAFF;
}

common::v1::DataArea AreaOf(v1::NetworkRelation relation) {
  return IsHealthProfessional(relation) ? common::v1::DATA_AREA_HEALTH
                                        : common::v1::DATA_AREA_FAMILY;
}

absl::Status CheckMember(const v1::NetworkMember& member, absl::Time now) {
  if (!member.has_person_name())
    return rules::InvalidField("member.person_name", "REQUIRED", "is required");
  if (member.agreements_size() != 1) {
    return rules::InvalidField("member.agreements", "ONE_AGREEMENT",
                               "must be the client's agreement to this person");
  }
  if (member.has_works_for_agency_id() && !IsHealthProfessional(member.relation())) {
    return rules::InvalidField("member.works_for_agency_id", "NOT_A_PROFESSIONAL",
                               "is for health professionals only");
  }
  if (!member.has_works_for_agency_id() &&
      (member.has_works_for_department_id() || member.has_works_as_worker_id())) {
    return rules::InvalidField("member.works_for_agency_id", "REQUIRED",
                               "is required with a department or worker");
  }
  return CheckAgreement(member, member.agreements(0), now);
}

absl::Status CheckAgreement(const v1::NetworkMember& member, const v1::NetworkAgreement& agreement,
                            absl::Time now) {
  RETURN_IF_ERROR(
      rules::CheckOccurrence(SaidAt(agreement), now, "agreement.attestation.occurred_at"));
  if (agreement.has_from_hour() && agreement.has_until_hour() &&
      agreement.from_hour() >= agreement.until_hour()) {
    return rules::InvalidField("agreement.until_hour", "HOURS_REVERSED",
                               "must be later than from_hour");
  }
  if (agreement.has_valid_to()) {
    RETURN_IF_ERROR(dates::CheckDate(agreement.valid_to(), "agreement.valid_to"));
    if (dates::FromDate(agreement.valid_to()) < dates::DayAt(now))
      return rules::InvalidField("agreement.valid_to", "ENDED", "lies in the past");
  }
  const bool outside = IsHealthProfessional(member.relation()) && !member.has_works_for_agency_id();
  if (outside && !IsPaper(agreement)) return rules::Refuse(rule::kContactNeedsPaper);
  return absl::OkStatus();
}

const access::Consent* NamingConsent(const v1::NetworkMember& member, const access::Party& caller,
                                     const access::Facts& facts, absl::Time at) {
  if (!member.has_works_for_agency_id()) return nullptr;
  if (access::ExcludedTopics(facts, at).contains(common::v1::DATA_AREA_HEALTH)) return nullptr;
  access::Party other;
  other.unit = {member.works_for_agency_id(), member.works_for_department_id()};
  other.worker_id = member.works_as_worker_id();
  const bool by_name =
      member.has_works_as_worker_id() && member.relation() != v1::NETWORK_RELATION_HOSPITAL_STAFF;
  for (const access::Consent& consent : facts.consents) {
    if (!consent.areas.contains(common::v1::DATA_AREA_HEALTH)) continue;
    if (by_name && !NamesAsWorker(consent, other.worker_id)) continue;
    if (access::InForceBetween(consent, caller, other, at, dates::DayAt(at))) return &consent;
  }
  return nullptr;
}

const rules::Rule* ForbiddenBy(const v1::NetworkMember& member, const v1::IntendedContact& contact,
                               const access::Consent* consent, absl::Time at) {
  if (member.has_withdraw_time() && rpc::FromTimestamp(member.withdraw_time()) <= at)
    return &rule::kContactWithdrawn;
  // Outside the platform the signed paper of the agreement is the consent that names the person.
  if (member.has_works_for_agency_id() && consent == nullptr) {
    return member.relation() == v1::NETWORK_RELATION_HOSPITAL_STAFF
               ? &rule::kHospitalConsentRequired
               : &rule::kContactConsentRequired;
  }
  const v1::NetworkAgreement* agreement = AgreementAt(member, at);
  if (agreement == nullptr || !IsWithin(*agreement, contact, at)) return &rule::kOutsideConditions;
  return nullptr;
}

}  // namespace opora::registry
