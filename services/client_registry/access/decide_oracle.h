#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/db/migration.h"
#include "common/time/date.h"
#include "services/client_registry/access/decide.h"

// The decision once more, for tests only, written from requirements.md (XC-01 to XC-27, XC-36,
// XC-60, XC-65, REG-116, A-03) and not from decide.cc: every condition is a bit, and one flat table
// read from the top says what follows from them.
namespace opora::registry::access::oracle {

using Bits = std::uint32_t;

inline constexpr Bits kKnown = 1u << 0;       // The client exists.
inline constexpr Bits kUnderstood = 1u << 1;  // Every value is one of a closed list.
inline constexpr Bits kSameUnit = 1u << 2;    // Who asks is who holds …
inline constexpr Bits kWorksWithClient = 1u
                                         << 3;  // … and registered the person or works with them.
inline constexpr Bits kCodeName = 1u << 4;      // Known by a code name only.
inline constexpr Bits kReporter = 1u << 5;      // It is about who reported.
inline constexpr Bits kExcluded = 1u << 6;      // The client does not want it talked about.
inline constexpr Bits kJustified = 1u << 7;     // A reference or justification is stated.
inline constexpr Bits kWalled = 1u << 8;        // Support work, asked for by control.
inline constexpr Bits kRowOpens = 1u << 9;      // A statutory row allows it.
inline constexpr Bits kRowLacksReference = 1u << 10;  // One would, with a reference.
inline constexpr Bits kRowOtherPurpose = 1u << 11;    // One would, for another purpose.
inline constexpr Bits kConsented = 1u << 12;          // A consent in force covers it.
inline constexpr Bits kSameAgency = 1u << 13;         // Between departments.
inline constexpr Bits kProvider = 1u << 14;           // A provider takes part.
inline constexpr Bits kLifeInDanger = 1u << 15;       // A life is to be saved, now.
inline constexpr Bits kMustReport = 1u << 16;         // The law orders a report of this event.
inline constexpr Bits kClientIsHere = 1u << 17;       // The client is here and asks for it.
inline constexpr Bits kBrokeGlass = 1u << 18;         // Opened in an emergency to who asks.
inline constexpr Bits kWordsWanted = 1u << 19;        // The client wants these very words told.
inline constexpr Bits kMustNotBeFound = 1u << 20;     // It says where a protected person is.

enum class Outcome { kOwnRecord, kRow, kConsent, kEmergency, kReport, kPresent, kGlass, kDenied };

// What follows when all of some conditions hold and none of some others.
struct Line {
  Bits all;
  Bits none;
  Outcome outcome;
  std::string_view rule;
  std::string_view reason;
};

inline constexpr Line kOrder[] = {
    {0, kKnown, Outcome::kDenied, "XC-13", "CONSENT_REQUIRED"},
    {0, kUnderstood, Outcome::kDenied, "XC-13", "CONSENT_REQUIRED"},
    // XC-13, XC-27: the order is that of disclosures, and reading one's own record is none.
    {kSameUnit | kWorksWithClient, 0, Outcome::kOwnRecord, "", ""},
    // XC-27: the protected address has its own path.
    {kMustNotBeFound, 0, Outcome::kDenied, "XC-27", "ADDRESS_PROTECTED"},
    // XC-23, XC-24, XC-27: above everything but what has its own path.
    {kLifeInDanger, kReporter, Outcome::kEmergency, "", ""},
    {kMustReport, kReporter, Outcome::kReport, "", ""},
    {kCodeName, 0, Outcome::kDenied, "REG-116", "CODE_NAME_ONLY"},
    {kReporter, 0, Outcome::kDenied, "XC-27", "REPORTER_CLOSED"},
    // reliability.md 3.1: it replaces relationship and basis, never what has its own path.
    {kBrokeGlass, 0, Outcome::kGlass, "", ""},
    // a stated justification turns the excluded topic into a warning, on the statutory path
    // only.
    {kExcluded, kJustified, Outcome::kDenied, "XC-02", "EXCLUDED_TOPIC"},
    {kWalled, kWordsWanted, Outcome::kDenied, "XC-36", "STANCE_WALL"},
    {kExcluded | kRowOpens, 0, Outcome::kRow, "XC-02", "EXCLUDED_TOPIC"},
    {kExcluded, 0, Outcome::kDenied, "XC-02", "EXCLUDED_TOPIC"},
    {kRowOpens, 0, Outcome::kRow, "", ""},
    {kClientIsHere, 0, Outcome::kPresent, "", ""},
    {kConsented, 0, Outcome::kConsent, "", ""},
    {kRowLacksReference, 0, Outcome::kDenied, "XC-65", "REFERENCE_REQUIRED"},
    {kRowOtherPurpose, 0, Outcome::kDenied, "XC-15", "WRONG_PURPOSE"},
    {kSameAgency, 0, Outcome::kDenied, "XC-17", "CONSENT_REQUIRED"},
    {kProvider, 0, Outcome::kDenied, "XC-18", "CONSENT_REQUIRED"},
    {0, 0, Outcome::kDenied, "XC-13", "CONSENT_REQUIRED"},
};

inline const Line& Judge(Bits conditions) {
  const Line* line = kOrder;
  while ((conditions & line->all) != line->all || (conditions & line->none) != 0) ++line;
  return *line;
}

// The law table by columns: bit i of a mask speaks of row i.
class Law {
 public:
  explicit Law(const std::vector<LawRow>& rows) : rows_(rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Bits row = 1u << i;
      for (PartyClass of : rows[i].disclosers) told_by_[static_cast<std::size_t>(of)] |= row;
      for (PartyClass of : rows[i].recipients) told_to_[static_cast<std::size_t>(of)] |= row;
      for (int purpose : rows[i].purposes)
        for_purpose_.at(static_cast<std::size_t>(purpose)) |= row;
      for (int area : rows[i].areas) of_area_.at(static_cast<std::size_t>(area)) |= row;
      if (rows[i].reference_required) needs_reference_ |= row;
    }
  }

