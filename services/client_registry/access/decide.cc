#include "services/client_registry/access/decide.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "common/time/date.h"
#include "services/client_registry/access/refusals.h"
#include "services/client_registry/protection/refusals.h"

namespace opora::registry::access {
namespace {

using common::v1::DATA_AREA_ADDRESS;
using common::v1::DATA_AREA_REPORTER;
using common::v1::DATA_AREA_SUPPORT_PLAN;
using common::v1::STANCE_CONTROL;
using common::v1::STANCE_SUPPORT;

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

using Q = const Question&;

// XC-10, XC-05, XC-03, XC-60, XC-59.
const Condition<Consent> kInForce[] = {
    {"written", [](const Consent& one, Q) { return one.written; }},
    {"not withdrawn", [](const Consent& one, Q) { return !one.withdrawn; }},
    {"begun", [](const Consent& one, Q ask) { return one.effective <= ask.instant; }},
    {"not ended", [](const Consent& one, Q ask) { return ask.instant < one.end; }},
    {"last day not over", [](const Consent& one, Q ask) { return ask.day <= one.valid_to; }},
    {"given by who may", [](const Consent& one, Q) { return one.standing == Standing::kGood; }},
};

const Condition<Consent> kCovers[] = {
    {"discloser is a party", [](const Consent& one, Q ask) { return IsParty(one, ask.discloser); }},
    {"recipient is a party", [](const Consent& one, Q ask) { return IsParty(one, ask.recipient); }},
    {"area", [](const Consent& one, Q ask) { return one.areas.contains(ask.area); }},
    {"purpose", [](const Consent& one, Q ask) { return one.purposes.contains(ask.purpose); }},
};

// XC-14, XC-65.
const Condition<LawRow> kConcerns[] = {
    {"area", [](const LawRow& row, Q ask) { return row.areas.contains(ask.area); }},
    {"discloser",
     [](const LawRow& row, Q ask) { return Share(row.disclosers, ask.discloser.classes); }},
    {"recipient",
     [](const LawRow& row, Q ask) { return Share(row.recipients, ask.recipient.classes); }},
    {"in force", [](const LawRow& row, Q ask) { return row.valid_from <= ask.day; }},
    {"not repealed", [](const LawRow& row, Q ask) { return ask.day <= row.valid_to; }},
};

const Condition<LawRow> kOpens[] = {
    {"purpose", [](const LawRow& row, Q ask) { return row.purposes.contains(ask.purpose); },
     &rule::kWrongPurpose},
    {"reference",
     [](const LawRow& row, Q ask) { return !row.reference_required || !ask.reference.empty(); },
     &rule::kReferenceRequired},
};

// XC-26, XC-27: to one worker of one unit, who helps and reads, for the purpose and the areas
// named.
const Condition<BrokenGlass> kGlass[] = {
    {"worker",
     [](const BrokenGlass& one, Q ask) { return one.worker_id == ask.recipient.worker_id; }},
    {"unit", [](const BrokenGlass& one, Q ask) { return one.unit == ask.recipient.unit; }},
    {"support", [](const BrokenGlass&, Q ask) { return ask.recipient.stance == STANCE_SUPPORT; }},
    {"reading", [](const BrokenGlass&, Q ask) { return ask.reading; }},
    {"purpose", [](const BrokenGlass& one, Q ask) { return one.purpose == ask.purpose; }},
    {"area", [](const BrokenGlass& one, Q ask) { return one.areas.contains(ask.area); }},
    {"not the address",
     [](const BrokenGlass&, Q ask) {
       return ask.area != DATA_AREA_ADDRESS && !ask.topics.contains(DATA_AREA_ADDRESS);
     }},
    {"topics",
     [](const BrokenGlass& one, Q ask) {
       return std::includes(one.areas.begin(), one.areas.end(), ask.topics.begin(),
                            ask.topics.end());
     }},
    {"opened", [](const BrokenGlass& one, Q ask) { return one.open <= ask.instant; }},
    {"not over", [](const BrokenGlass& one, Q ask) { return ask.instant < one.end; }},
};

// The first test that does not hold; the number of tests when all do.
template <typename Basis, typename Tests>
std::size_t FirstFailing(const Tests& tests, const Basis& basis, Q question) {
  const auto failing =
      std::find_if(std::begin(tests), std::end(tests),
                   [&](const Condition<Basis>& test) { return !test.holds(basis, question); });
  return static_cast<std::size_t>(failing - std::begin(tests));
}

template <typename Basis, typename Tests>
bool AllHold(const Tests& tests, const Basis& basis, Q question) {
  return FirstFailing<Basis>(tests, basis, question) == std::size(tests);
}

bool InForce(const Consent& consent, Q question) {
  return AllHold<Consent>(kInForce, consent, question);
}

// XC-03: the next version of a consent says anew what the client wants.
bool IsReplaced(const Consent& consent, const Question& question, const Facts& facts) {
  return std::any_of(facts.consents.begin(), facts.consents.end(), [&](const Consent& next) {
    return next.consent_id == consent.consent_id && next.version > consent.version &&
           next.written && next.standing == Standing::kGood && next.effective <= question.instant;
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
  if (InForce(consent, question)) return true;
  return std::none_of(facts.consents.begin(), facts.consents.end(), [&](const Consent& later) {
    return InForce(later, question) && GivenAfter(later, consent) && later.areas.contains(topic);
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

bool TouchesReporter(const Question& question) {
  return question.area == DATA_AREA_REPORTER || question.topics.contains(DATA_AREA_REPORTER);
}

bool TouchesSupport(const Question& question) {
  return question.area == DATA_AREA_SUPPORT_PLAN ||
         question.topics.contains(DATA_AREA_SUPPORT_PLAN);
}

}  // namespace

// Looked at once per question, and only as far as the order asks.
class Matter {
 public:
  Matter(const Question& question, const Facts& facts, const std::vector<LawRow>& law,
         const Policy& policy)
      : question_(question), facts_(facts), law_(law), policy_(policy) {}

  const Question& question() const { return question_; }
  const Facts& facts() const { return facts_; }

  bool Excluded() const {
    if (!excluded_.has_value()) excluded_ = TopicExcluded(question_, facts_);
    return *excluded_;
  }

  // The first row of the law that opens, or nullptr.
  const LawRow* Row() const {
    ReadLaw();
    return row_;
  }

  // What the row that came nearest lacks, or nullptr.
  const rules::Rule* RowDenial() const {
    ReadLaw();
    return row_ != nullptr || nearest_ == 0 ? nullptr : policy_.row[nearest_ - 1].denial;
  }

  const Consent* Covering() const {
    const auto found =
        std::find_if(facts_.consents.begin(), facts_.consents.end(), [&](const Consent& consent) {
          return AllHold<Consent>(policy_.consent, consent, question_);
        });
    return found == facts_.consents.end() ? nullptr : &*found;
  }

  bool BrokeGlass() const {
    return std::any_of(facts_.broken.begin(), facts_.broken.end(), [&](const BrokenGlass& glass) {
      return AllHold<BrokenGlass>(policy_.glass, glass, question_);
    });
  }

 private:
  void ReadLaw() const {
    if (std::exchange(law_read_, true)) return;
    for (const LawRow& row : law_) {
      if (!AllHold<LawRow>(policy_.concerns, row, question_)) continue;
      const std::size_t failing = FirstFailing<LawRow>(policy_.row, row, question_);
      if (failing == policy_.row.size()) {
        row_ = &row;
        return;
      }
      nearest_ = std::max(nearest_, failing + 1);
    }
  }

  const Question& question_;
  const Facts& facts_;
  const std::vector<LawRow>& law_;
  const Policy& policy_;
  mutable std::optional<bool> excluded_;
  mutable bool law_read_ = false;
  mutable const LawRow* row_ = nullptr;
  mutable std::size_t nearest_ = 0;  // Test at which the nearest row fails, counted from 1.
};

namespace {

using M = const Matter&;

template <const rules::Rule& rule>
Answer DenyBy(M) {
  return Deny(rule);
}

Answer Allow(common::v1::Basis basis) {
  Answer answer;
  answer.allowed = true;
  answer.grant.basis = basis;
  return answer;
}

Answer AllowOwn(M) { return Allow(common::v1::BASIS_OWN_RECORD); }

Answer AllowOnce(M matter) { return Allow(matter.question().one_off); }

Answer AllowByGlass(M) {
  Answer answer = Allow(common::v1::BASIS_EMERGENCY);
  answer.grant.law_row = kBreakGlassRow;
  return answer;
}

Answer AllowByLaw(M matter) {
  const LawRow* row = matter.Row();
  if (row == nullptr) return Deny(rule::kConsentRequired);
  Answer answer = Allow(common::v1::BASIS_STATUTORY);
  answer.grant.law_row = row->name;
  answer.grant.fields = row->fields;
  if (matter.Excluded()) answer.rule = &rule::kExcludedTopic;
  return answer;
}

Answer AllowByConsent(M matter) {
  const Consent* consent = matter.Covering();
  if (consent == nullptr) return Deny(rule::kConsentRequired);
  Answer answer = Allow(common::v1::BASIS_CONSENT);
  answer.grant.consent_id = consent->consent_id;
  answer.grant.consent_version = consent->version;
  return answer;
}

Answer DenyForRow(M matter) {
  const rules::Rule* lacks = matter.RowDenial();
  return Deny(lacks == nullptr ? rule::kConsentRequired : *lacks);
}

bool IsOwn(M matter) {
  const rpc::Unit& unit = matter.question().recipient.unit;
  return unit == matter.question().discloser.unit && matter.facts().units.contains(unit);
}

// XC-36: who controls reads no words of support, but those that the client wants passed on.
bool IsWalled(M matter) {
  const Question& question = matter.question();
  const bool wanted = question.passed_on && question.one_off == common::v1::BASIS_CLIENT_PRESENT;
  return TouchesSupport(question) && question.recipient.stance == STANCE_CONTROL && !wanted;
}

bool TouchesOwnPath(M matter) {
  const auto has_own_path = [&](DataArea area) { return HasOwnPath(area, matter.facts()); };
  const Question& question = matter.question();
  return has_own_path(question.area) ||
         std::any_of(question.topics.begin(), question.topics.end(), has_own_path);
}

bool InvolvesProvider(M matter) {
  return matter.question().discloser.classes.contains(PartyClass::kProvider) ||
         matter.question().recipient.classes.contains(PartyClass::kProvider);
}

const std::vector<Step>& Order() {
  static const std::vector<Step> order = {
      {"nobody", [](M of) { return !of.facts().exists; }, DenyBy<rule::kConsentRequired>},
      {"unknown value", [](M of) { return !IsKnown(of.question()); },
       DenyBy<rule::kConsentRequired>},
      {"own record", IsOwn, AllowOwn},
      {"protected address", TouchesOwnPath, DenyBy<rule::kAddressProtected>},
      {"emergency or report",
       [](M of) { return StandsAbove(of.question().one_off) && !TouchesReporter(of.question()); },
       AllowOnce},
      {"code name", [](M of) { return of.facts().code_name_only; }, DenyBy<rule::kCodeNameOnly>},
      {"reporter", [](M of) { return TouchesReporter(of.question()); },
       DenyBy<rule::kReporterClosed>},
      {"broken glass", [](M of) { return of.BrokeGlass(); }, AllowByGlass},
      {"excluded topic", [](M of) { return of.Excluded() && of.question().reference.empty(); },
       DenyBy<rule::kExcludedTopic>},
      {"stance wall", IsWalled, DenyBy<rule::kStanceWall>},
      {"statutory row", [](M of) { return of.Row() != nullptr; }, AllowByLaw},
      {"excluded topic without a statute", [](M of) { return of.Excluded(); },
       DenyBy<rule::kExcludedTopic>},
      {"client present",
       [](M of) { return of.question().one_off == common::v1::BASIS_CLIENT_PRESENT; }, AllowOnce},
      {"consent", [](M of) { return of.Covering() != nullptr; }, AllowByConsent},
      {"nearest row", [](M of) { return of.RowDenial() != nullptr; }, DenyForRow},
      {"between departments",
       [](M of) {
         return of.question().discloser.unit.agency_id == of.question().recipient.unit.agency_id;
       },
       DenyBy<rule::kConsentRequiredDepartment>},
      {"provider", InvolvesProvider, DenyBy<rule::kConsentRequiredProvider>},
  };
  return order;
}

}  // namespace

const Policy& ShippedPolicy() {
  static const Policy policy = [] {
    Policy shipped;
    shipped.order = Order();
    shipped.consent.assign(std::begin(kInForce), std::end(kInForce));
    shipped.consent.insert(shipped.consent.end(), std::begin(kCovers), std::end(kCovers));
    shipped.concerns.assign(std::begin(kConcerns), std::end(kConcerns));
    shipped.row.assign(std::begin(kOpens), std::end(kOpens));
    shipped.glass.assign(std::begin(kGlass), std::end(kGlass));
    return shipped;
  }();
  return policy;
}

Answer Decide(const Question& question, const Facts& facts, const std::vector<LawRow>& law,
              const Policy& policy) {
  const Matter matter(question, facts, law, policy);
  for (const Step& step : policy.order) {
    if (step.holds(matter)) return step.answer(matter);
  }
  return Deny(rule::kConsentRequired);
}

bool HasOwnPath(DataArea area, const Facts& facts) {
  return (facts.address_protected && area == common::v1::DATA_AREA_ADDRESS) ||
         (facts.address_hidden && area == common::v1::DATA_AREA_CONTACT);
}

bool InForceBetween(const Consent& consent, const Party& discloser, const Party& recipient,
                    absl::Time instant, absl::CivilDay day) {
  Question question;
  question.instant = instant;
  question.day = day;
  return InForce(consent, question) && IsParty(consent, discloser) && IsParty(consent, recipient);
}

bool IsOpenTo(const BrokenGlass& glass, const Party& worker, absl::Time instant) {
  return glass.worker_id == worker.worker_id && glass.unit == worker.unit &&
         glass.open <= instant && instant < glass.end;
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
