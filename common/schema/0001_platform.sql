-- What every service keeps besides its records: audit, outbox, idempotency. Applied in the service's
-- own schema (search_path), owned by <service>_owner.

-- The audit log. Partitioned by range of seq from the first day, so that whole ranges can be moved away.
CREATE TABLE audit_entries (
  -- Before seq: defaults are evaluated in this order, and a transaction must have its id before it draws a
  -- number, or the reader's fence does not wait for it.
  xid              xid8        NOT NULL DEFAULT pg_current_xact_id(),
  seq              bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1),
  entry_id         uuid        NOT NULL,
  occurred_at      timestamptz NOT NULL,
  client_id        uuid,
  worker_id        uuid,
  agency_id        uuid,
  recipient_agency_id uuid,
  is_machine       boolean     NOT NULL,
  peer_certificate text,
  entry            bytea       NOT NULL,
  CONSTRAINT audit_entries_pkey PRIMARY KEY (seq)
) PARTITION BY RANGE (seq);
CREATE TABLE audit_entries_p0 PARTITION OF audit_entries FOR VALUES FROM (MINVALUE) TO (10000000);
CREATE TABLE audit_entries_rest PARTITION OF audit_entries DEFAULT;
CREATE INDEX audit_entries_client ON audit_entries (client_id, seq DESC) WHERE client_id IS NOT NULL;
CREATE INDEX audit_entries_worker ON audit_entries (worker_id, seq DESC) WHERE worker_id IS NOT NULL;
CREATE INDEX audit_entries_agency ON audit_entries (agency_id, seq DESC) WHERE agency_id IS NOT NULL;
CREATE INDEX audit_entries_entry ON audit_entries (entry_id);

-- Seals over complete ranges of seq, chained by root and signed. Made afterwards, by the sealer's role.
CREATE TABLE audit_seals (
  first_seq  bigint      NOT NULL,
  last_seq   bigint      NOT NULL,
  entry_count integer    NOT NULL,
  prev_root  bytea       NOT NULL,
  root       bytea       NOT NULL,
  -- First eight bytes of each leaf, in order of seq, so that the first broken entry can be named.
  leaves     bytea       NOT NULL,
  key_id     text        NOT NULL,
  signature  bytea       NOT NULL,
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT audit_seals_pkey PRIMARY KEY (last_seq),
  CONSTRAINT audit_seals_chain UNIQUE (prev_root)
);

-- One row per transaction that something happened in. seq is drawn by the last statement of the
-- transaction, after every row lock is taken.
CREATE TABLE outbox (
  xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
  seq         bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1),
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  events      bytea       NOT NULL,
  CONSTRAINT outbox_pkey PRIMARY KEY (seq)
) PARTITION BY RANGE (seq);
CREATE TABLE outbox_p0 PARTITION OF outbox FOR VALUES FROM (MINVALUE) TO (10000000);
CREATE TABLE outbox_rest PARTITION OF outbox DEFAULT;

-- Epochs of the feed: a restored or promoted database is another one.
CREATE TABLE feed_epochs (
  epoch             integer     NOT NULL,
  system_identifier text        NOT NULL,
  timeline          integer     NOT NULL,
  first_seq         bigint      NOT NULL,
  create_time       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT feed_epochs_pkey PRIMARY KEY (epoch)
);

-- Requests that succeeded, by the caller's key. Holds ids and warnings of the result, never a response.
CREATE TABLE idempotency (
  caller      text        NOT NULL,
  method      text        NOT NULL,
  request_id  uuid        NOT NULL,
  request_sha256 bytea    NOT NULL,
  result      bytea       NOT NULL,
  create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT idempotency_pkey PRIMARY KEY (caller, method, request_id)
);
CREATE INDEX idempotency_age ON idempotency (create_time);

-- Where this service stands in the feeds of others; moved in the transaction of the effect.
CREATE TABLE consumer_positions (
  feed        text        NOT NULL,
  position    text        NOT NULL,
  update_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT consumer_positions_pkey PRIMARY KEY (feed)
);

-- Next ranges of the partitioned tables, made before they are needed. Runs as its owner; the serving
-- role may call it and nothing more.
CREATE FUNCTION make_partitions() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  parent text;
  newest bigint;
  step constant bigint := 10000000;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_entries', 'outbox'] LOOP
    EXECUTE format('SELECT coalesce(max(seq), 0) FROM %I', parent) INTO newest;
    FOR n IN (newest / step) .. (newest / step) + 1 LOOP
      IF n > 0 AND to_regclass(format('%I', parent || '_p' || n)) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)',
                       parent || '_p' || n, parent, n * step, (n + 1) * step);
      END IF;
    END LOOP;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION make_partitions() FROM PUBLIC;

-- Identity of the database, for the epochs of the feed.
CREATE FUNCTION database_identity(OUT system_identifier text, OUT timeline integer)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  -- The timeline from the name of the log file in use: after a promotion the control file still names the old one.
  SELECT s.system_identifier::text, ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer
    FROM pg_control_system() s
$$;