  Bits ToldBy(const std::set<PartyClass>& classes) const { return Any(told_by_, classes); }
  Bits ToldTo(const std::set<PartyClass>& classes) const { return Any(told_to_, classes); }
  Bits OfArea(DataArea area) const { return of_area_.at(static_cast<std::size_t>(area)); }
  Bits InForce(absl::CivilDay day) const {
    Bits rows = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!(day < rows_[i].valid_from || rows_[i].valid_to < day)) rows |= 1u << i;
    }
    return rows;
  }

  // The conditions that these rows bring, and the number of the row that opens, if one does.
  Bits Conditions(Bits concerned, common::v1::Purpose purpose, bool reference, int& opens) const {
    const Bits serving = concerned & for_purpose_.at(static_cast<std::size_t>(purpose));
    const Bits opening = reference ? serving : serving & ~needs_reference_;
    opens = opening == 0 ? -1 : std::countr_zero(opening);
    return (opening != 0 ? kRowOpens : 0) | ((serving & ~opening) != 0 ? kRowLacksReference : 0) |
           ((concerned & ~serving) != 0 ? kRowOtherPurpose : 0);
  }

  const std::vector<LawRow>& rows() const { return rows_; }

 private:
  static Bits Any(const std::array<Bits, 128>& masks, const std::set<PartyClass>& classes) {
    Bits rows = 0;
    for (PartyClass of : classes) rows |= masks.at(static_cast<std::size_t>(of));
    return rows;
  }

  std::vector<LawRow> rows_;
  std::array<Bits, 128> told_by_{}, told_to_{}, for_purpose_{}, of_area_{};
  Bits needs_reference_ = 0;
};

inline Bits AreaBit(int area) { return area < 0 || area > 30 ? 1u << 31 : 1u << area; }

template <typename Areas>
Bits AreaBits(const Areas& areas) {
  Bits bits = 0;
  for (int area : areas) bits |= AreaBit(area);
  return bits;
}

// XC-10, XC-03, XC-05, XC-60, XC-59: written, begun, neither ended nor withdrawn, the last day not
// over, and given by somebody who could, against nobody who could object.
inline bool Binds(const Consent& consent, const Question& question) {
  const bool over = consent.end <= question.instant || consent.valid_to < question.day;
  const bool begun = !(question.instant < consent.effective);
  const bool doubted =
      consent.standing == Standing::kDisputed || consent.standing == Standing::kInvalid;
  return consent.written && begun && !over && !consent.withdrawn && !doubted;
}

inline bool Names(const Consent& consent, const Party& party) {
  int named = 0;
  for (const ConsentParty& one : consent.parties) {
    const bool same = one.unit.agency_id == party.unit.agency_id &&
                      one.unit.department_id == party.unit.department_id;
    if (same && (one.worker_id.empty() || one.worker_id == party.worker_id)) ++named;
  }
  return named > 0;
}

