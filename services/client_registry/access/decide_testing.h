#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client_registry/access/decide.h"
#include "services/client_registry/access/decide_oracle.h"
#include "services/client_registry/schema/migrations.h"

// Questions and facts of the tests of the decision.
namespace opora::registry::access::trial {

using namespace common::v1;  // NOLINT(google-build-using-namespace): names of areas and purposes.

using Consents = std::vector<Consent>;

inline const rpc::Unit kSocial = {"town", "social"};
inline const rpc::Unit kHousing = {"town", "housing"};
inline const rpc::Unit kLabourOffice = {"labour-office", ""};
inline const rpc::Unit kNgo = {"ngo", ""};
inline const rpc::Unit kClinic = {"clinic", ""};

inline const absl::CivilDay kToday(2026, 7, 29);
inline const absl::Time kNow = absl::FromUnixSeconds(1785312000);

inline const std::set<PartyClass> kNoClass = {PartyClass::kOther};
inline const std::set<PartyClass> kDelegated = {PartyClass::kDelegatedSocialWork};
inline const std::set<PartyClass> kProvider = {PartyClass::kProvider};

inline const char kReference[] = "12 C 34/2026";

inline const std::vector<Basis> kOneOffs = {BASIS_UNSPECIFIED, BASIS_CLIENT_PRESENT,
                                            BASIS_EMERGENCY, BASIS_MANDATORY_REPORT};

inline const std::vector<LawRow>& Law() {
  static const auto* law =
      new std::vector(oracle::ShippedLaw(sql::services_client_registry_schema::kMigrations));
  return *law;
}

inline Question Ask(const rpc::Unit& from, const rpc::Unit& to, DataArea area = DATA_AREA_HOUSING,
                    Purpose purpose = PURPOSE_AGREED_SUPPORT) {
  Question question;
  question.discloser = {from, "worker-1", kNoClass, STANCE_SUPPORT};
  question.recipient = {to, "worker-2", kNoClass, STANCE_SUPPORT};
  question.purpose = purpose;
  question.area = area;
  question.instant = kNow;
  question.day = kToday;
  return question;
}

inline Question AskDelegated(DataArea area, Purpose purpose) {
  Question question = Ask(kSocial, kLabourOffice, area, purpose);
  question.discloser.classes = kDelegated;
  question.recipient.classes = kDelegated;
  return question;
}

// A consent that just suffices for the question.
inline Consent ConsentFor(const Question& question) {
  Consent consent;
  consent.consent_id = "consent-1";
  consent.version = 1;
  consent.written = true;
  consent.effective = question.instant;
  consent.valid_to = question.day;
  consent.parties = {{question.discloser.unit, ""}, {question.recipient.unit, ""}};
  consent.areas = {question.area};
  consent.purposes = {question.purpose};
  return consent;
}

inline Facts Known(std::vector<Consent> consents = {}) {
  Facts facts;
  facts.exists = true;
  facts.units = {kSocial};
  facts.consents = std::move(consents);
  return facts;
}

inline Answer Decided(const Question& question, const Facts& facts) {
  return Decide(question, facts, Law());
}

inline std::string Denial(const Answer& answer) {
  if (answer.allowed) return absl::StrCat("ALLOWED by ", Basis_Name(answer.grant.basis));
  return absl::StrCat(std::string(answer.rule->id), " ", std::string(answer.rule->reason));
}

inline std::string DenialOf(const Question& question, const Facts& facts) {
  return Denial(Decided(question, facts));
}

inline Question AskOnce(Basis one_off, DataArea area = DATA_AREA_HOUSING) {
  Question question = Ask(kSocial, kClinic, area);
  question.one_off = one_off;
  return question;
}

inline std::vector<DataArea> Areas() {
  std::vector<DataArea> areas;
  for (int area = 0; area <= DataArea_MAX; ++area) areas.push_back(static_cast<DataArea>(area));
  return areas;
}

inline std::vector<Purpose> Purposes() {
  std::vector<Purpose> purposes;
  for (int purpose = 0; purpose <= Purpose_MAX; ++purpose) {
    purposes.push_back(static_cast<Purpose>(purpose));
  }
  return purposes;
}

}  // namespace opora::registry::access::trial
