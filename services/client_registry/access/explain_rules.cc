#include "services/client_registry/access/explain_rules.h"

#include <algorithm>

#include "common/rpc/call.h"
#include "common/time/proto_date.h"

namespace opora::registry::access {
namespace {

constexpr char kAnyReference[] = "-";

template <typename Function>
void ForEachArea(Function function) {
  for (int area = common::v1::DataArea_MIN + 1; area <= common::v1::DataArea_MAX; ++area)
    function(static_cast<DataArea>(area));
}

v1::AccessExplanation About(const rpc::Unit& unit, common::v1::Basis basis) {
  v1::AccessExplanation explanation;
  explanation.set_agency_id(unit.agency_id);
  explanation.set_department_id(unit.department_id);
  explanation.set_basis(basis);
  return explanation;
}

Question Ask(const Grounds& grounds, const rpc::Unit& holder) {
  Question question;
  question.discloser.unit = holder;
  if (const auto found = grounds.classes.find(holder); found != grounds.classes.end())
    question.discloser.classes = found->second;
  question.recipient.stance = common::v1::STANCE_SUPPORT;
  question.reading = true;
  question.instant = grounds.instant;
  question.day = grounds.day;
  return question;
}

// The areas that any holder's records open to this recipient on the ground that `matches`.
template <typename Match>
std::set<DataArea> Opened(const Grounds& grounds, const Question& asked, Match matches) {
  std::set<DataArea> areas;
  for (const rpc::Unit& holder : grounds.facts.units) {
    Question question = asked;
    question.discloser = Ask(grounds, holder).discloser;
    ForEachArea([&](DataArea area) {
      question.area = area;
      const Answer answer = Decide(question, grounds.facts, grounds.law);
      if (answer.allowed && matches(answer.grant)) areas.insert(area);
    });
  }
  return areas;
}

void AddAreas(const std::set<DataArea>& areas, v1::AccessExplanation& explanation) {
  for (DataArea area : areas) explanation.add_areas(area);
}

void AddOwn(const Grounds& grounds, v1::ExplainAccessResponse& response) {
  for (const rpc::Unit& unit : grounds.facts.units) {
    auto& own = *response.add_explanations() = About(unit, common::v1::BASIS_OWN_RECORD);
    ForEachArea([&](DataArea area) {
      if (!HasOwnPath(area, grounds.facts)) own.add_areas(area);
    });
  }
  for (const Assigned& assigned : grounds.assigned) {
    auto& own = *response.add_explanations() = About(assigned.unit, common::v1::BASIS_OWN_RECORD);
    own.set_worker_id(assigned.worker_id);
    own.set_assignment_id(assigned.assignment_id);
    own.set_service_id(assigned.service_id);
    own.set_role(assigned.role);
    ForEachArea([&](DataArea area) {
      if (!HasOwnPath(area, grounds.facts)) own.add_areas(area);
    });
  }
}

// A row of the law names no unit but a kind of them; what it opens depends on who holds something.
void AddLaw(const Grounds& grounds, v1::ExplainAccessResponse& response) {
  for (const LawRow& row : grounds.law) {
    Question question;
    question = Ask(grounds, {});
    question.recipient.unit = {"any", ""};
    question.recipient.classes = row.recipients;
    question.reference = row.reference_required ? kAnyReference : "";
    std::set<DataArea> areas;
    for (common::v1::Purpose purpose : row.purposes) {
      question.purpose = purpose;
      areas.merge(Opened(grounds, question,
                         [&](const rpc::AreaGrant& grant) { return grant.law_row == row.name; }));
    }
    if (areas.empty()) continue;
    auto& told = *response.add_explanations() = About({}, common::v1::BASIS_STATUTORY);
    told.set_law_row(row.name);
    AddAreas(areas, told);
    for (common::v1::Purpose purpose : row.purposes) told.add_purposes(purpose);
    for (PartyClass of : row.recipients) told.add_recipient_classes(std::string(ClassName(of)));
    for (const std::string& field : row.fields) told.add_fields(field);
    told.set_reference_required(row.reference_required);
  }
}

v1::AccessExplanation OfParty(const Grounds& grounds, const Consent& consent,
                              const ConsentParty& party, const std::set<DataArea>& excluded) {
  v1::AccessExplanation told = About(party.unit, common::v1::BASIS_CONSENT);
  told.set_worker_id(party.worker_id);
  told.set_consent_id(consent.consent_id);
  told.set_consent_version(consent.version);
  *told.mutable_valid_to() = dates::ToDate(consent.valid_to);
  Question question = Ask(grounds, {});
  question.recipient.unit = party.unit;
  question.recipient.worker_id = party.worker_id;
  std::set<DataArea> areas;
  // Without the law, which is told for itself, and each consent for itself: others only exclude.
  Grounds alone = grounds;
  alone.law.clear();
  for (Consent& other : alone.facts.consents) {
    if (other.consent_id != consent.consent_id || other.version != consent.version)
      other.parties.clear();
  }
  for (common::v1::Purpose purpose : consent.purposes) {
    question.purpose = purpose;
    told.add_purposes(purpose);
    areas.merge(Opened(alone, question, [](const rpc::AreaGrant& grant) {
      return grant.basis == common::v1::BASIS_CONSENT;
    }));
  }
  for (DataArea area : consent.areas) {
    if (areas.contains(area)) told.add_areas(area);
    if (excluded.contains(area)) told.add_excluded_areas(area);
  }
  for (const ConsentParty& one : consent.parties) {
    v1::AccessParty& named = *told.add_parties();
    named.set_agency_id(one.unit.agency_id);
    named.set_department_id(one.unit.department_id);
    named.set_worker_id(one.worker_id);
  }
  return told;
}

void AddConsents(const Grounds& grounds, const std::set<DataArea>& excluded,
                 v1::ExplainAccessResponse& response) {
  for (const Consent& consent : grounds.facts.consents) {
    for (const ConsentParty& party : consent.parties) {
      if (grounds.facts.units.contains(party.unit)) continue;
      v1::AccessExplanation told = OfParty(grounds, consent, party, excluded);
      if (!told.areas().empty() || !told.excluded_areas().empty())
        *response.add_explanations() = std::move(told);
    }
  }
}

void AddGlass(const Grounds& grounds, v1::ExplainAccessResponse& response) {
  for (const BrokenGlass& glass : grounds.facts.broken) {
    Question question = Ask(grounds, {});
    question.recipient.unit = glass.unit;
    question.recipient.worker_id = glass.worker_id;
    question.purpose = glass.purpose;
    const std::set<DataArea> areas = Opened(grounds, question, [](const rpc::AreaGrant& grant) {
      return grant.law_row == kBreakGlassRow;
    });
    if (areas.empty()) continue;
    auto& told = *response.add_explanations() = About(glass.unit, common::v1::BASIS_EMERGENCY);
    told.set_law_row(std::string(kBreakGlassRow));
    told.set_worker_id(glass.worker_id);
    told.add_purposes(glass.purpose);
    *told.mutable_expire_time() = rpc::ToTimestamp(glass.end);
    AddAreas(areas, told);
  }
}

}  // namespace

v1::ExplainAccessResponse Explain(const Grounds& grounds) {
  v1::ExplainAccessResponse response;
  *response.mutable_as_of_time() = rpc::ToTimestamp(grounds.instant);
  if (!grounds.facts.exists) return response;
  const std::set<DataArea> excluded = ExcludedTopics(grounds.facts, grounds.instant);
  for (DataArea area : excluded) response.add_excluded_topics(area);
  AddOwn(grounds, response);
  AddLaw(grounds, response);
  AddConsents(grounds, excluded, response);
  AddGlass(grounds, response);
  return response;
}

}  // namespace opora::registry::access