// XC-03: what the client signed next instead of this version.
inline bool IsReplaced(const Consent& consent, const Question& question, const Facts& facts) {
  for (const Consent& next : facts.consents) {
    if (next.consent_id == consent.consent_id && consent.version < next.version && next.written &&
        next.standing != Standing::kDisputed && next.standing != Standing::kInvalid &&
        next.effective <= question.instant) {
      return true;
    }
  }
  return false;
}

// True when a consent was given once another was over. An oral one is over as soon as it is said.
inline bool GivenAfter(const Consent& consent, const Consent& other) {
  if (!other.written) return other.effective < consent.effective;
  return other.end <= consent.effective ||
         other.valid_to < absl::ToCivilDay(consent.effective, dates::PragueZone());
}

// The areas that the consent keeps out of every talk. What the client ruled out outlives the
// consent, or withdrawing it would open something, until the client signs its next version or a
// later consent in force names it.
inline Bits RuledOut(const Consent& consent, const Question& question, const Facts& facts) {
  Bits areas = AreaBits(consent.excluded);
  if (areas == 0 || question.instant < consent.effective) return 0;
  if (IsReplaced(consent, question, facts)) return 0;
  if (Binds(consent, question)) return areas;
  for (const Consent& later : facts.consents) {
    if (Binds(later, question) && GivenAfter(later, consent)) areas &= ~AreaBits(later.areas);
  }
  return areas;
}

// What the consents bring, and the one that covers, if one does.
inline Bits OfConsents(const Question& question, const Facts& facts, const Consent*& covers) {
  const Bits touched = AreaBit(question.area) | AreaBits(question.topics);
  Bits conditions = 0;
  covers = nullptr;
  for (const Consent& consent : facts.consents) {
    if ((RuledOut(consent, question, facts) & touched) != 0) conditions |= kExcluded;
    const bool says_so = (AreaBits(consent.areas) & AreaBit(question.area)) != 0 &&
                         consent.purposes.count(question.purpose) == 1;
    if (says_so && Binds(consent, question) && Names(consent, question.discloser) &&
        Names(consent, question.recipient)) {
      conditions |= kConsented;
      if (covers == nullptr) covers = &consent;
    }
  }
  return conditions;
}

// XC-27: where a protected person is; how to reach a hidden one goes over the intermediary.
inline Bits Guarded(const Facts& facts) {
  return (facts.address_protected ? AreaBit(common::v1::DATA_AREA_ADDRESS) : 0) |
         (facts.address_hidden ? AreaBit(common::v1::DATA_AREA_CONTACT) : 0);
}

inline Bits OfClient(const Question& question, const Facts& facts) {
  const Bits touched = AreaBit(question.area) | AreaBits(question.topics);
  const rpc::Unit& asks = question.recipient.unit;
  const rpc::Unit& holds = question.discloser.unit;
  return (facts.exists ? kKnown : 0) | (facts.code_name_only ? kCodeName : 0) |
         ((touched & Guarded(facts)) != 0 ? kMustNotBeFound : 0) | (asks == holds ? kSameUnit : 0) |
         (facts.units.count(asks) == 1 ? kWorksWithClient : 0) |
         (asks.agency_id == holds.agency_id ? kSameAgency : 0);
}

// Areas that information can belong to: neither "not given" nor one that this release does not
// know.
inline constexpr Bits kAllAreas = ((1u << (common::v1::DataArea_MAX + 1)) - 1) & ~1u;

inline Bits OfWords(const Question& question) {
  const Bits touched = AreaBit(question.area) | AreaBits(question.topics);
  const int stance = question.recipient.stance;
  const bool understood =
      (touched & ~kAllAreas) == 0 && question.purpose >= 0 &&
      question.purpose <= common::v1::Purpose_MAX && stance >= 0 &&
      stance <= common::v1::Stance_MAX &&
      (question.one_off == 0 || (question.one_off >= 4 && question.one_off <= 6));
  const bool walled = (touched & AreaBit(common::v1::DATA_AREA_SUPPORT_PLAN)) != 0 &&
                      stance == common::v1::STANCE_CONTROL;
  return (understood ? kUnderstood : 0) | (walled ? kWalled : 0) |
         ((touched & AreaBit(common::v1::DATA_AREA_REPORTER)) != 0 ? kReporter : 0) |
         (question.one_off == common::v1::BASIS_EMERGENCY ? kLifeInDanger : 0) |
         (question.one_off == common::v1::BASIS_MANDATORY_REPORT ? kMustReport : 0) |
         (question.one_off == common::v1::BASIS_CLIENT_PRESENT
              ? kClientIsHere | (question.passed_on ? kWordsWanted : 0)
              : 0) |
         (question.reference.empty() ? 0 : kJustified);
}

