#include "services/client_registry/cooperation/cooperation_store.h"

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

std::vector<std::string> Texts(const pqxx::result& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.emplace_back(row[0].c_str());
  return texts;
}

}  // namespace

void FindKeyActors(db::Tx& tx, const v1::ListKeyActorsRequest& filter, const rpc::Page& page,
                   const std::function<v1::KeyActor*()>& add) {
  db::SelectInto(
      tx, v1::KeyActor::default_instance(),
      "WHERE r.agency_id = $1 AND ($2::text IS NULL OR r.position = $2::text) AND "
      "($3::text IS NULL OR r.sector = $3::text) AND ($4 OR r.ended_on IS NULL) AND "
      "($5::text IS NULL OR (r.name, r.key_actor_id) > ($5::text, $6::uuid)) "
      "ORDER BY r.name, r.key_actor_id LIMIT $7",
      {filter.agency_id(), db::StoredOrNull(filter.position()), db::StoredOrNull(filter.sector()),
       filter.include_ended() ? "true" : "false", page.Key(0), page.Key(1), page.Limit()},
      add);
}

std::vector<v1::KeyActor> ActorsByNeed(db::Tx& tx, v1::HelpNeed need, const rpc::Page& page) {
  return db::Select<v1::KeyActor>(
      tx,
      "WHERE r.ended_on IS NULL AND EXISTS (SELECT 1 FROM actor_competences c WHERE c.key_actor_id "
      "= r.key_actor_id AND c.need = $1) AND ($2::text IS NULL OR (r.name, r.key_actor_id) > "
      "($2::text, $3::uuid)) ORDER BY r.name, r.key_actor_id LIMIT $4",
      {db::StoredOrNull(need), page.Key(0), page.Key(1), page.Limit()});
}

std::vector<std::string> SortKeys(const v1::KeyActor& actor) {
  return {actor.name(), actor.key_actor_id()};
}

void FindAgreements(db::Tx& tx, const v1::ListAgreementsRequest& filter, absl::CivilDay day,
                    const rpc::Page& page, const std::function<v1::CooperationAgreement*()>& add) {
  db::SelectInto(
      tx, v1::CooperationAgreement::default_instance(),
      "WHERE r.agency_id = $1 AND ($2::uuid IS NULL OR EXISTS (SELECT 1 FROM agreement_parties p "
      "WHERE p.agreement_id = r.agreement_id AND p.key_actor_id = $2::uuid)) AND ($3::text IS NULL "
      "OR $3::text = CASE WHEN r.state = 'ENDED' AND r.valid_from IS NULL THEN 'ENDED' WHEN "
      "r.valid_from IS NULL OR r.valid_from > $4::date THEN 'PROPOSED' WHEN r.valid_to < $4::date "
      "THEN 'ENDED' ELSE 'IN_FORCE' END) AND ($5::text IS NULL OR "
      "(r.create_time, r.agreement_id) < ($5::text::timestamptz, $6::uuid)) "
      "ORDER BY r.create_time DESC, r.agreement_id DESC LIMIT $7",
      {filter.agency_id(), db::OrNull(filter.key_actor_id()), db::StoredOrNull(filter.state()),
       dates::DateText(day), page.Key(0), page.Key(1), page.Limit()},
      add);
}

std::vector<std::string> SortKeys(const v1::CooperationAgreement& agreement) {
  return {db::TimestampText(agreement.create_time()), agreement.agreement_id()};
}

