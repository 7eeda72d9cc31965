#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/rules/rule.h"
#include "common/time/date.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/representation.pb.h"
#include "services/client_registry/access/decide.h"

// Who can give what for a client on a day (XC-59). Ages and ends count by the day in Prague. To be
// checked by counsel, as the law table:
// - under fifteen a representative gives, the client's own view stands beside;
// - from fifteen to eighteen the client gives, a parent or guardian only together with the client;
// - from eighteen on parents and guardians give nothing, and what they gave opens nothing;
// - a capacity that a court limited is given by the court's guardian alone;
// - a supporter never decides, but may object.
namespace opora::registry {

using common::v1::DataArea;

// What is known of the day of birth over all records of a person. Unknown is no age at all.
struct Birth {
  std::optional<absl::CivilDay> earliest;
  std::optional<absl::CivilDay> latest;

  // Takes in what one more record says.
  void Add(const dates::PartialDate& date);
};

// A representation as facts.
struct Mandate {
  std::string representation_id;
  v1::RepresentationKind kind = v1::REPRESENTATION_KIND_UNSPECIFIED;
  std::set<v1::RepresentedAct> acts;
  std::set<DataArea> areas;  // Empty: all.
  bool excludes_client = false;
  std::string agency_id;  // Of a public guardian.
  std::string worker_id;
  absl::CivilDay from;
  absl::CivilDay to = absl::CivilDay::max();
};

// A person's birth, representatives and death.
struct Represented {
  Birth birth;
  std::vector<Mandate> mandates;
  // Until when the person was held to be dead: for ever while a recorded death stands.
  std::optional<absl::Time> dead_until;

  // Takes in a death that was recorded, with the instant of its retraction, if any.
  void AddDeath(absl::Time until);
  bool IsDead() const { return dead_until == absl::InfiniteFuture(); }
};

// What somebody gives, or gave.
struct Grant {
  v1::RepresentedAct act = v1::REPRESENTED_ACT_CONSENT;
  std::string representation_id;  // Empty: the client gives.
  v1::ClientView view = v1::CLIENT_VIEW_UNSPECIFIED;
  absl::CivilDay given_on;
  absl::Time given_at = absl::InfinitePast();  // When it took effect here.
  std::set<DataArea> areas;
  std::set<std::string> party_agencies;  // Whom it profits.
};

// Last day of a mandate, the eighteenth birthday included.
absl::CivilDay LastDay(const Mandate& mandate, const Birth& birth);
bool IsInForce(const Mandate& mandate, const Birth& birth, absl::CivilDay day);

// Why this cannot be given by whom it was given on its day; nullptr when it can.
//
// CLIENT_DIED, CLIENT_CANNOT_GIVE, GRANTOR_NOT_ENTITLED, CLIENT_VIEW_MISSING, CLIENT_OBJECTS
// (XC-59);
// ATTESTATION_OF_PROFITEER: a representative of a party (XC-58).
const rules::Rule* WhyNot(const Grant& grant, const Represented& person);

// True when the representative may object to what was given: a mandate in force on the day for the
// same act and at least one of its areas, and no agent against the client's own word.
bool MayObject(const Mandate& mandate, const Grant& grant, const Birth& birth, absl::CivilDay day);

// True when the representative may withdraw for the client on the day, whatever its areas: it only
// closes.
bool MayWithdraw(const std::string& representation_id, const Represented& person,
                 absl::CivilDay day);

// What something given comes to on a day, with the objections that stand, by representation. What
// was given before a death was recorded is over, and stays over when that was a mistake.
access::Standing StandingOf(const Grant& grant, const std::set<std::string>& objections,
                            const Represented& person, absl::CivilDay day);

// A representation as recorded: complete, proven, fit for the age, not entered by the
// representative.
//
// See RepresentationService.RecordRepresentation.
absl::Status CheckRepresentation(const v1::Representation& representation, const Birth& birth,
                                 const std::string& caller_worker_id, absl::CivilDay today);

// An end by date: earlier than the one known, and proven when a court decided.
//
// REPRESENTATION_ENDED, REPRESENTATION_UNPROVEN.
absl::Status CheckEnd(const v1::Representation& representation,
                      const v1::EndRepresentationRequest& end);

// Whether EndRepresentation would be accepted.
std::vector<common::v1::Action> RepresentationActions(const v1::Representation& representation,
                                                      common::v1::Language language);

// The record as facts.
Mandate MandateOf(const v1::Representation& representation);

}  // namespace opora::registry
