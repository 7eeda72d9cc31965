-- Recommendations that an opened case did not follow (REG-09, XC-46).

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

GRANT SELECT, INSERT, UPDATE, DELETE ON case_deviations TO :service_app;
