#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/rpc/access.h"
#include "common/rpc/caller.h"
#include "common/rules/rule.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/context.pb.h"

// The decision about a disclosure: one pure, total function over facts that were read in one
// snapshot. No input or output, no clock; deny by default; denials override; an unknown value
// denies (XC-13, XC-27).
namespace opora::registry::access {

using common::v1::DataArea;

// Classes of units and workers that rows of the law table speak of.
enum class PartyClass {
  kDelegatedSocialWork,  // Holds a role in delegated competence now (XC-14).
  kChildProtection,
  kJustice,
  kPolice,
  kHealthProvider,
  kProvider,  // Of social services, not an authority.
  kOther,
};

// One side of a disclosure.
struct Party {
  rpc::Unit unit;
  std::string worker_id;  // Empty for a unit as a whole.
  std::set<PartyClass> classes;
  common::v1::Stance stance = common::v1::STANCE_UNSPECIFIED;
};

struct ConsentParty {
  rpc::Unit unit;
  std::string worker_id;
};

// A signed version of a consent. One that was withdrawn or has ended opens nothing, but what the
// client did not want talked about stays so until a later consent names it: taking a consent away
// never opens anything.
struct Consent {
  std::string consent_id;
  int version = 0;
  bool written = false;
  bool withdrawn = false;
  absl::Time effective;
  absl::Time end = absl::InfiniteFuture();
  absl::CivilDay valid_to;
  std::vector<ConsentParty> parties;
  std::set<DataArea> areas;
  std::set<DataArea> excluded;
  std::set<common::v1::Purpose> purposes;
};

// A dated row of the law table (XC-65).
struct LawRow {
  std::string name;
  std::set<PartyClass> disclosers;
  std::set<PartyClass> recipients;
  std::set<common::v1::Purpose> purposes;
  std::set<DataArea> areas;
  std::vector<std::string> fields;
  bool reference_required = false;
  absl::CivilDay valid_from;
  absl::CivilDay valid_to = absl::CivilDay::max();
};

// What is known about a client at the instant.
struct Facts {
  bool exists = false;
  bool code_name_only = false;     // REG-116
  bool address_protected = false;  // Of any record of the person (XC-27) …
  bool address_hidden = false;     // … and not even held.
  // Agencies among those below whose own address is secret: that they help somebody tells where.
  std::set<std::string> secret_agencies;
  // Another record that may be of the same person is protected, which nobody may learn (REG-41).
  bool address_shadowed = false;
  std::set<rpc::Unit> units;  // That registered the person or work with them, over the cluster.
  std::vector<Consent> consents;
};

// May what `discloser` holds in `area` be told to `recipient`?
struct Question {
  Party discloser;
  Party recipient;
  common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED;
  DataArea area = common::v1::DATA_AREA_UNSPECIFIED;
  std::set<DataArea> topics;  // Touched besides the area.
  std::string reference;      // File number, written request, or justification.
  // Event that a one-off disclosure rests on: CLIENT_PRESENT, EMERGENCY, MANDATORY_REPORT; else
  // none.
  common::v1::Basis one_off = common::v1::BASIS_UNSPECIFIED;
  absl::Time instant;
  absl::CivilDay day;  // Of the instant, in Prague.
};

struct Answer {
  bool allowed = false;
  rpc::AreaGrant grant;               // When allowed.
  const rules::Rule* rule = nullptr;  // When denied; and when a statute overrode an excluded topic.
};

// Precedence (XC-27): own record, protected address, reporter, emergency or report, code name,
// excluded topic, stance wall, statutory row, client present, consent, deny. Unknown values of any
// input deny. An excluded topic yields to a statutory row only with a stated justification.
Answer Decide(const Question& question, const Facts& facts, const std::vector<LawRow>& law);

// Classes by what an agency and a department are; delegated work is added from role assignments.
std::set<PartyClass> ClassesOf(std::string_view agency_type, std::string_view department_kind,
                               bool delegated);

// Name of a class in the law table, and back.
std::string_view ClassName(PartyClass value);

// True when the consent lets these two talk about anything at this instant.
bool InForceBetween(const Consent& consent, const Party& discloser, const Party& recipient,
                    absl::Time instant, absl::CivilDay day);

// True when the area has its own path as long as the person's address is protected: where the
// person is, and for a hidden one how to reach the person, since that goes over the intermediary
// (XC-27).
bool HasOwnPath(DataArea area, const Facts& facts);

// What the client does not want talked about at this instant, over all consents (XC-02).
std::set<DataArea> ExcludedTopics(const Facts& facts, absl::Time instant);

}  // namespace opora::registry::access
