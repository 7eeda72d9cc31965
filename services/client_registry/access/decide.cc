#include "services/client_registry/access/decide.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "common/time/date.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/protection/refusals.h"

namespace opora::registry::access {
namespace {

using common::v1::DATA_AREA_REPORTER;
using common::v1::DATA_AREA_SUPPORT_PLAN;
using common::v1::STANCE_CONTROL;

constexpr std::array<std::pair<PartyClass, std::string_view>, 7> kClassNames = {{
    {PartyClass::kDelegatedSocialWork, "DELEGATED_SOCIAL_WORK"},
    {PartyClass::kChildProtection, "CHILD_PROTECTION"},
    {PartyClass::kJustice, "JUSTICE"},
    {PartyClass::kPolice, "POLICE"},
    {PartyClass::kHealthProvider, "HEALTH_PROVIDER"},
    {PartyClass::kProvider, "PROVIDER"},
    {PartyClass::kOther, "OTHER"},
}};

Answer Deny(const rules::Rule& rule) {
  Answer answer;
  answer.rule = &rule;
  return answer;
}

bool Share(const std::set<PartyClass>& left, const std::set<PartyClass>& right) {
  return std::any_of(left.begin(), left.end(),
                     [&](PartyClass value) { return right.contains(value); });
}

bool IsParty(const Consent& consent, const Party& party) {
  return std::any_of(consent.parties.begin(), consent.parties.end(),
                     [&](const ConsentParty& named) {
                       return named.unit == party.unit &&
                              (named.worker_id.empty() || named.worker_id == party.worker_id);
                     });
}

bool InForce(const Consent& consent, absl::Time instant, absl::CivilDay day) {
  return consent.written && !consent.withdrawn && consent.effective <= instant &&
         instant < consent.end && day <= consent.valid_to;
}

// XC-03: the next version of a consent says anew what the client wants.
bool IsReplaced(const Consent& consent, const Question& question, const Facts& facts) {
  return std::any_of(facts.consents.begin(), facts.consents.end(), [&](const Consent& next) {
    return next.consent_id == consent.consent_id && next.version > consent.version &&
           next.written && next.effective <= question.instant;
  });
}

// True when `later` was given once `earlier` was over; an oral one is over as soon as it is said.
// One given while `earlier` was in force does not count: it was closed then, and an end must not
// open it.
bool GivenAfter(const Consent& later, const Consent& earlier) {
  if (!earlier.written) return later.effective > earlier.effective;
  return later.effective >= earlier.end ||
         absl::ToCivilDay(later.effective, dates::PragueZone()) > earlier.valid_to;
}

// Exclusions of every consent in force bind all of them: what the client does not want talked about
// does not become open because another paper forgot to say so. Those of a consent that ended bind
// until a later one names the topic.
bool Binds(const Consent& consent, DataArea topic, const Question& question, const Facts& facts) {
  if (consent.effective > question.instant || !consent.excluded.contains(topic)) return false;
  if (IsReplaced(consent, question, facts)) return false;
  if (InForce(consent, question.instant, question.day)) return true;
  return std::none_of(facts.consents.begin(), facts.consents.end(), [&](const Consent& later) {
    return InForce(later, question.instant, question.day) && GivenAfter(later, consent) &&
           later.areas.contains(topic);
  });
}

bool IsExcluded(DataArea topic, const Question& question, const Facts& facts) {
  return std::any_of(facts.consents.begin(), facts.consents.end(), [&](const Consent& consent) {
    return Binds(consent, topic, question, facts);
  });
}

bool TopicExcluded(const Question& question, const Facts& facts) {
  return IsExcluded(question.area, question, facts) ||
         std::any_of(question.topics.begin(), question.topics.end(),
                     [&](DataArea topic) { return IsExcluded(topic, question, facts); });
}

// XC-23, XC-24: first aid and the duty to report stand above what the client wants.
bool StandsAbove(common::v1::Basis one_off) {
  return one_off == common::v1::BASIS_EMERGENCY || one_off == common::v1::BASIS_MANDATORY_REPORT;
}

// A value that this release does not know comes from somewhere that knows more than we do: closed.
bool IsKnown(const Question& question) {
  const auto valid = [](DataArea area) {
    return common::v1::DataArea_IsValid(area) && area != common::v1::DATA_AREA_UNSPECIFIED;
  };
  return valid(question.area) &&
         std::all_of(question.topics.begin(), question.topics.end(), valid) &&
         common::v1::Purpose_IsValid(question.purpose) &&
         common::v1::Stance_IsValid(question.recipient.stance) &&
         (question.one_off == common::v1::BASIS_UNSPECIFIED || StandsAbove(question.one_off) ||
          question.one_off == common::v1::BASIS_CLIENT_PRESENT);
}

bool TouchesOwnPath(const Question& question, const Facts& facts) {
  return HasOwnPath(question.area, facts) ||
         std::any_of(question.topics.begin(), question.topics.end(),
                     [&](DataArea topic) { return HasOwnPath(topic, facts); });
}

bool TouchesReporter(const Question& question) {
  return question.area == DATA_AREA_REPORTER || question.topics.contains(DATA_AREA_REPORTER);
}

bool TouchesSupport(const Question& question) {
  return question.area == DATA_AREA_SUPPORT_PLAN ||
         question.topics.contains(DATA_AREA_SUPPORT_PLAN);
}

bool Concerns(const LawRow& row, const Question& question) {
  return Share(row.disclosers, question.discloser.classes) &&
         Share(row.recipients, question.recipient.classes) && row.areas.contains(question.area) &&
         row.valid_from <= question.day && question.day <= row.valid_to;
}

// The first row that allows; otherwise `denial` says what the nearest row lacks.
const LawRow* StatutoryRow(const Question& question, const std::vector<LawRow>& law,
                           const rules::Rule*& denial) {
  for (const LawRow& row : law) {
    if (!Concerns(row, question)) continue;
    if (!row.purposes.contains(question.purpose)) {
      if (denial == nullptr) denial = &rule::kWrongPurpose;
    } else if (row.reference_required && question.reference.empty()) {
      denial = &rule::kReferenceRequired;
    } else {
      return &row;
    }
  }
  return nullptr;
}

const Consent* CoveringConsent(const Question& question, const Facts& facts) {
  for (const Consent& consent : facts.consents) {
    if (InForceBetween(consent, question.discloser, question.recipient, question.instant,
                       question.day) &&
        consent.areas.contains(question.area) && consent.purposes.contains(question.purpose)) {
      return &consent;
    }
  }
  return nullptr;
}

const rules::Rule& ConsentRule(const Question& question) {
  if (question.discloser.unit.agency_id == question.recipient.unit.agency_id)
    return rule::kConsentRequiredDepartment;
  if (question.discloser.classes.contains(PartyClass::kProvider) ||
      question.recipient.classes.contains(PartyClass::kProvider)) {
    return rule::kConsentRequiredProvider;
  }
  return rule::kConsentRequired;
}

Answer AllowByLaw(const LawRow& row, bool excluded) {
  Answer answer;
  answer.allowed = true;
  answer.grant.basis = common::v1::BASIS_STATUTORY;
  answer.grant.law_row = row.name;
  answer.grant.fields = row.fields;
  if (excluded) answer.rule = &rule::kExcludedTopic;
  return answer;
}

Answer AllowOnce(common::v1::Basis one_off) {
  Answer answer;
  answer.allowed = true;
  answer.grant.basis = one_off;
  return answer;
}

Answer AllowByConsent(const Consent& consent) {
  Answer answer;
  answer.allowed = true;
  answer.grant.basis = common::v1::BASIS_CONSENT;
  answer.grant.consent_id = consent.consent_id;
  answer.grant.consent_version = consent.version;
  return answer;
}

}  // namespace

Answer Decide(const Question& question, const Facts& facts, const std::vector<LawRow>& law) {
  if (!facts.exists || !IsKnown(question)) return Deny(rule::kConsentRequired);
  if (question.recipient.unit == question.discloser.unit &&
      facts.units.contains(question.recipient.unit)) {
    Answer answer;
    answer.allowed = true;
    answer.grant.basis = common::v1::BASIS_OWN_RECORD;
    return answer;
  }
  if (TouchesOwnPath(question, facts)) return Deny(rule::kAddressProtected);
  if (StandsAbove(question.one_off) && !TouchesReporter(question))
    return AllowOnce(question.one_off);
  if (facts.code_name_only) return Deny(rule::kCodeNameOnly);
  if (TouchesReporter(question)) return Deny(rule::kReporterClosed);
  const bool excluded = TopicExcluded(question, facts);
  if (excluded && question.reference.empty()) return Deny(rule::kExcludedTopic);
  if (TouchesSupport(question) && question.recipient.stance == STANCE_CONTROL) {
    return Deny(rule::kStanceWall);
  }
  const rules::Rule* denial = nullptr;
  if (const LawRow* row = StatutoryRow(question, law, denial)) return AllowByLaw(*row, excluded);
  if (excluded) return Deny(rule::kExcludedTopic);
  if (question.one_off == common::v1::BASIS_CLIENT_PRESENT) return AllowOnce(question.one_off);
  if (const Consent* consent = CoveringConsent(question, facts)) return AllowByConsent(*consent);
  return Deny(denial != nullptr ? *denial : ConsentRule(question));
}

bool HasOwnPath(DataArea area, const Facts& facts) {
  return (facts.address_protected && area == common::v1::DATA_AREA_ADDRESS) ||
         (facts.address_hidden && area == common::v1::DATA_AREA_CONTACT);
}

bool InForceBetween(const Consent& consent, const Party& discloser, const Party& recipient,
                    absl::Time instant, absl::CivilDay day) {
  return InForce(consent, instant, day) && IsParty(consent, discloser) &&
         IsParty(consent, recipient);
}

std::set<PartyClass> ClassesOf(std::string_view agency_type, std::string_view department_kind,
                               bool delegated) {
  // Authorities by law; a provider is none, whatever it calls its departments (XC-14, XC-18).
  const bool municipal =
      absl::StartsWith(absl::string_view(agency_type.data(), agency_type.size()), "MUNICIPALITY_");
  const bool authority = municipal || agency_type == "REGION" || agency_type == "LABOUR_OFFICE";
  std::set<PartyClass> classes;
  if (delegated && authority) classes.insert(PartyClass::kDelegatedSocialWork);
  if (agency_type == "CHILD_PROTECTION" ||
      ((municipal || agency_type == "REGION") && department_kind == "CHILD_PROTECTION")) {
    classes.insert(PartyClass::kChildProtection);
  }
  if (agency_type == "JUSTICE") classes.insert(PartyClass::kJustice);
  if (agency_type == "POLICE") classes.insert(PartyClass::kPolice);
  if (agency_type == "HEALTH_PROVIDER") classes.insert(PartyClass::kHealthProvider);
  if (agency_type == "NGO") classes.insert(PartyClass::kProvider);
  if (classes.empty()) classes.insert(PartyClass::kOther);
  return classes;
}

std::string_view ClassName(PartyClass value) {
  for (const auto& [known, name] : kClassNames) {
    if (known == value) return name;
  }
  return "";
}

std::set<DataArea> ExcludedTopics(const Facts& facts, absl::Time instant) {
  Question question;
  question.instant = instant;
  question.day = absl::ToCivilDay(instant, dates::PragueZone());
  std::set<DataArea> excluded;
  for (int number = common::v1::DataArea_MIN + 1; number <= common::v1::DataArea_MAX; ++number) {
    const auto topic = static_cast<DataArea>(number);
    if (IsExcluded(topic, question, facts)) excluded.insert(topic);
  }
  return excluded;
}

}  // namespace opora::registry::access
