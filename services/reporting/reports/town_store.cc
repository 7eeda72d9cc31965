#include "services/reporting/reports/town_store.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "services/reporting/following/projections.h"
#include "services/reporting/following/referral_states.h"

namespace opora::reporting {
namespace {

// Distinct persons with identity behind `source`, a query of records. $1 agencies, $2 as known at,
// $3 and $4 first and last day.
std::string PersonsOf(std::string_view source) {
  return absl::StrCat(
      "SELECT count(DISTINCT c.person) FROM (", std::string(source),
      ") found JOIN person_clusters c ON c.record = found.record AND c.known_from <= "
      "$2 AND c.known_to > $2 JOIN person_records r ON r.record = found.record WHERE "
      "NOT r.code_name");
}

// The day of an instant in Prague lies in the frame.
std::string InPeriod(std::string_view column) {
  return absl::StrCat(" AND ", std::string(column), " <= $2 AND (", std::string(column),
                      " AT TIME ZONE 'Europe/Prague')::date BETWEEN $3 AND $4");
}

constexpr NeedIs kWaiting[] = {NeedIs::kWaiting};
constexpr NeedIs kUnmet[] = {NeedIs::kWaiting, NeedIs::kDeclined};

std::string Contacts() {
  return "SELECT record, agency_id FROM person_records WHERE agency_id = ANY($1)" +
         InPeriod("known_from");
}

std::string Supports() {
  return "SELECT record, agency_id FROM support_facts WHERE agency_id = ANY($1) AND NOT is_group "
         "AND "
         "known_from <= $2 AND known_to > $2 AND occurred_on BETWEEN $3 AND $4";
}

std::string Referrals(std::string_view further) {
  return absl::StrCat(
      "SELECT record FROM referral_facts WHERE agency_id = ANY($1) AND known_from <= $2 AND "
      "known_to > $2",
      InPeriod("sent_time"), std::string(further));
}

std::string SeveralAgencies() {
  return absl::StrCat(
      "SELECT count(*) FROM (SELECT c.person FROM (", Contacts(), " UNION ", Supports(),
      ") met JOIN person_clusters c ON c.record = met.record AND c.known_from <= $2 AND c.known_to "
      "> "
      "$2 JOIN person_records r ON r.record = met.record WHERE NOT r.code_name GROUP BY c.person "
      "HAVING count(DISTINCT met.agency_id) > 1) several");
}

std::string Events(std::string_view feed, std::string_view type) {
  return absl::StrCat("SELECT record FROM happenings WHERE agency_id = ANY($1) AND feed = '",
                      std::string(feed), "' AND type = '", std::string(type), "'",
                      InPeriod("known_from"));
}

// Conferences and tenancies belong to no single agency: to the territory whose agencies know the
// person.
std::string EventsAround(std::string_view feed, std::string_view types) {
  return absl::StrCat(
      "SELECT h.record FROM happenings h WHERE h.feed = '", std::string(feed),
      "' AND h.type = ANY('{", std::string(types), "}')", InPeriod("h.known_from"),
      " AND EXISTS (SELECT FROM person_clusters this JOIN person_clusters known ON known.person = "
      "this.person AND known.known_from <= $2 AND known.known_to > $2 JOIN person_records p ON "
      "p.record = known.record WHERE this.record = h.record AND this.known_from <= $2 AND "
      "this.known_to > $2 AND p.agency_id = ANY($1))");
}

struct Figure {
  v1::TownFigure figure;
  std::string_view feed;
  std::string sql;
};

const std::vector<Figure>& Figures() {
  static const auto* figures = new std::vector<Figure>{
      {v1::TOWN_FIGURE_PERSONS, kRegistryFeed,
       PersonsOf(absl::StrCat(Contacts(), " UNION ", Supports()))},
      {v1::TOWN_FIGURE_PERSONS_SUPPORTED, kRegistryFeed, PersonsOf(Supports())},
      {v1::TOWN_FIGURE_PERSONS_OF_SEVERAL_AGENCIES, kRegistryFeed, SeveralAgencies()},
      {v1::TOWN_FIGURE_PERSONS_REFERRED, kRegistryFeed, PersonsOf(Referrals(""))},
      {v1::TOWN_FIGURE_PERSONS_WITH_UNMET_REFERRAL, kRegistryFeed,
       PersonsOf(Referrals(" AND state IN " + StatesOf(kUnmet)))},
      {v1::TOWN_FIGURE_PERSONS_CONSENTING, kRegistryFeed,
       PersonsOf(Events(kRegistryFeed, "ConsentSigned"))},
      {v1::TOWN_FIGURE_PERSONS_WITHDRAWING, kRegistryFeed,
       PersonsOf(Events(kRegistryFeed, "ConsentRevoked"))},
      {v1::TOWN_FIGURE_PERSONS_IN_DEBT, kRegistryFeed,
       PersonsOf(Events(kRegistryFeed, "DebtOpened"))},
      {v1::TOWN_FIGURE_PERSONS_WITH_SCHEDULE, kRegistryFeed,
       PersonsOf(Events(kRegistryFeed, "ScheduleAgreed"))},
      {v1::TOWN_FIGURE_PERSONS_WITH_CASE, kConferenceFeed,
       PersonsOf(EventsAround(kConferenceFeed, "CaseOpened"))},
      {v1::TOWN_FIGURE_PERSONS_IN_CONFERENCE, kConferenceFeed,
       PersonsOf(EventsAround(kConferenceFeed, "MeetingStarted,ConferenceRecorded"))},
      {v1::TOWN_FIGURE_PERSONS_WITH_ACTION_PLAN, kConferenceFeed,
       PersonsOf(EventsAround(kConferenceFeed, "ActionPlanApproved"))},
      {v1::TOWN_FIGURE_PERSONS_HOUSED, kHousingFeed,
       PersonsOf(EventsAround(kHousingFeed, "TenantMovedIn"))},
  };
  return *figures;
}

db::Params ParamsOf(const Frame& frame) {
  return {db::ArrayLiteral(frame.agencies), frame.known_at, frame.from, frame.to};
}

// The figures in force on the last day, by service.
std::map<std::string, std::vector<v1::PublishedCapacity>> Published(
    db::Tx& tx, const std::vector<std::string>& services, const Frame& frame) {
  std::map<std::string, std::vector<v1::PublishedCapacity>> published;
  for (const auto& row :
       tx.Run("SELECT DISTINCT ON (service_id, form, kind) service_id, form, kind, clients FROM "
              "capacity_facts WHERE service_id = ANY($1) AND as_of_date <= $2 ORDER BY service_id, "
              "form, kind, as_of_date DESC",
              {db::ArrayLiteral(services), frame.to})) {
    v1::PublishedCapacity& one = published[row[0].as<std::string>()].emplace_back();
    one.set_form(db::EnumOf<registry::v1::ServiceForm>(row[1].as<std::string>()));
    one.set_kind(db::EnumOf<registry::v1::CapacityKind>(row[2].as<std::string>()));
    if (!row[3].is_null()) one.set_clients(row[3].as<int32_t>());
  }
  return published;
}

}  // namespace

std::vector<FigureCount> CountFigures(db::Tx& tx, const Frame& frame,
                                      const std::vector<std::string>& feeds) {
  std::vector<FigureCount> counts;
  for (const Figure& figure : Figures()) {
    if (std::find(feeds.begin(), feeds.end(), figure.feed) == feeds.end()) continue;
    counts.push_back({figure.figure, std::string(figure.feed),
                      tx.Run(figure.sql, ParamsOf(frame))[0][0].as<int64_t>()});
  }
  return counts;
}

std::vector<GapCount> CountGaps(db::Tx& tx, const Frame& frame) {
  std::vector<GapCount> gaps;
  for (const auto& row : tx.Run(
           absl::StrCat(
               "SELECT area, count(DISTINCT c.person), count(DISTINCT c.person) FILTER (WHERE "
               "state IN ",
               StatesOf(kWaiting),
               "), count(DISTINCT c.person) FILTER (WHERE decline_reason = 'NO_CAPACITY') FROM "
               "referral_facts f JOIN person_clusters c ON c.record = f.record AND c.known_from <= "
               "$2 AND c.known_to > $2 WHERE f.agency_id = ANY($1) AND f.known_from <= $2 AND "
               "f.known_to > $2",
               InPeriod("f.sent_time"), " GROUP BY area ORDER BY 2 DESC, 1"),
           ParamsOf(frame))) {
    gaps.push_back({db::EnumOf<common::v1::DataArea>(row[0].as<std::string>()),
                    row[1].as<int64_t>(), row[2].as<int64_t>(), row[3].as<int64_t>()});
  }
  return gaps;
}

std::vector<DuplicityCount> CountDuplicities(db::Tx& tx, const Frame& frame) {
  std::vector<DuplicityCount> duplicities;
  for (const auto& row : tx.Run(
           "WITH monthly AS (SELECT DISTINCT c.person, s.agency_id, s.category_code, "
           "date_trunc('month', s.occurred_on) AS month FROM support_facts s JOIN "
           "person_clusters c ON c.record = s.record AND c.known_from <= $2 AND c.known_to > $2 "
           "WHERE s.agency_id = ANY($1) AND NOT s.is_group AND s.known_from <= $2 AND s.known_to "
           "> $2 AND s.occurred_on BETWEEN $3 AND $4) SELECT a.agency_id, b.agency_id, "
           "category_code, count(DISTINCT person) FROM monthly a JOIN monthly b USING (person, "
           "category_code, month) WHERE a.agency_id < b.agency_id GROUP BY 1, 2, 3 ORDER BY 4 "
           "DESC, 1, 2, 3",
           ParamsOf(frame))) {
    duplicities.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                           row[2].as<std::string>(), row[3].as<int64_t>()});
  }
  return duplicities;
}

