-- How the following of other services' feeds goes, beside the position.

ALTER TABLE consumer_positions
  -- What the effects were built by; another one builds them anew.
  ADD COLUMN basis text NOT NULL DEFAULT '',
  ADD COLUMN state text NOT NULL DEFAULT 'CATCHING_UP',
  -- Why, for DISCONNECTED and HALTED.
  ADD COLUMN reason text NOT NULL DEFAULT '',
  -- Everything told up to then has taken effect; NULL since the effects were dropped and not built again.
  ADD COLUMN complete_time timestamptz,
  ADD CONSTRAINT consumer_positions_state_known CHECK (state IN (
    'FOLLOWING', 'CATCHING_UP', 'DISCONNECTED', 'HALTED'));
