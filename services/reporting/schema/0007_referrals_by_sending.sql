-- A referral is of the period in which it was sent, whatever became of it since (REP-57). Facts are built anew
-- from the feed.

TRUNCATE referral_facts;
ALTER TABLE referral_facts ADD COLUMN sent_time timestamptz NOT NULL;
