-- What workers have seen of their lists of work (REG-118), and which journal belongs to this database.

CREATE TABLE work_seen (
  worker_id uuid        NOT NULL,
  seen_time timestamptz NOT NULL,
  CONSTRAINT work_seen_pkey PRIMARY KEY (worker_id)
);

-- One row. A database that knows of a journal is not read without it (XC-69): it may be older than what was
-- withdrawn since.
CREATE TABLE journal_state (
  only_row   boolean NOT NULL DEFAULT true,
  journal_id text    NOT NULL,
  -- Lines that transactions of this database have written, at the least.
  line_count bigint  NOT NULL,
  CONSTRAINT journal_state_pkey PRIMARY KEY (only_row),
  CONSTRAINT journal_state_one CHECK (only_row)
);
INSERT INTO journal_state (journal_id, line_count) VALUES ('', 0);

GRANT SELECT, INSERT, UPDATE ON work_seen TO :service_app;
GRANT SELECT, UPDATE ON journal_state TO :service_app;
