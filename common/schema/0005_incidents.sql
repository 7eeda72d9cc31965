-- Accesses by actor, agency and period, for a breach report (XC-70).

-- For finding only: taken from the entry, which the seal covers.
ALTER TABLE audit_entries ADD COLUMN substituted_worker_id uuid;

DROP INDEX audit_entries_worker;
DROP INDEX audit_entries_agency;
CREATE INDEX audit_entries_worker ON audit_entries (worker_id, occurred_at DESC, seq DESC)
  WHERE worker_id IS NOT NULL;
CREATE INDEX audit_entries_substituted ON audit_entries (substituted_worker_id, occurred_at DESC, seq DESC)
  WHERE substituted_worker_id IS NOT NULL;
CREATE INDEX audit_entries_agency ON audit_entries (agency_id, occurred_at DESC, seq DESC)
  WHERE agency_id IS NOT NULL;
-- Entries are written nearly in order of time: a period is a few ranges of pages, and every write is spared
-- a further tree.
CREATE INDEX audit_entries_time ON audit_entries USING brin (occurred_at)
  WITH (pages_per_range = 32, autosummarize = on);
