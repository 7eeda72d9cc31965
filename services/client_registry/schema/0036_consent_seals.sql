-- What decisions read of consents, and the seal of the registry over exactly that. Whoever changes a consent by
-- SQL, as superuser too, does not have the key: the consent then opens nothing (consents/seal.h).

ALTER TABLE consent_versions ADD COLUMN x_seal bytea;

-- All columns are text, as they are sealed. `rest` is what decisions do not read.
CREATE VIEW sealed_consents AS
SELECT k.client_id, k.consent_id AS of_consent, v.consent_version_id, v.signed_time AS signed, v.effective_time,
  k.consent_id::text AS consent_id,
  v.version::text AS version,
  v.form,
  v.areas::text AS areas,
  v.excluded_topics::text AS excluded_topics,
  v.purposes::text AS purposes,
  v.valid_to::text AS valid_to,
  extract(epoch FROM v.effective_time)::text AS effective,
  (SELECT string_agg(p.agency_id::text || '/' || coalesce(p.department_id::text, '') || '/' ||
      coalesce(p.worker_id::text, ''), ' ' ORDER BY p.party_id)
    FROM consent_parties p WHERE p.consent_version_id = v.consent_version_id) AS parties,
  k.state,
  extract(epoch FROM v.end_time)::text AS ended,
  v.representation_id::text AS representation_id,
  v.client_view,
  extract(epoch FROM v.signed_time)::text AS signed_at,
  (SELECT string_agg(o.representation_id::text || '/' || coalesce(extract(epoch FROM o.create_time)::text, '') ||
      '/' || coalesce(extract(epoch FROM o.lift_time)::text, ''), ' ' ORDER BY o.objection_id)
    FROM consent_objections o WHERE o.consent_id = k.consent_id) AS objections,
  jsonb_build_array(k.client_id, k.agency_id, k.department_id, k.current_version,
    extract(epoch FROM k.revoke_time), k.revocation, extract(epoch FROM k.create_time), v.consent_version_id,
    v.excluded_topics_asked, v.excluded_note, v.explainer_worker_id, v.explained_on, v.told_by_worker_id,
    extract(epoch FROM v.told_time), v.document, v.template_version_id, v.template_reviewed, v.grantor,
    v.client_view_words, v.scan_sha256, extract(epoch FROM v.scan_time), v.scan_due)::text AS rest,
  encode(v.x_seal, 'hex') AS seal
FROM consents k JOIN consent_versions v ON v.consent_id = k.consent_id;

GRANT SELECT ON sealed_consents TO :service_app;
