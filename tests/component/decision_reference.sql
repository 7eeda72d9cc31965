-- The decision once more, over the tables alone: what one worker may read, per person, holder and area. For
-- tests only; written from the requirements (XC-01 to XC-27, XC-36, XC-60, XC-65, REG-116) and neither from
-- the engine nor from the statement that reads its facts.
--
-- $1 worker, $2 agency, $3 department, $4 stance, $5 delegated work, $6 purpose, $7 instant, $8 day
WITH asker AS (
  SELECT $1::uuid AS worker_id, $2::uuid AS agency_id, $3::uuid AS department_id, $4::text AS stance,
    $5::boolean AS delegated, $6::text AS purpose, $7::timestamptz AS instant, $8::date AS day
), area AS (
  SELECT unnest('{IDENTITY,CONTACT,ADDRESS,FAMILY,HOUSING,DEBTS,INCOME_BENEFITS,EMPLOYMENT,EDUCATION,HEALTH,
    ADDICTION,VIOLENCE,CHILD_PROTECTION,REPORTER,LEGAL,SUPPORT_PLAN,CRISIS}'::text[]) AS area
), person AS (
  SELECT one.client_id AS asked, other.client_id
  FROM client_clusters one JOIN client_clusters other USING (survivor_id)
), holder AS (
  SELECT p.asked, c.agency_id, c.department_id FROM person p JOIN clients c USING (client_id)
  UNION
  SELECT p.asked, u.agency_id, u.department_id FROM person p JOIN client_units u USING (client_id)
), coded AS (
  SELECT DISTINCT p.asked FROM person p JOIN clients c USING (client_id) WHERE c.kind = 'CODE_NAME'
), version AS (
  -- Signed and begun. In force: written, not withdrawn, not replaced or ended, the last day not over.
  SELECT p.asked, v.*, v.form = 'WRITTEN' AND c.state = 'SIGNED' AND v.valid_to >= a.day
      AND coalesce(v.end_time > a.instant, true) AS in_force
  FROM person p JOIN consents c USING (client_id) JOIN consent_versions v ON v.consent_id = c.consent_id
    CROSS JOIN asker a
  WHERE v.signed_time IS NOT NULL AND v.effective_time <= a.instant
), excluded AS (
  -- XC-02, XC-03, XC-05: what the client ruled out, until the next version or a later consent names it.
  SELECT DISTINCT e.asked, topic
  FROM version e CROSS JOIN LATERAL unnest(e.excluded_topics) AS topic
  WHERE NOT EXISTS (SELECT FROM version n WHERE n.asked = e.asked AND n.consent_id = e.consent_id
      AND n.version > e.version AND n.form = 'WRITTEN')
    AND (e.in_force OR NOT EXISTS (SELECT FROM version l WHERE l.asked = e.asked AND l.in_force
      AND topic = ANY (l.areas) AND CASE WHEN e.form = 'ORAL' THEN l.effective_time > e.effective_time
        ELSE l.effective_time >= e.end_time
          OR (l.effective_time AT TIME ZONE 'Europe/Prague')::date > e.valid_to END))
), kind AS (
  SELECT u.agency_id, u.department_id, g.type, d.kind,
    g.type LIKE 'MUNICIPALITY%' OR g.type = 'REGION' AS governs,
    EXISTS (SELECT FROM workers w JOIN role_assignments r USING (worker_id) CROSS JOIN asker a
      WHERE w.agency_id = u.agency_id AND w.department_id IS NOT DISTINCT FROM u.department_id
        AND NOT w.suspended AND r.delegated_social_work AND r.valid_from <= a.day
        AND coalesce(r.valid_to >= a.day, true)) AS delegated
  FROM (SELECT agency_id, department_id FROM holder UNION SELECT agency_id, department_id FROM asker) u
    JOIN agencies g USING (agency_id) LEFT JOIN departments d ON d.department_id = u.department_id
), class AS (
  SELECT agency_id, department_id, CASE WHEN cardinality(classes) = 0 THEN '{OTHER}' ELSE classes END AS classes
  FROM (SELECT agency_id, department_id, array_remove(ARRAY[
      CASE WHEN delegated AND (governs OR type = 'LABOUR_OFFICE') THEN 'DELEGATED_SOCIAL_WORK' END,
      CASE WHEN type = 'CHILD_PROTECTION' OR governs AND kind = 'CHILD_PROTECTION' THEN 'CHILD_PROTECTION' END,
      CASE WHEN type IN ('JUSTICE', 'POLICE', 'HEALTH_PROVIDER') THEN type END,
      CASE WHEN type = 'NGO' THEN 'PROVIDER' END], NULL) AS classes FROM kind) of_kind
), asked_by AS (
  SELECT a.*, CASE WHEN a.delegated THEN c.classes
      ELSE array_remove(c.classes, 'DELEGATED_SOCIAL_WORK') END AS classes
  FROM asker a JOIN class c ON c.agency_id = a.agency_id
    AND c.department_id IS NOT DISTINCT FROM a.department_id
)
SELECT h.asked, h.agency_id, h.department_id, r.area, CASE
  WHEN h.agency_id = a.agency_id AND h.department_id IS NOT DISTINCT FROM a.department_id THEN 'OWN_RECORD'
  -- XC-27: where a protected person is has its own path; how to reach a hidden one too.
  WHEN EXISTS (SELECT FROM person p JOIN address_protections g USING (client_id) WHERE p.asked = h.asked
    AND r.area = ANY (CASE g.level WHEN 'NORMAL' THEN '{}' WHEN 'SHIELDED' THEN '{ADDRESS}'
      ELSE '{ADDRESS,CONTACT}' END::text[])) THEN NULL
  WHEN EXISTS (SELECT FROM coded c WHERE c.asked = h.asked) THEN NULL
  WHEN r.area = 'REPORTER' THEN NULL
  WHEN a.stance = 'SUPPORT' AND r.area <> 'ADDRESS' AND EXISTS (
    SELECT FROM person p JOIN break_glasses b USING (client_id) WHERE p.asked = h.asked
      AND b.worker_id = a.worker_id AND b.agency_id = a.agency_id
      AND b.department_id IS NOT DISTINCT FROM a.department_id AND r.area = ANY (b.areas)
      AND a.purpose = CASE b.reason WHEN 'CHILD_AT_RISK' THEN 'CHILD_PROTECTION' ELSE 'HEALTH_EMERGENCY' END
      AND b.open_time <= a.instant AND coalesce(b.close_time, b.expire_time) > a.instant) THEN 'EMERGENCY'
  WHEN EXISTS (SELECT FROM excluded e WHERE e.asked = h.asked AND e.topic = r.area) THEN NULL
  WHEN r.area = 'SUPPORT_PLAN' AND a.stance = 'CONTROL' THEN NULL
  WHEN EXISTS (SELECT FROM law_rows l JOIN class k ON k.agency_id = h.agency_id
      AND k.department_id IS NOT DISTINCT FROM h.department_id
    WHERE l.discloser_classes && k.classes AND l.recipient_classes && a.classes AND r.area = ANY (l.areas)
      AND a.purpose = ANY (l.purposes) AND NOT l.reference_required AND l.valid_from <= a.day
      AND coalesce(l.valid_to >= a.day, true)) THEN 'STATUTORY'
  WHEN EXISTS (SELECT FROM version v WHERE v.asked = h.asked AND v.in_force AND r.area = ANY (v.areas)
      AND a.purpose = ANY (v.purposes)
      AND EXISTS (SELECT FROM consent_parties q WHERE q.consent_version_id = v.consent_version_id
        AND q.agency_id = h.agency_id AND q.department_id IS NOT DISTINCT FROM h.department_id
        AND q.worker_id IS NULL)
      AND EXISTS (SELECT FROM consent_parties q WHERE q.consent_version_id = v.consent_version_id
        AND q.agency_id = a.agency_id AND q.department_id IS NOT DISTINCT FROM a.department_id
        AND coalesce(q.worker_id = a.worker_id, true))) THEN 'CONSENT'
  END AS basis
FROM holder h CROSS JOIN area r CROSS JOIN asked_by a
