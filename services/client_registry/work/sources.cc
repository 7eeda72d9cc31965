#include "services/client_registry/work/sources.h"

namespace opora::registry {
namespace {

using work::Source;
using work::Whose;
using namespace common::v1;  // NOLINT(google-build-using-namespace): kinds and groups.

constexpr Source kSources[] = {
    {WORK_KIND_REFERRAL_TO_ANSWER,
     {"Your unit received a referral and has not answered.",
      "Vaše pracoviště dostalo doporučení a zatím neodpovědělo."},
     "opora.registry.v1.ReferralService.GetReferral",
     Whose::kAddressed,
     "s.betrayed_areas",
     "SELECT referral_id AS record_id, client_id, agency_id, department_id, recipient_agency_id AS "
     "unit_agency_id, recipient_department_id AS unit_department_id, NULL::uuid AS worker_id, "
     "answer_by_date AS due_date, sent_time AS since, betrayed_areas FROM referrals WHERE state IN "
     "('SENT', 'SEEN') AND (basis <> 'CONSENT' OR EXISTS (SELECT 1 FROM consents k WHERE "
     "k.consent_id::text = basis_reference AND k.state = 'SIGNED'))"},
    {WORK_KIND_REFERRAL_UNANSWERED,
     {"A referral that you sent was not answered in time.",
      "Na doporučení, které jste odeslali, nepřišla včas odpověď."},
     "opora.registry.v1.ReferralService.GetReferral",
     Whose::kOwn,
     "s.betrayed_areas",
     "SELECT referral_id AS record_id, client_id, agency_id, department_id, worker_id, "
     "answer_by_date AS due_date, (answer_by_date + 1)::timestamptz AS since, betrayed_areas FROM "
     "referrals "
     "WHERE state IN ('SENT', 'SEEN') AND answer_by_date < $1::date"},
    {WORK_KIND_REFERRAL_ANSWERED,
     {"A referral that you sent was answered.", "Na vaše doporučení přišla odpověď."},
     "opora.registry.v1.ReferralService.GetReferral",
     Whose::kOwn,
     "s.betrayed_areas",
     "SELECT r.referral_id AS record_id, r.client_id, r.agency_id, r.department_id, r.worker_id, "
     "NULL::date AS due_date, r.answer_time AS since, r.betrayed_areas FROM referrals r WHERE "
     "r.state NOT IN "
     "('SENT', 'SEEN') AND r.answer_time IS NOT NULL AND NOT EXISTS (SELECT 1 FROM work_seen w "
     "WHERE w.worker_id = r.worker_id AND w.seen_time >= r.answer_time)"},
    // Announced to who explained it and to the client's workers, each in the own unit.
    {WORK_KIND_CONSENT_EXPIRING,
     {"A consent ends within thirty days; it goes on only by a new version.",
      "Souhlas do třiceti dnů skončí; pokračovat může jen novou verzí."},
     "opora.registry.v1.ConsentService.GetConsent",
     Whose::kForeign,
     "s.areas",
     "SELECT k.consent_id AS record_id, k.client_id, k.agency_id, k.department_id, w.agency_id AS "
     "unit_agency_id, w.department_id AS unit_department_id, w.worker_id, v.valid_to AS due_date, "
     "(v.valid_to - 30)::timestamptz AS since, v.areas FROM consents k JOIN consent_versions v ON "
     "v.consent_id = k.consent_id AND v.version = k.current_version JOIN LATERAL (SELECT "
     "v.explainer_worker_id AS worker_id UNION SELECT a.worker_id FROM client_assignments a WHERE "
     "a.client_id = k.client_id AND a.state = 'ACTIVE' AND a.role IN ('KEY_WORKER', "
     "'SOCIAL_WORKER', 'CASE_MANAGER')) t ON true JOIN workers w ON w.worker_id = t.worker_id "
     "WHERE k.state = 'SIGNED' AND v.effective_time IS NOT NULL AND v.end_time IS NULL AND "
     "v.valid_to BETWEEN $1::date - 30 AND $1::date + 30"},
    {WORK_KIND_CLIENT_WITHOUT_RESPONSIBLE,
     {"Whoever was responsible for this client is so no more.",
      "Kdo za tohoto klienta odpovídal, už za něj neodpovídá."},
     "opora.registry.v1.WorkforceService.ListUncoveredClients",
     Whose::kOwn,
     "'{SUPPORT_PLAN}'::text[]",
     // Held by the unit's fallback; without one it waits for who leads (REG-48).
     "SELECT uncovered_id AS record_id, client_id, agency_id, department_id, fallback_worker_id AS "
     "worker_id, NULL::date AS due_date, since_time AS since FROM uncovered_clients WHERE "
     "closed_time IS NULL",
     ROLE_GROUP_LEADERSHIP},
    {WORK_KIND_DISCLOSURE_FOLLOW_UP,
     {"What was seen in the emergency is not yet written down.",
      "Co bylo v ohrožení zjištěno, ještě není zapsáno."},
     "opora.registry.v1.AccessService.GetOneOffDisclosure",
     Whose::kOwn,
     "s.areas",
     "SELECT disclosure_id AS record_id, client_id, agency_id, department_id, worker_id, "
     "(create_time + interval '3 days')::date AS due_date, create_time AS since, areas FROM "
     "one_off_disclosures WHERE basis = 'EMERGENCY' AND coalesce(observed_facts, '') = ''"},
    {WORK_KIND_DISCLOSURE_FOLLOW_UP,
     {"The client asked for this once; a written consent is needed for the next time.",
      "Klient o předání požádal jednou; příště je třeba písemný souhlas."},
     "opora.registry.v1.AccessService.GetOneOffDisclosure",
     Whose::kOwn,
     "s.areas",
     "SELECT d.disclosure_id AS record_id, d.client_id, d.agency_id, d.department_id, "
     "d.worker_id, (d.create_time + interval '14 days')::date AS due_date, d.create_time AS since, "
     "d.areas FROM one_off_disclosures d WHERE d.basis = 'CLIENT_PRESENT' AND "
     "d.recipient_agency_id IS NOT NULL AND d.create_time > $1::date - 60 AND NOT EXISTS (SELECT 1 "
     "FROM consents k JOIN consent_versions v ON v.consent_id = k.consent_id AND v.version = "
     "k.current_version JOIN consent_parties p USING (consent_version_id) WHERE k.client_id = "
     "d.client_id AND k.state = 'SIGNED' AND p.agency_id = d.recipient_agency_id AND "
     "p.department_id IS NOT DISTINCT FROM d.recipient_department_id)"},
    {WORK_KIND_INSTALMENT_DUE,
     {"An instalment is due or was missed.", "Splátka je splatná nebo nebyla zaplacena."},
     "opora.registry.v1.RepaymentService.GetRepaymentSchedule",
     Whose::kOwn,
     "'{DEBTS}'::text[]",
     "SELECT p.schedule_id AS record_id, p.client_id, p.agency_id, p.department_id, NULL::uuid AS "
     "worker_id, min(i.due_date) AS due_date, (min(i.due_date) - 3)::timestamptz AS since FROM "
     "repayment_schedules p JOIN instalments i USING (schedule_id) WHERE p.state IN ('AGREED', "
     "'ACTIVE') AND i.paid_on IS NULL AND i.due_date <= $1::date + 3 GROUP BY p.schedule_id, "
     "p.client_id, p.agency_id, p.department_id"},
    // Where the creditor keeps the claim itself: the unit of its record decides.
    {WORK_KIND_DEBT_APPLICATION,
     {"A waiver of your claim was applied for.", "O prominutí vaší pohledávky je podána žádost."},
     "opora.registry.v1.RepaymentService.DecideWaiver",
     Whose::kForeign,
     "'{DEBTS}'::text[]",
     "SELECT r.waiver_id AS record_id, r.client_id, r.agency_id, r.department_id, d.agency_id AS "
     "unit_agency_id, d.department_id AS unit_department_id, NULL::uuid AS worker_id, NULL::date "
     "AS due_date, r.create_time AS since FROM waiver_requests r JOIN debts d USING (debt_id) "
     "WHERE r.state = 'PROPOSED' AND d.creditor_agency_id = d.agency_id"},
    {WORK_KIND_DEBT_APPLICATION,
     {"A repayment schedule for your claim was applied for.",
      "O splátkový kalendář k vaší pohledávce je podána žádost."},
     "opora.registry.v1.RepaymentService.GetRepaymentSchedule",
     Whose::kForeign,
     "'{DEBTS}'::text[]",
     "SELECT r.schedule_id AS record_id, r.client_id, r.agency_id, r.department_id, d.agency_id AS "
     "unit_agency_id, d.department_id AS unit_department_id, NULL::uuid AS worker_id, NULL::date "
     "AS due_date, r.create_time AS since FROM repayment_schedules r JOIN debts d USING (debt_id) "
     "WHERE r.state = 'DRAFT' AND d.creditor_agency_id = d.agency_id"},
    {WORK_KIND_DATA_SUBJECT_REQUEST,
     {"A person asked about their data; the answer is due.",
      "Osoba podala žádost o svých údajích; odpověď má termín."},
     "opora.registry.v1.PrivacyService.GetSubjectRequest",
     Whose::kOwn,
     "'{LEGAL}'::text[]",
     "SELECT subject_request_id AS record_id, client_id, agency_id, department_id, NULL::uuid AS "
     "worker_id, due_date, create_time AS since FROM subject_requests WHERE state = 'RECEIVED'"},
    {WORK_KIND_CORRECTION_TO_DECIDE,
     {"A correction of your record was proposed.", "K vašemu záznamu je navržena oprava."},
     "opora.registry.v1.PrivacyService.GetCorrection",
     Whose::kAddressed,
     "ARRAY[s.area]",
     "SELECT correction_id AS record_id, client_id, agency_id, department_id, recipient_agency_id "
     "AS unit_agency_id, recipient_department_id AS unit_department_id, NULL::uuid AS worker_id, "
     "(create_time + interval '1 month')::date AS due_date, create_time AS since, area FROM "
     "corrections WHERE state = 'PROPOSED'"},
    {WORK_KIND_CORRECTION_TO_TAKE_OVER,
     {"Something that your unit received was corrected, erased or restricted.",
      "Údaje, které vaše pracoviště dostalo, byly opraveny, vymazány nebo omezeny."},
     "opora.registry.v1.PrivacyService.AcknowledgeNotice",
     Whose::kAddressed,
     "s.areas",
     "SELECT notice_id AS record_id, client_id, agency_id, department_id, recipient_agency_id AS "
     "unit_agency_id, recipient_department_id AS unit_department_id, NULL::uuid AS worker_id, "
     "(create_time + interval '14 days')::date AS due_date, create_time AS since, areas FROM "
     "recipient_notices WHERE acknowledge_time IS NULL"},
    // Both name no client: where to look, not what about whom (XC-26).
    {WORK_KIND_BREAK_GLASS_REVIEW,
     {"An access in an emergency waits for its review.", "Přístup v nouzi čeká na přezkum."},
     "opora.registry.v1.AccessService.GetBreakGlass",
     Whose::kOwn,
     "'{}'::text[]",
     "SELECT break_glass_id AS record_id, NULL::uuid AS client_id, agency_id, department_id, "
     "NULL::uuid AS worker_id, review_due AS due_date, open_time AS since FROM break_glasses WHERE "
     "outcome IS NULL",
     ROLE_GROUP_LEADERSHIP},
    {WORK_KIND_BREAK_GLASS_REVIEW,
     {"Somebody opened a person with whom your unit works, in an emergency.",
      "Někdo si v nouzi otevřel údaje osoby, se kterou vaše pracoviště pracuje."},
     "opora.registry.v1.AccessService.GetBreakGlass",
     Whose::kOwn,
     "'{}'::text[]",
     "SELECT break_glass_id AS record_id, NULL::uuid AS client_id, agency_id, department_id, "
     "worker_id, NULL::date AS due_date, create_time AS since FROM access_alerts WHERE kind = "
     "'BREAK_GLASS' AND seen_time IS NULL"},
    {WORK_KIND_WAITING_LIST_OFFER,
     {"A place is offered; the offer lapses.", "Je nabídnuto místo; nabídka propadne."},
     "opora.registry.v1.ReferralService.GetWaitingEntry",
     Whose::kOwn,
     "s.betrayed_areas",
     "SELECT waiting_entry_id AS record_id, client_id, agency_id, department_id, NULL::uuid AS "
     "worker_id, (offer_until_time AT TIME ZONE 'Europe/Prague')::date AS due_date, offer_time AS "
     "since, betrayed_areas FROM waiting_entries WHERE state = 'OFFERED'"},
    {WORK_KIND_HAND_OVER,
     {"A client is to be taken over.", "Má být převzat klient."},
     "opora.registry.v1.ReferralService.GetTransfer",
     Whose::kForeign,
     "s.betrayed_areas",
     "SELECT transfer_id AS record_id, client_id, agency_id, department_id, recipient_agency_id AS "
     "unit_agency_id, recipient_department_id AS unit_department_id, to_worker_id AS worker_id, "
     "NULL::date AS due_date, create_time AS since, betrayed_areas FROM case_transfers WHERE state "
     "= 'PROPOSED'"},
    {WORK_KIND_HAND_OVER,
     {"A hand-over sheet has not been read.", "Předávací list ještě nikdo nečetl."},
     "opora.registry.v1.ReferralService.GetTransfer",
     Whose::kAddressed,
     "s.betrayed_areas",
     "SELECT transfer_id AS record_id, client_id, agency_id, department_id, recipient_agency_id AS "
     "unit_agency_id, recipient_department_id AS unit_department_id, to_worker_id AS worker_id, "
     "NULL::date AS due_date, answer_time AS since, betrayed_areas FROM case_transfers WHERE state "
     "= 'ACCEPTED' AND read_time IS NULL"},
    {WORK_KIND_APPOINTMENT,
     {"An appointment is within a week, or was not closed.",
      "Schůzka je do týdne, nebo nebyla uzavřena."},
     "opora.registry.v1.ReferralService.GetAppointment",
     Whose::kOwn,
     "s.betrayed_areas",
     "SELECT a.appointment_id AS record_id, a.client_id, a.agency_id, a.department_id, "
     "w.worker_id, (a.start_time AT TIME ZONE 'Europe/Prague')::date AS due_date, a.start_time - "
     "interval '7 days' AS since, a.betrayed_areas FROM appointments a JOIN LATERAL (SELECT "
     "a.worker_id UNION SELECT a.accompanying_worker_id) w ON w.worker_id IS NOT NULL WHERE "
     "a.state = 'PLANNED' AND a.start_time < $1::date + 8"},
    {WORK_KIND_SAFETY_NOTICE_REVIEW,
     {"A safety notice is deleted unless it is renewed.",
      "Bezpečnostní upozornění se vymaže, nebude-li obnoveno."},
     "opora.registry.v1.SafetyService.RenewSafetyNotice",
     Whose::kOwn,
     "ARRAY[s.area]",
     "SELECT notice_id AS record_id, client_id, agency_id, department_id, author_worker_id AS "
     "worker_id, review_date AS due_date, (review_date - 14)::timestamptz AS since, area FROM "
     "safety_notices WHERE review_date <= $1::date + 14"},
    {WORK_KIND_MONITORING_MISSING,
     {"A long-term plan or its monitoring is missing.",
      "Chybí dlouhodobý plán nebo jeho sledování."},
     "opora.registry.v1.ClientService.PutLongTermPlan",
     Whose::kOwn,
     "'{SUPPORT_PLAN}'::text[]",
     "SELECT e.assessment_id AS record_id, e.client_id, e.agency_id, e.department_id, (SELECT "
     "min(a.worker_id::text)::uuid FROM client_assignments a WHERE a.client_id = e.client_id AND "
     "a.agency_id = e.agency_id AND a.department_id IS NOT DISTINCT FROM e.department_id AND "
     "a.state = 'ACTIVE' AND a.role = 'CASE_MANAGER') AS worker_id, coalesce(p.next_monitoring_on, "
     "e.assessed_on) AS due_date, coalesce(p.next_monitoring_on::timestamptz, e.create_time) AS "
     "since FROM eligibility_assessments e LEFT JOIN long_term_plans p ON p.client_id = "
     "e.client_id AND p.agency_id = e.agency_id AND p.department_id IS NOT DISTINCT FROM "
     "e.department_id WHERE (e.multiple_difficulties OR e.worsening_situation) AND "
     "(p.next_monitoring_on IS NULL OR p.next_monitoring_on < $1::date) AND NOT EXISTS (SELECT 1 "
     "FROM eligibility_assessments n WHERE n.client_id = e.client_id AND n.agency_id = e.agency_id "
     "AND n.department_id IS NOT DISTINCT FROM e.department_id AND (n.assessed_on, n.create_time) "
     "> (e.assessed_on, e.create_time))"},
    {WORK_KIND_TASK,
     {"A question waits for your answer.", "Otázka čeká na vaši odpověď."},
     "opora.registry.v1.CooperationService.AnswerQuestion",
     Whose::kForeign,
     "'{}'::text[]",
     "SELECT q.question_id AS record_id, NULL::uuid AS client_id, q.agency_id, q.department_id, "
     "w.agency_id AS unit_agency_id, w.department_id AS unit_department_id, w.worker_id, "
     "NULL::date AS due_date, q.create_time AS since FROM questions q JOIN workers w ON "
     "w.worker_id::text = ANY(q.addressee_worker_ids) WHERE q.state = 'OPEN'"},
    {WORK_KIND_TASK,
     {"You are asked to do something for a client.",
      "Jste požádáni, abyste pro klienta něco udělali."},
     "opora.registry.v1.WorkforceService.GetTaskRequest",
     Whose::kAddressed,
     "ARRAY[s.area]",
     "SELECT task_request_id AS record_id, client_id, agency_id, department_id, "
     "recipient_agency_id AS unit_agency_id, recipient_department_id AS unit_department_id, "
     "recipient_worker_id AS worker_id, due_date, create_time AS since, area FROM task_requests "
     "WHERE answer_time IS NULL"},
};

}  // namespace

std::span<const Source> WorkSources() { return kSources; }

}  // namespace opora::registry
