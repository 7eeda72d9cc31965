-- Recommendations that an opened case did not follow (REG-09, XC-46), and who gave an agreement or an approval
-- for a client who cannot give it alone (XC-59).

CREATE TABLE case_deviations (
  deviation_id uuid   NOT NULL,
  case_id      uuid   NOT NULL,
  rule         text   NOT NULL,
  rule_reason  text   NOT NULL,
  reason       text,
  ordinal      bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT case_deviations_pkey PRIMARY KEY (deviation_id),
  CONSTRAINT case_deviations_case FOREIGN KEY (case_id) REFERENCES cases
);
CREATE INDEX case_deviations_of_case ON case_deviations (case_id);

ALTER TABLE cases ADD COLUMN agreement_grantor jsonb;
ALTER TABLE case_members ADD COLUMN agreement_grantor jsonb;
ALTER TABLE support_plans ADD COLUMN approval_grantor jsonb;
ALTER TABLE crisis_plans ADD COLUMN approval_grantor jsonb;
ALTER TABLE plan_approvals ADD COLUMN grantor jsonb;

GRANT SELECT, INSERT, UPDATE, DELETE ON case_deviations TO :service_app;
