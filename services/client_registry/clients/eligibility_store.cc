#include "services/client_registry/clients/eligibility_store.h"

#include "common/db/record.h"

namespace opora::registry {

std::optional<v1::LongTermPlan> FindPlan(db::Tx& tx, const std::string& client_id,
                                         const rpc::Unit& unit) {
  std::vector<v1::LongTermPlan> plans = SelectPlans(tx, {client_id}, unit);
  if (plans.empty()) return std::nullopt;
  return std::move(plans.front());
}

std::vector<v1::LongTermPlan> SelectPlans(db::Tx& tx, const std::vector<std::string>& client_ids,
                                          const rpc::Unit& unit) {
  return db::Select<v1::LongTermPlan>(
      tx,
      "WHERE r.client_id = ANY($1::uuid[]) AND r.agency_id::text = $2 AND "
      "coalesce(r.department_id::text, '') = $3",
      {db::ArrayLiteral(client_ids), unit.agency_id, unit.department_id});
}

void SelectGaps(db::Tx& tx, const rpc::Unit& unit, const std::string& case_manager,
                const std::string& today, const rpc::Page& page,
                v1::ListPlanGapsResponse& response) {
  db::SelectInto(
      tx, v1::EligibilityAssessment::default_instance(),
      "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND "
      "(r.multiple_difficulties OR r.worsening_situation) AND NOT EXISTS (SELECT 1 FROM "
      "eligibility_assessments n WHERE n.client_id = r.client_id AND n.agency_id = r.agency_id AND "
      "n.department_id IS NOT DISTINCT FROM r.department_id AND (n.assessed_on, n.create_time, "
      "n.assessment_id) > (r.assessed_on, r.create_time, r.assessment_id)) AND NOT EXISTS (SELECT "
      "1 "
      "FROM long_term_plans p WHERE p.client_id = r.client_id AND p.agency_id = r.agency_id AND "
      "p.department_id IS NOT DISTINCT FROM r.department_id AND p.next_monitoring_on >= $3::date) "
      "AND ($4 = '' OR EXISTS (SELECT 1 FROM client_assignments a WHERE a.client_id = r.client_id "
      "AND a.worker_id::text = $4 AND a.role = 'CASE_MANAGER' AND a.state = 'ACTIVE')) "
      "AND ($5::date IS NULL OR (r.assessed_on, r.assessment_id) > ($5::date, $6::uuid)) "
      "ORDER BY r.assessed_on, r.assessment_id LIMIT $7",
      {unit.agency_id, unit.department_id, today, case_manager, page.Key(0), page.Key(1),
       page.Limit()},
      [&] { return response.add_gaps()->mutable_assessment(); });
}

}  // namespace opora::registry