// XC-26, XC-27: one worker who helps and only reads, within the hour, the areas and the purpose
// named; where a person lives is no such area, whatever the record says.
inline Bits OfGlass(const Question& question, const Facts& facts) {
  const Bits touched = AreaBit(question.area) | AreaBits(question.topics);
  const Party& asks = question.recipient;
  for (const BrokenGlass& glass : facts.broken) {
    const bool same_worker = glass.worker_id == asks.worker_id &&
                             glass.unit.agency_id == asks.unit.agency_id &&
                             glass.unit.department_id == asks.unit.department_id;
    const bool within = !(question.instant < glass.open) && question.instant < glass.end;
    const Bits opens = AreaBits(glass.areas) & ~AreaBit(common::v1::DATA_AREA_ADDRESS);
    if (same_worker && within && (touched & ~opens) == 0 && question.reading &&
        asks.stance == common::v1::STANCE_SUPPORT && question.purpose == glass.purpose) {
      return kBrokeGlass;
    }
  }
  return 0;
}

inline Bits OfClasses(const std::set<PartyClass>& discloser,
                      const std::set<PartyClass>& recipient) {
  return discloser.count(PartyClass::kProvider) + recipient.count(PartyClass::kProvider) > 0
             ? kProvider
             : 0;
}

// True when the answer is what the conditions lead to, in every respect.
inline bool Agrees(const Answer& answer, Bits conditions, const Law& law, int row,
                   const Consent* consent) {
  const Line& line = Judge(conditions);
  static const LawRow kNoRow;
  static const Consent kNoConsent;
  static constexpr common::v1::Basis kBases[] = {
      common::v1::BASIS_OWN_RECORD,       common::v1::BASIS_STATUTORY,
      common::v1::BASIS_CONSENT,          common::v1::BASIS_EMERGENCY,
      common::v1::BASIS_MANDATORY_REPORT, common::v1::BASIS_CLIENT_PRESENT,
      common::v1::BASIS_EMERGENCY,        common::v1::BASIS_UNSPECIFIED};
  const LawRow& by =
      line.outcome == Outcome::kRow ? law.rows()[static_cast<std::size_t>(row)] : kNoRow;
  const Consent& with = line.outcome == Outcome::kConsent ? *consent : kNoConsent;
  return answer.allowed == (line.outcome != Outcome::kDenied) &&
         answer.grant.basis == kBases[static_cast<std::size_t>(line.outcome)] &&
         answer.grant.law_row == (line.outcome == Outcome::kGlass ? "BREAK_GLASS" : by.name) &&
         answer.grant.fields == by.fields && answer.grant.consent_id == with.consent_id &&
         answer.grant.consent_version == with.version &&
         (answer.rule == nullptr ? "" : answer.rule->id) == line.rule &&
         (answer.rule == nullptr ? "" : answer.rule->reason) == line.reason;
}

// The same for a question in one go.
inline bool Agrees(const Answer& answer, const Question& question, const Facts& facts,
                   const Law& law) {
  const Consent* consent = nullptr;
  int row = -1;
  const Bits concerned = law.ToldBy(question.discloser.classes) &
                         law.ToldTo(question.recipient.classes) & law.OfArea(question.area) &
                         law.InForce(question.day);
  const Bits conditions =
      OfClient(question, facts) | OfWords(question) | OfConsents(question, facts, consent) |
      OfGlass(question, facts) | OfClasses(question.discloser.classes, question.recipient.classes) |
      law.Conditions(concerned, question.purpose, !question.reference.empty(), row);
  return Agrees(answer, conditions, law, row, consent);
}