std::optional<v1::ContactPerson> ContactPersonOn(db::Tx& tx, const rpc::Unit& unit,
                                                 absl::CivilDay day) {
  auto found = db::Select<v1::ContactPerson>(
      tx,
      "WHERE r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid AND r.valid_from "
      "<= $3::date AND coalesce(r.valid_to, 'infinity') > $3::date",
      {unit.agency_id, db::OrNull(unit.department_id), dates::DateText(day)});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<v1::ContactPerson> ContactPersonsFrom(db::Tx& tx, const rpc::Unit& unit,
                                                  absl::CivilDay day) {
  return db::Select<v1::ContactPerson>(
      tx,
      "WHERE r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid AND "
      "coalesce(r.valid_to, 'infinity') > $3::date ORDER BY r.valid_from FOR UPDATE",
      {unit.agency_id, db::OrNull(unit.department_id), dates::DateText(day)});
}

void FindContactPersons(db::Tx& tx, const rpc::Unit& unit, const rpc::Page& page,
                        const std::function<v1::ContactPerson*()>& add) {
  db::SelectInto(
      tx, v1::ContactPerson::default_instance(),
      "WHERE r.agency_id = $1 AND r.department_id IS NOT DISTINCT FROM $2::uuid AND "
      "($3::text IS NULL OR (r.create_time, r.contact_person_id) < "
      "($3::text::timestamptz, $4::uuid)) "
      "ORDER BY r.create_time DESC, r.contact_person_id DESC LIMIT $5",
      {unit.agency_id, db::OrNull(unit.department_id), page.Key(0), page.Key(1), page.Limit()},
      add);
}

std::vector<std::string> SortKeys(const v1::ContactPerson& person) {
  return {db::TimestampText(person.create_time()), person.contact_person_id()};
}

void FindChangeBearers(db::Tx& tx, const std::string& agency_id, absl::CivilDay day,
                       const rpc::Page& page, const std::function<v1::ChangeBearer*()>& add) {
  db::SelectInto(tx, v1::ChangeBearer::default_instance(),
                 "WHERE r.agency_id = $1 AND $2::date BETWEEN r.valid_from AND "
                 "coalesce(r.valid_to, 'infinity') AND ($3::uuid IS NULL OR r.change_bearer_id > "
                 "$3::uuid) ORDER BY r.change_bearer_id LIMIT $4",
                 {agency_id, dates::DateText(day), page.Key(0), page.Limit()}, add);
}

int64_t CountChangeBearers(db::Tx& tx, const rpc::Unit& unit, absl::CivilDay day) {
  return tx
      .Run(
          "SELECT count(*) FROM change_bearers b JOIN workers w USING (worker_id) WHERE "
          "b.agency_id "
          "= $1 AND b.department_id IS NOT DISTINCT FROM $2::uuid AND NOT w.suspended AND $3::date "
          "BETWEEN b.valid_from AND coalesce(b.valid_to, 'infinity')",
          {unit.agency_id, db::OrNull(unit.department_id), dates::DateText(day)})[0][0]
      .as<int64_t>();
}

std::optional<v1::ApproachDefinition> DefinitionOn(db::Tx& tx, const std::string& agency_id,
                                                   absl::CivilDay day) {
  auto found = db::Select<v1::ApproachDefinition>(
      tx, "WHERE r.agency_id = $1 AND r.valid_from <= $2::date ORDER BY r.valid_from DESC LIMIT 1",
      {agency_id, dates::DateText(day)});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

bool IsMunicipality(db::Tx& tx, const std::string& agency_id) {
  return !tx.Run("SELECT 1 FROM agencies WHERE agency_id = $1 AND type LIKE 'MUNICIPALITY%'",
                 {agency_id})
              .empty();
}

bool IsSuspended(db::Tx& tx, const std::string& worker_id) {
  return tx.Run("SELECT 1 FROM workers WHERE worker_id = $1 AND NOT suspended", {worker_id})
      .empty();
}

SetupFacts ReadSetup(db::Tx& tx, const rpc::Unit& unit, absl::CivilDay day) {
  const db::Params of_unit = {unit.agency_id, db::OrNull(unit.department_id), dates::DateText(day)};
  SetupFacts facts;
  const pqxx::result counts = tx.Run(
      "SELECT (SELECT count(*) FROM workers w JOIN role_assignments r USING (worker_id) WHERE "
      "w.agency_id = $1 AND w.department_id IS NOT DISTINCT FROM $2::uuid AND NOT w.suspended AND "
      "r.role = 'SUPPORT_COORDINATOR' AND $3::date BETWEEN r.valid_from AND coalesce(r.valid_to, "
      "'infinity')), (SELECT count(*) FROM key_actors WHERE agency_id = $1 AND department_id IS "
      "NOT "
      "DISTINCT FROM $2::uuid AND ended_on IS NULL), (SELECT count(*) FROM matrix_rows WHERE "
      "agency_id = $1 AND department_id IS NOT DISTINCT FROM $2::uuid)",
      of_unit);
  facts.coordinators = counts[0][0].as<int64_t>();
  facts.key_actors = counts[0][1].as<int64_t>();
  facts.matrix_rows = counts[0][2].as<int64_t>();
  constexpr char kActors[] =
      "SELECT k.key_actor_id FROM key_actors k WHERE k.agency_id = $1 AND k.department_id IS NOT "
      "DISTINCT FROM $2::uuid AND k.ended_on IS NULL AND $3::date IS NOT NULL AND NOT EXISTS ";
  facts.actors_without_competence =
      Texts(tx.Run(std::string(kActors) +
                       "(SELECT 1 FROM actor_competences c WHERE c.key_actor_id = k.key_actor_id) "
                       "ORDER BY k.name LIMIT 200",
                   of_unit));
  facts.actors_without_agreement =
      Texts(tx.Run(std::string(kActors) +
                       "(SELECT 1 FROM agreement_parties p JOIN cooperation_agreements g USING "
                       "(agreement_id) WHERE p.key_actor_id = k.key_actor_id AND $3::date BETWEEN "
                       "g.valid_from AND coalesce(g.valid_to, 'infinity')) ORDER BY k.name LIMIT "
                       "200",
                   of_unit));
  facts.services_of_unknown_capacity = Texts(tx.Run(
      "SELECT s.service_id FROM services s WHERE s.agency_id = $1 AND coalesce(s.closed_on, "
      "'infinity') > $2::date AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM staffings g WHERE "
      "g.service_id = s.service_id AND g.as_of_date <= $2::date ORDER BY g.as_of_date DESC LIMIT "
      "1) "
      "n WHERE n.fte_milli IS NOT NULL AND n.caseload_per_fte IS NOT NULL) AND NOT EXISTS (SELECT "
      "1 "
      "FROM capacities c WHERE c.service_id = s.service_id AND c.as_of_date <= $2::date AND "
      "c.clients IS NOT NULL) ORDER BY s.name LIMIT 200",
      {unit.agency_id, dates::DateText(day)}));
  return facts;
}

}  // namespace opora::registry
