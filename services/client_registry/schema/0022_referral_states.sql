-- Referrals in all their states (REG-113); everything in them belongs to the areas that they betray.

ALTER TABLE referrals DROP CONSTRAINT referrals_state_known;
ALTER TABLE referrals ADD CONSTRAINT referrals_state_known CHECK (state IN (
  'DRAFT', 'SENT', 'SEEN', 'WAITLISTED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'STARTED', 'CLOSED'));

ALTER TABLE referrals ALTER COLUMN basis DROP NOT NULL;
ALTER TABLE referrals ADD COLUMN betrayed_areas text[];
UPDATE referrals SET betrayed_areas = ARRAY[area];
ALTER TABLE referrals ALTER COLUMN betrayed_areas SET NOT NULL;
ALTER TABLE referrals ADD COLUMN service_id uuid;
ALTER TABLE referrals ADD COLUMN form text NOT NULL DEFAULT 'UNSPECIFIED';
ALTER TABLE referrals ADD COLUMN sent_time timestamptz;
UPDATE referrals SET sent_time = create_time;
ALTER TABLE referrals ADD COLUMN seen_time timestamptz;
ALTER TABLE referrals ADD COLUMN remind_time timestamptz;
ALTER TABLE referrals ADD COLUMN escalate_time timestamptz;
ALTER TABLE referrals ADD COLUMN start_time timestamptz;
ALTER TABLE referrals ADD COLUMN close_time timestamptz;
ALTER TABLE referrals ADD COLUMN result text;
ALTER TABLE referrals ADD COLUMN deviation jsonb;
ALTER TABLE referrals ADD CONSTRAINT referrals_service FOREIGN KEY (service_id) REFERENCES services;
ALTER TABLE referrals ADD CONSTRAINT referrals_form_known CHECK (form IN (
  'UNSPECIFIED', 'AMBULATORY', 'FIELD', 'RESIDENTIAL', 'REMOTE'));
ALTER TABLE referrals ADD CONSTRAINT referrals_result_known CHECK (result IN (
  'HELPED', 'HELPED_IN_PART', 'CLIENT_LEFT', 'UNREACHABLE', 'NOT_HELPED'));
-- What was sent was sent on a basis; of what was not nobody knows.
ALTER TABLE referrals ADD CONSTRAINT referrals_sent CHECK ((sent_time IS NULL) = (basis IS NULL)
  AND (sent_time IS NOT NULL OR state IN ('DRAFT', 'WITHDRAWN')));
ALTER TABLE referrals ADD CONSTRAINT referrals_result_told CHECK ((state = 'CLOSED') = (result IS NOT NULL));
CREATE INDEX referrals_unanswered ON referrals (answer_by_date, referral_id)
  WHERE state IN ('SENT', 'SEEN') AND escalate_time IS NULL;
CREATE INDEX referrals_of_client ON referrals (client_id);
