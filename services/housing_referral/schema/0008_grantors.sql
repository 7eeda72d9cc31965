-- Who gave an agreement for a client who cannot give it alone (XC-59).

ALTER TABLE direct_payments ADD COLUMN agreement_grantor jsonb;
