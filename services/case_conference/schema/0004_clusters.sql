-- Which records of the registry are one person now, kept by its feed. A record that was never merged
-- has no row.

CREATE TABLE client_clusters (
  client_id   uuid NOT NULL,
  survivor_id uuid NOT NULL,
  CONSTRAINT client_clusters_pkey PRIMARY KEY (client_id)
);
CREATE INDEX client_clusters_of_survivor ON client_clusters (survivor_id);

-- All records of the person who has this one.
CREATE FUNCTION records_of(record uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT record UNION
  SELECT m.client_id FROM client_clusters s JOIN client_clusters m USING (survivor_id) WHERE s.client_id = record
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON client_clusters TO :service_app;