std::vector<v1::ServiceCapacity> ReadCapacities(db::Tx& tx, const Frame& frame,
                                                const std::string& territory) {
  const pqxx::result rows = tx.Run(
      "SELECT s.service_id, s.agency_id, s.area, floor(f.fte_milli::numeric * f.caseload_per_fte / "
      "1000)::bigint, coalesce(f.shared_by, '{}') FROM service_facts s LEFT JOIN LATERAL (SELECT * "
      "FROM staffing_facts f WHERE f.service_id = s.service_id AND f.as_of_date <= $3 ORDER BY "
      "as_of_date DESC LIMIT 1) f ON true WHERE s.agency_id = ANY($1) OR $2 = ANY(s.territories) "
      "ORDER BY s.agency_id, s.service_id",
      {db::ArrayLiteral(frame.agencies), territory, frame.to});
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row[0].as<std::string>());
  auto published = Published(tx, ids, frame);
  std::vector<v1::ServiceCapacity> capacities;
  for (const auto& row : rows) {
    v1::ServiceCapacity& one = capacities.emplace_back();
    one.set_service_id(row[0].as<std::string>());
    one.set_agency_id(row[1].as<std::string>());
    one.set_area(db::EnumOf<common::v1::DataArea>(row[2].as<std::string>()));
    if (!row[3].is_null()) one.set_caseload(row[3].as<int32_t>());
    for (const std::string& town : db::ParseArray(row[4].as<std::string>()))
      one.add_shared_by(town);
    bool known = one.has_caseload();
    for (auto& figure : published[one.service_id()]) {
      known |= figure.has_clients();
      *one.add_published() = std::move(figure);
    }
    one.set_unknown(!known);
  }
  return capacities;
}

}  // namespace opora::reporting
