#include "services/housing_referral/work/sources.h"

namespace opora::housing {
namespace {

using work::Source;
using work::Whose;
using namespace common::v1;  // NOLINT(google-build-using-namespace): kinds and groups.

// Nothing here betrays the state of an application (HOUS-45).
constexpr Source kSources[] = {
    {WORK_KIND_COMPLAINT,
     {"A complaint has not been told to the client.", "Klient ještě neví o stížnosti."},
     "opora.housing.v1.ComplaintService.GetComplaint",
     Whose::kOwn,
     "'{HOUSING}'::text[]",
     "SELECT r.complaint_id AS record_id, r.client_id, r.agency_id, r.department_id, "
     "r.officer_worker_id AS worker_id, (r.received_time AT TIME ZONE 'Europe/Prague')::date + "
     "coalesce(p.inform_client_days, 2) AS due_date, r.received_time AS since FROM complaints r "
     "JOIN programmes p USING (programme_id) WHERE r.type = 'COMPLAINT' AND "
     "r.client_informed_time IS NULL AND r.state NOT IN ('CLOSED', 'RECLASSIFIED_NOTICE', "
     "'REROUTED_DEFECT')"},
    {WORK_KIND_COMPLAINT,
     {"The result of a complaint has not been told to the client.",
      "Klient ještě nezná výsledek stížnosti."},
     "opora.housing.v1.ComplaintService.GetComplaint",
     Whose::kOwn,
     "'{HOUSING}'::text[]",
     "SELECT complaint_id AS record_id, client_id, agency_id, department_id, officer_worker_id AS "
     "worker_id, NULL::date AS due_date, conclude_time AS since FROM complaints WHERE state = "
     "'CONCLUDED' AND client_told_result_time IS NULL"},
    {WORK_KIND_TENANCY_DEADLINE,
     {"A lease ends within ninety days.", "Nájem do devadesáti dnů skončí."},
     "opora.housing.v1.TenancyService.GetTenancy",
     Whose::kOwn,
     "'{HOUSING}'::text[]",
     "SELECT tenancy_id AS record_id, client_id, agency_id, department_id, NULL::uuid AS "
     "worker_id, lease_to AS due_date, (lease_to - 90)::timestamptz AS since FROM tenancies WHERE "
     "state = 'MOVED_IN' AND lease_to <= $1::date + 90"},
};

}  // namespace

std::span<const Source> WorkSources() { return kSources; }

}  // namespace opora::housing
