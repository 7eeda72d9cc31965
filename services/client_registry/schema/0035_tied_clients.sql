-- XC-58: every record of the persons to whom a worker is tied; whose own record is among them is tied to everybody
-- with whom that person lives. The decision asks the same from the client's side (access/facts_store.cc).
CREATE FUNCTION tied_clients_of(worker uuid, today date) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH tied AS (
    SELECT t.client_id, t.kind FROM personal_ties t WHERE t.worker_id = worker AND t.end_time IS NULL
  ), near AS (
    SELECT client_id FROM tied
    UNION SELECT o.client_id FROM tied
      JOIN client_clusters s ON s.client_id = tied.client_id
      JOIN client_clusters k ON k.survivor_id = s.survivor_id
      JOIN household_members h ON h.client_id = k.client_id
      JOIN household_members o ON o.household_id = h.household_id
      WHERE tied.kind = 'SELF' AND h.person_name IS NULL AND o.person_name IS NULL
        AND coalesce(h.valid_to, 'infinity') >= today AND coalesce(o.valid_to, 'infinity') >= today
  )
  SELECT DISTINCT m.client_id FROM near JOIN client_clusters s ON s.client_id = near.client_id
    JOIN client_clusters m ON m.survivor_id = s.survivor_id
$$;
CREATE INDEX personal_ties_of_worker ON personal_ties (worker_id) WHERE end_time IS NULL;
