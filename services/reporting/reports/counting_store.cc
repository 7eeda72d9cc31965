#include "services/reporting/reports/counting_store.h"

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::reporting {
namespace {

// $1 agencies, $2 as known at, $3 first day, $4 last day, $5 units and $6 what they equal, $7
// categories.
constexpr char kFacts[] =
    " FROM support_facts s WHERE s.agency_id = ANY($1) AND s.known_from <= $2 AND s.known_to "
    "> $2 AND s.occurred_on BETWEEN $3 AND $4 AND (s.category_code = ANY($7) OR "
    "cardinality($7::text[]) = 0)";
constexpr char kEach[] =
    "SELECT record, agency_id, category_code, unit, is_group, quantity_milli, 1 AS records, "
    "support, occurred_on";
// Records of years shrink to some per person before anything is joined to them.
constexpr char kTogether[] =
    "SELECT record, agency_id, category_code, unit, is_group, sum(quantity_milli) AS "
    "quantity_milli, count(*) AS records";
constexpr char kGroupTogether[] = " GROUP BY record, agency_id, category_code, unit, is_group";

// Each support with its person, its weight towards the threshold and the reason why it has none:
// the one place that says what counts.
constexpr char kWeighed[] =
    "), weighed AS (SELECT given.*, c.person, given.quantity_milli::numeric * k.equals_milli "
    "AS weight, CASE WHEN given.is_group THEN 'GROUP' WHEN r.code_name THEN 'CODE_NAME' WHEN "
    "k.unit IS NULL THEN 'NO_CONVERSION' ELSE 'UNSPECIFIED' END AS not_counted FROM given "
    "JOIN person_clusters c ON c.record = given.record AND c.known_from <= $2 AND c.known_to "
    "> $2 JOIN person_records r ON r.record = given.record LEFT JOIN unnest($5::text[], "
    "$6::bigint[]) AS k (unit, equals_milli) ON k.unit = given.unit), individual AS (SELECT * "
    "FROM weighed WHERE not_counted IN ('UNSPECIFIED', 'NO_CONVERSION')), reached AS (SELECT "
    "person, coalesce(sum(weight), 0) AS reached FROM individual GROUP BY person) ";

std::string Summed(std::string_view select) {
  return absl::StrCat("WITH given AS (", kTogether, kFacts, kGroupTogether, kWeighed,
                      std::string(select));
}

std::string OneByOne(std::string_view select) {
  return absl::StrCat("WITH given AS (", kEach, kFacts, kWeighed, std::string(select));
}

db::Params ParamsOf(const v1::CountingRule& rule, const Frame& frame) {
  std::vector<std::string> units = {db::Stored(rule.threshold_unit())};
  std::vector<std::string> equals = {"1000"};
  for (const v1::UnitConversion& conversion : rule.conversions()) {
    units.push_back(db::Stored(conversion.unit()));
    equals.push_back(std::to_string(conversion.equals_milli()));
  }
  return {db::ArrayLiteral(frame.agencies),
          frame.known_at,
          frame.from,
          frame.to,
          db::ArrayLiteral(units),
          db::ArrayLiteral(equals),
          db::ArrayLiteral(std::vector<std::string>(rule.category_codes().begin(),
                                                    rule.category_codes().end()))};
}

// Weights are in thousandths of thousandths.
db::Params WithThreshold(const v1::CountingRule& rule, const Frame& frame) {
  db::Params params = ParamsOf(rule, frame);
  params.emplace_back(std::to_string(rule.threshold_milli()));
  return params;
}

}  // namespace

absl::StatusOr<v1::CountingRule> FindCountingRule(db::Tx& tx, const std::string& project_code,
                                                  v1::TargetKind kind, int number) {
  auto found = db::Select<v1::CountingRule>(
      tx,
      "WHERE r.project_code = $1 AND r.kind = $2 AND ($3 = 0 OR r.number = $3) ORDER BY r.number "
      "DESC LIMIT 1",
      {project_code, db::Stored(kind), std::to_string(number)});
  if (found.empty()) return rules::NotFound();
  return std::move(found[0]);
}

int NextRuleNumber(db::Tx& tx, const v1::CountingRule& rule) {
  tx.Run("SELECT pg_advisory_xact_lock(hashtext('counting_rules ' || $1))", {rule.project_code()});
  return tx
      .Run(
          "SELECT coalesce(max(number), 0) + 1 FROM counting_rules WHERE project_code = $1 AND "
          "kind = $2",
          {rule.project_code(), db::Stored(rule.kind())})[0][0]
      .as<int>();
}

PersonTotals CountPersons(db::Tx& tx, const v1::CountingRule& rule, const Frame& frame) {
  const pqxx::result rows =
      tx.Run(Summed("SELECT count(*) FILTER (WHERE reached >= $8::numeric * 1000), count(*) "
                    "FILTER (WHERE reached < $8::numeric * 1000) FROM reached"),
             WithThreshold(rule, frame));
  return {rows[0][0].as<int64_t>(), rows[0][1].as<int64_t>()};
}

std::vector<ProviderTotals> CountByProvider(db::Tx& tx, const v1::CountingRule& rule,
                                            const Frame& frame) {
  const pqxx::result rows = tx.Run(
      Summed("SELECT agency_id, count(DISTINCT person), count(DISTINCT person) FILTER (WHERE "
             "reached >= $8::numeric * 1000) FROM individual JOIN reached USING (person) GROUP "
             "BY agency_id ORDER BY 2 DESC, 1"),
      WithThreshold(rule, frame));
  std::vector<ProviderTotals> totals;
  for (const auto& row : rows) {
    totals.push_back({row[0].as<std::string>(), row[1].as<int64_t>(), row[2].as<int64_t>()});
  }
  return totals;
}

std::vector<ExtentTotals> SumExtents(db::Tx& tx, const v1::CountingRule& rule, const Frame& frame) {
  const pqxx::result rows =
      tx.Run(Summed("SELECT category_code, unit, sum(quantity_milli)::bigint, count(DISTINCT "
                    "person) FROM individual GROUP BY category_code, unit ORDER BY 1, 2"),
             ParamsOf(rule, frame));
  std::vector<ExtentTotals> totals;
  for (const auto& row : rows) {
    totals.push_back({row[0].as<std::string>(),
                      db::EnumOf<registry::v1::SupportUnit>(row[1].as<std::string>()),
                      row[2].as<int64_t>(), row[3].as<int64_t>()});
  }
  return totals;
}

std::vector<v1::UncountedSupport> CountUncounted(db::Tx& tx, const v1::CountingRule& rule,
                                                 const Frame& frame) {
  const pqxx::result rows =
      tx.Run(Summed("SELECT not_counted, sum(records)::bigint FROM weighed WHERE not_counted <> "
                    "'UNSPECIFIED' GROUP BY not_counted ORDER BY 1"),
             ParamsOf(rule, frame));
  std::vector<v1::UncountedSupport> uncounted;
  for (const auto& row : rows) {
    v1::UncountedSupport& one = uncounted.emplace_back();
    one.set_reason(db::EnumOf<v1::NotCounted>(row[0].as<std::string>()));
    one.set_records(row[1].as<int64_t>());
  }
  return uncounted;
}

std::vector<v1::Contribution> ListSupport(db::Tx& tx, const v1::CountingRule& rule,
                                          const Frame& frame, const std::string& after_day,
                                          const std::string& after, int limit) {
  db::Params params = ParamsOf(rule, frame);
  params.emplace_back(after_day.empty() ? "-infinity" : after_day);
  params.emplace_back(after);
  params.emplace_back(std::to_string(limit));
  const pqxx::result rows = tx.Run(
      OneByOne("SELECT person, support, agency_id, category_code, unit, quantity_milli, "
               "occurred_on, not_counted FROM weighed WHERE (occurred_on, support) > ($8::date, "
               "$9::text) ORDER BY occurred_on, support LIMIT $10"),
      params);
  std::vector<v1::Contribution> contributions;
  for (const auto& row : rows) {
    v1::Contribution& one = contributions.emplace_back();
    one.set_person_pseudonym(row[0].as<std::string>());
    one.set_support_pseudonym(row[1].as<std::string>());
    one.set_agency_id(row[2].as<std::string>());
    one.set_category_code(row[3].as<std::string>());
    one.set_unit(db::EnumOf<registry::v1::SupportUnit>(row[4].as<std::string>()));
    one.set_quantity_milli(row[5].as<int64_t>());
    const auto day = dates::ParseDate(row[6].as<std::string>());
    if (day.has_value()) *one.mutable_occurred_on() = dates::ToDate(*day);
    one.set_not_counted(db::EnumOf<v1::NotCounted>(row[7].as<std::string>()));
  }
  return contributions;
}

}  // namespace opora::reporting