// Whether the conditions of a question lead to a yes.
inline bool Allows(const Question& question, const Facts& facts, const Law& law) {
  const Consent* consent = nullptr;
  int row = -1;
  const Bits concerned = law.ToldBy(question.discloser.classes) &
                         law.ToldTo(question.recipient.classes) & law.OfArea(question.area) &
                         law.InForce(question.day);
  return Judge(OfClient(question, facts) | OfWords(question) |
               OfConsents(question, facts, consent) | OfGlass(question, facts) |
               OfClasses(question.discloser.classes, question.recipient.classes) |
               law.Conditions(concerned, question.purpose, !question.reference.empty(), row))
             .outcome != Outcome::kDenied;
}

// Takes "(a, 'b', …)" from the front of a text.
inline std::vector<std::string> TakeTuple(std::string_view& text) {
  std::vector<std::string> values(1);
  bool quoted = false;
  text.remove_prefix(std::min(text.find('('), text.size() - 1) + 1);
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '\'') {
      quoted = !quoted;
    } else if (quoted) {
      values.back() += c;
    } else if (c == ')') {
      return values;
    } else if (c == ',') {
      values.emplace_back();
    } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      values.back() += c;
    }
  }
  throw std::runtime_error("the migration ends inside a row");
}

// The names in "{A,B}".
inline std::vector<std::string> NamesIn(const std::string& literal) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : literal.substr(1)) {
    if (c != ',' && c != '}') {
      name += c;
    } else if (!name.empty()) {
      names.push_back(std::move(name));
      name.clear();
    }
  }
  return names;
}

template <typename Value, typename Find>
std::set<Value> Named(const std::string& literal, Find find) {
  std::set<Value> values;
  for (const std::string& name : NamesIn(literal)) {
    Value value{};
    if (!find(name, &value)) throw std::runtime_error(absl::StrCat("no such name: ", name));
    values.insert(value);
  }
  return values;
}

inline std::set<PartyClass> NamedClasses(const std::string& literal) {
  static const std::map<std::string, PartyClass> kClasses = {
      {"DELEGATED_SOCIAL_WORK", PartyClass::kDelegatedSocialWork},
      {"CHILD_PROTECTION", PartyClass::kChildProtection},
      {"JUSTICE", PartyClass::kJustice},
      {"POLICE", PartyClass::kPolice},
      {"HEALTH_PROVIDER", PartyClass::kHealthProvider},
      {"PROVIDER", PartyClass::kProvider},
      {"OTHER", PartyClass::kOther}};
  return Named<PartyClass>(literal, [&](const std::string& name, PartyClass* value) {
    const auto found = kClasses.find(name);
    if (found != kClasses.end()) *value = found->second;
    return found != kClasses.end();
  });
}

inline LawRow ToLawRow(std::map<std::string, std::string> column) {
  LawRow row;
  row.name = column["law_row"];
  row.disclosers = NamedClasses(column["discloser_classes"]);
  row.recipients = NamedClasses(column["recipient_classes"]);
  row.purposes =
      Named<common::v1::Purpose>(column["purposes"], [](const std::string& name, auto* value) {
        return common::v1::Purpose_Parse("PURPOSE_" + name, value);
      });
  row.areas = Named<DataArea>(column["areas"], [](const std::string& name, auto* value) {
    return common::v1::DataArea_Parse("DATA_AREA_" + name, value);
  });
  row.fields = NamesIn(column["fields"]);
  row.reference_required = column["reference_required"] == "true";
  row.valid_from = dates::ParseDate(column["valid_from"]).value();
  if (!column["valid_to"].empty()) row.valid_to = dates::ParseDate(column["valid_to"]).value();
  return row;
}

// The rows that the migrations insert into the law table, by name, which is the order they are
// asked in.
inline std::vector<LawRow> ShippedLaw(std::span<const db::Migration> migrations) {
  constexpr std::string_view kInsert = "INSERT INTO law_rows";
  std::vector<LawRow> law;
  for (const db::Migration& migration : migrations) {
    std::string_view text = migration.text;
    for (std::size_t at = text.find(kInsert); at != text.npos; at = text.find(kInsert)) {
      text.remove_prefix(at);
      const std::vector<std::string> columns = TakeTuple(text);
      do {
        const std::vector<std::string> values = TakeTuple(text);
        std::map<std::string, std::string> column;
        for (std::size_t i = 0; i < columns.size(); ++i) column[columns[i]] = values.at(i);
        law.push_back(ToLawRow(std::move(column)));
      } while (text.front() == ',');
    }
  }
  std::stable_sort(law.begin(), law.end(),
                   [](const LawRow& left, const LawRow& right) { return left.name < right.name; });
  return law;
}

}  // namespace opora::registry::access::oracle
