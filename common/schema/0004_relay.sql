-- What this service promised to tell another one: written in the transaction of the act that promises it,
-- delivered by the relay, deleted in the transaction that takes the answer.
CREATE TABLE relay_intents (
  intent_id         uuid        NOT NULL,
  -- What the answer is for: "OVERRIDE".
  kind              text        NOT NULL,
  method            text        NOT NULL,
  client_id         uuid,
  record_id         uuid        NOT NULL,
  request           bytea       NOT NULL,
  attempts          integer     NOT NULL DEFAULT 0,
  next_attempt_time timestamptz NOT NULL DEFAULT clock_timestamp(),
  create_time       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT relay_intents_pkey PRIMARY KEY (intent_id)
);
CREATE INDEX relay_intents_due ON relay_intents (next_attempt_time, intent_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON relay_intents TO :service_app;
