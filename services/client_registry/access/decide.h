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

// Whether who gave a consent could give it, and still stands for the client, and nobody who could
// objects (XC-59).
enum class Standing { kGood, kDisputed, kInvalid };

// A signed version of a consent. One that was withdrawn or has ended opens nothing, but what the
// client did not want talked about stays so until a later consent names it: taking a consent away
// never opens anything.
struct Consent {
  std::string consent_id;
  int version = 0;
  bool written = false;
  bool withdrawn = false;
  Standing standing = Standing::kGood;
  absl::Time effective;
  absl::Time end = absl::InfiniteFuture();
  absl::CivilDay valid_to;
  std::vector<ConsentParty> parties;
  std::set<DataArea> areas;
  std::set<DataArea> excluded;
  std::set<common::v1::Purpose> purposes;
};

// One worker's access in an emergency to named areas about the person (break_glass.proto).
struct BrokenGlass {
  rpc::Unit unit;
  std::string worker_id;
  common::v1::Purpose purpose = common::v1::PURPOSE_UNSPECIFIED;
  std::set<DataArea> areas;
  absl::Time open;
  absl::Time end;  // Closed, or over by itself.
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
  std::vector<BrokenGlass> broken;
  // Who is tied to the person or lives with one who is a worker: for them there is no such client
  // (XC-58).
  std::set<std::string> tied_workers;
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
  // XC-36: the client was shown the very words and wants them passed on.
  bool passed_on = false;
  // The recipient reads for itself; what was opened in an emergency is for reading only.
  bool reading = false;
  absl::Time instant;
  absl::CivilDay day;  // Of the instant, in Prague.
};

struct Answer {
  bool allowed = false;
  rpc::AreaGrant grant;               // When allowed.
  const rules::Rule* rule = nullptr;  // When denied; and when a statute overrode an excluded topic.
};

// Name under which an access in an emergency stands in decisions and in the audit, beside the basis
// EMERGENCY.
inline constexpr std::string_view kBreakGlassRow = "BREAK_GLASS";

// A question with everything that a step of the order may look at.
class Matter;

// One step of the fixed order: the first whose condition holds decides.
struct Step {
  std::string_view name;
  bool (*holds)(const Matter& matter);
  Answer (*answer)(const Matter& matter);
};

// A condition that a consent, a row of the law, or a broken glass must meet to open something.
template <typename Basis>
struct Condition {
  std::string_view name;
  bool (*holds)(const Basis& basis, const Question& question);
  const rules::Rule* denial = nullptr;  // What a row of the law that fails here alone lacks.
};

// The rule table of the decision. Data, so that tests can flip, drop, widen and move each row and
// see that somebody notices.
struct Policy {
  std::vector<Step> order;
  std::vector<Condition<Consent>> consent;  // All must hold for a consent to cover.
  std::vector<Condition<LawRow>>
      concerns;                        // All must hold for a row to concern the two and the area.
  std::vector<Condition<LawRow>> row;  // And these, for it to open.
  std::vector<Condition<BrokenGlass>> glass;
};

// The one that is shipped. Precedence (XC-27): own record, protected address, emergency or report,
// code name, reporter, access in an emergency, excluded topic, stance wall, statutory row, client
// present, consent, deny. Unknown values of any input deny. An excluded topic yields to a statutory
// row only with a stated justification, the stance wall to words that the client wants
// passed on (XC-36). What an access in an emergency never opens is not among its areas.
const Policy& ShippedPolicy();

Answer Decide(const Question& question, const Facts& facts, const std::vector<LawRow>& law,
              const Policy& policy = ShippedPolicy());

// Classes by what an agency and a department are; delegated work is added from role assignments.
std::set<PartyClass> ClassesOf(std::string_view agency_type, std::string_view department_kind,
                               bool delegated);

// Name of a class in the law table, and back.
std::string_view ClassName(PartyClass value);

// True when the consent lets these two talk about anything at this instant.
bool InForceBetween(const Consent& consent, const Party& discloser, const Party& recipient,
                    absl::Time instant, absl::CivilDay day);

// True when the access in an emergency is open to this worker at this instant.
bool IsOpenTo(const BrokenGlass& glass, const Party& worker, absl::Time instant);

// True when the area has its own path as long as the person's address is protected: where the
// person is, and for a hidden one how to reach the person, since that goes over the intermediary
// (XC-27).
bool HasOwnPath(DataArea area, const Facts& facts);

// What the client does not want talked about at this instant, over all consents (XC-02).
std::set<DataArea> ExcludedTopics(const Facts& facts, absl::Time instant);

}  // namespace opora::registry::access
