#include "services/client_registry/representation/representation_rules.h"

#include <algorithm>

#include "common/rules/period.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/deaths/refusals.h"
#include "services/client_registry/representation/refusals.h"

namespace opora::registry {
namespace {

constexpr int kOwnWord = 15;  // From this age on the client's word counts.
constexpr int kOfAge = 18;

bool IsByAge(v1::RepresentationKind kind) {
  return kind == v1::REPRESENTATION_KIND_PARENT || kind == v1::REPRESENTATION_KIND_GUARDIAN;
}

// True when the person has certainly reached the age; somebody of unknown birth has.
bool HasSurely(int age, const Birth& birth, absl::CivilDay day) {
  return !birth.latest.has_value() || day >= dates::DayOfAge(*birth.latest, age);
}

// True when the person may have reached the age; false for somebody of unknown birth.
bool MayHave(int age, const Birth& birth, absl::CivilDay day) {
  return birth.earliest.has_value() && day >= dates::DayOfAge(*birth.earliest, age);
}

bool Overlaps(const std::set<DataArea>& scope, const std::set<DataArea>& areas) {
  if (scope.empty() || areas.empty()) return true;
  return std::any_of(areas.begin(), areas.end(),
                     [&](DataArea area) { return scope.contains(area); });
}

bool Covers(const std::set<DataArea>& scope, const std::set<DataArea>& areas) {
  if (scope.empty()) return true;
  return std::all_of(areas.begin(), areas.end(),
                     [&](DataArea area) { return scope.contains(area); });
}

const Mandate* Find(const Represented& person, const std::string& representation_id) {
  for (const Mandate& mandate : person.mandates) {
    if (mandate.representation_id == representation_id) return &mandate;
  }
  return nullptr;
}

// True when what the client says decides beside this representative on the day.
bool ClientDecides(const Mandate& mandate, const Birth& birth, absl::CivilDay day) {
  if (mandate.excludes_client) return false;
  if (!birth.earliest.has_value()) return !IsByAge(mandate.kind);
  return MayHave(kOwnWord, birth, day);
}

bool ExcludesClient(const Mandate& mandate, const Grant& grant, const Birth& birth) {
  return mandate.excludes_client && mandate.acts.contains(grant.act) &&
         Overlaps(mandate.areas, grant.areas) && IsInForce(mandate, birth, grant.given_on);
}

const rules::Rule* WhyNotClient(const Grant& grant, const Represented& person) {
  if (!HasSurely(kOwnWord, person.birth, grant.given_on)) return &rule::kClientCannotGive;
  for (const Mandate& mandate : person.mandates) {
    if (ExcludesClient(mandate, grant, person.birth)) return &rule::kClientCannotGive;
    // Of unknown birth, but with a parent: a child.
    if (!person.birth.latest.has_value() && IsByAge(mandate.kind) &&
        IsInForce(mandate, person.birth, grant.given_on)) {
      return &rule::kClientCannotGive;
    }
  }
  return nullptr;
}

const rules::Rule* WhyNotRepresentative(const Grant& grant, const Represented& person) {
  const Mandate* mandate = Find(person, grant.representation_id);
  if (mandate == nullptr || mandate->kind == v1::REPRESENTATION_KIND_SUPPORTER ||
      !IsInForce(*mandate, person.birth, grant.given_on) || !mandate->acts.contains(grant.act) ||
      !Covers(mandate->areas, grant.areas)) {
    return &rule::kGrantorNotEntitled;
  }
  if (!mandate->agency_id.empty() && grant.party_agencies.contains(mandate->agency_id))
    return &rule::kAttestationOfProfiteer;
  if (grant.view == v1::CLIENT_VIEW_UNSPECIFIED) return &rule::kClientViewMissing;
  if (!ClientDecides(*mandate, person.birth, grant.given_on)) return nullptr;
  const bool minor = !HasSurely(kOfAge, person.birth, grant.given_on);
  if (grant.view == v1::CLIENT_VIEW_DISAGREES || (minor && grant.view != v1::CLIENT_VIEW_AGREES))
    return &rule::kClientObjects;
  return nullptr;
}

absl::Status CheckWho(const v1::Representation& representation,
                      const std::string& caller_worker_id) {
  if (!representation.has_representative_name() && !representation.has_representative_worker_id() &&
      !representation.has_representative_agency_id()) {
    return rules::InvalidField("representation.representative_name", "NAME_MISSING",
                               "or worker or agency is needed");
  }
  if (representation.representative_client_id() == representation.client_id()) {
    return rules::InvalidField("representation.representative_client_id", "REPRESENTS_ONESELF",
                               "is the client");
  }
  if (representation.has_representative_worker_id() &&
      representation.representative_worker_id() == caller_worker_id) {
    return rules::Refuse(rule::kAttestationOfProfiteer);
  }
  return absl::OkStatus();
}

}  // namespace

void Birth::Add(const dates::PartialDate& date) {
  const absl::CivilDay first(date.year, std::max(date.month, 1), std::max(date.day, 1));
  absl::CivilDay last = first;
  if (date.month == 0) {
    last = absl::CivilDay(date.year, 12, 31);
  } else if (date.day == 0) {
    last = absl::CivilDay(absl::CivilMonth(first) + 1) - 1;
  }
  if (!earliest.has_value() || first < *earliest) earliest = first;
  if (!latest.has_value() || last > *latest) latest = last;
}

void Represented::AddDeath(absl::Time until) {
  dead_until = std::max(until, dead_until.value_or(absl::InfinitePast()));
}

absl::CivilDay LastDay(const Mandate& mandate, const Birth& birth) {
  if (!IsByAge(mandate.kind) || !birth.earliest.has_value()) return mandate.to;
  return std::min(mandate.to, dates::DayOfAge(*birth.earliest, kOfAge) - 1);
}

bool IsInForce(const Mandate& mandate, const Birth& birth, absl::CivilDay day) {
  return mandate.from <= day && day <= LastDay(mandate, birth);
}

const rules::Rule* WhyNot(const Grant& grant, const Represented& person) {
  if (person.IsDead()) return &rule::kClientDied;
  return grant.representation_id.empty() ? WhyNotClient(grant, person)
                                         : WhyNotRepresentative(grant, person);
}

bool MayObject(const Mandate& mandate, const Grant& grant, const Birth& birth, absl::CivilDay day) {
  const bool against_client =
      mandate.kind == v1::REPRESENTATION_KIND_POWER_OF_ATTORNEY && grant.representation_id.empty();
  return !against_client && mandate.acts.contains(grant.act) &&
         Overlaps(mandate.areas, grant.areas) && IsInForce(mandate, birth, day);
}

bool MayWithdraw(const std::string& representation_id, const Represented& person,
                 absl::CivilDay day) {
  const Mandate* mandate = Find(person, representation_id);
  return mandate != nullptr && mandate->kind != v1::REPRESENTATION_KIND_SUPPORTER &&
         mandate->acts.contains(v1::REPRESENTED_ACT_CONSENT) &&
         IsInForce(*mandate, person.birth, day);
}

access::Standing StandingOf(const Grant& grant, const std::set<std::string>& objections,
                            const Represented& person, absl::CivilDay day) {
  if (person.dead_until.has_value() && grant.given_at <= *person.dead_until)
    return access::Standing::kInvalid;
  if (WhyNot(grant, person) != nullptr) return access::Standing::kInvalid;
  if (!grant.representation_id.empty()) {
    const Mandate& mandate = *Find(person, grant.representation_id);
    if (!IsInForce(mandate, person.birth, day)) return access::Standing::kInvalid;
    if (grant.view == v1::CLIENT_VIEW_DISAGREES && ClientDecides(mandate, person.birth, day))
      return access::Standing::kDisputed;
  }
  for (const Mandate& mandate : person.mandates) {
    if (objections.contains(mandate.representation_id) &&
        MayObject(mandate, grant, person.birth, day)) {
      return access::Standing::kDisputed;
    }
  }
  return access::Standing::kGood;
}

absl::Status CheckRepresentation(const v1::Representation& representation, const Birth& birth,
                                 const std::string& caller_worker_id, absl::CivilDay today) {
  RETURN_IF_ERROR(rules::CheckPeriod(representation, "representation."));
  RETURN_IF_ERROR(CheckWho(representation, caller_worker_id));
  const v1::RepresentationKind kind = representation.kind();
  if (representation.excludes_client() && kind != v1::REPRESENTATION_KIND_COURT_GUARDIAN) {
    return rules::InvalidField("representation.excludes_client", "ONLY_COURTS_EXCLUDE",
                               "is for guardians appointed by a court");
  }
  if (kind != v1::REPRESENTATION_KIND_PARENT && !representation.has_evidence())
    return rules::Refuse(rule::kRepresentationUnproven, {.field = "representation.evidence"});
  // One that is over already is entered as it was.
  const absl::CivilDay from = dates::FromDate(representation.valid_from());
  const bool over =
      representation.has_valid_to() && dates::FromDate(representation.valid_to()) < today;
  const absl::CivilDay day = over ? from : std::max(from, today);
  const bool adult = MayHave(kOfAge, birth, day);
  const bool child = !HasSurely(kOfAge, birth, day);
  const bool for_adults = !IsByAge(kind) && kind != v1::REPRESENTATION_KIND_COURT_GUARDIAN;
  if ((IsByAge(kind) && adult) || (for_adults && child))
    return rules::Refuse(rule::kRepresentationUnfit);
  return absl::OkStatus();
}

absl::Status CheckEnd(const v1::Representation& representation,
                      const v1::EndRepresentationRequest& end) {
  RETURN_IF_ERROR(dates::CheckDate(end.valid_to(), "valid_to"));
  // Later than known would give power back: that is a new representation, with its own evidence.
  if (representation.has_valid_to() &&
      dates::FromDate(end.valid_to()) >= dates::FromDate(representation.valid_to())) {
    return rules::Refuse(rule::kRepresentationEnded);
  }
  if (end.reason() == v1::REPRESENTATION_END_COURT_DECISION && end.evidence().empty())
    return rules::Refuse(rule::kRepresentationUnproven, {.field = "evidence"});
  return absl::OkStatus();
}

std::vector<common::v1::Action> RepresentationActions(const v1::Representation& representation,
                                                      common::v1::Language language) {
  common::v1::Action action;
  action.set_verb("EndRepresentation");
  action.set_allowed(!representation.has_end_reason());
  if (!action.allowed()) {
    action.set_rule(std::string(rule::kRepresentationEnded.id));
    action.set_remedy(std::string(rule::kRepresentationEnded.remedy.In(language)));
  }
  return {action};
}

Mandate MandateOf(const v1::Representation& representation) {
  Mandate mandate;
  mandate.representation_id = representation.representation_id();
  mandate.kind = representation.kind();
  for (int act : representation.acts()) mandate.acts.insert(static_cast<v1::RepresentedAct>(act));
  for (int area : representation.areas()) mandate.areas.insert(static_cast<DataArea>(area));
  mandate.excludes_client = representation.excludes_client();
  mandate.agency_id = representation.representative_agency_id();
  mandate.worker_id = representation.representative_worker_id();
  mandate.from = dates::FromDate(representation.valid_from());
  if (representation.has_valid_to()) mandate.to = dates::FromDate(representation.valid_to());
  return mandate;
}

}  // namespace opora::registry
