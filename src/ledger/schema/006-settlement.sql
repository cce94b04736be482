-- SPDX-License-Identifier: Apache-2.0
-- What attribution keeps of the messages it has weighed together, so that the next ones can be
-- weighed after them instead of with all. Whoever has less than a hundredth of a message and none
-- unseen is left out. The numbers are judge/patient-zero.h's.

CREATE TABLE suspect (
	mailbox INTEGER NOT NULL,   -- no reference: it is computed anew when mailboxes are forgotten
	claimed INTEGER NOT NULL,
	messages INTEGER NOT NULL,
	unseen INTEGER NOT NULL,
	PRIMARY KEY (mailbox, claimed)
) WITHOUT ROWID;

-- What these messages alone say, while probability is by those after them too.
ALTER TABLE victim ADD COLUMN settled REAL NOT NULL DEFAULT 0;

ALTER TABLE progress ADD COLUMN settled INTEGER NOT NULL DEFAULT 0; -- the last message weighed so
ALTER TABLE progress ADD COLUMN weighed INTEGER NOT NULL DEFAULT 0; -- how many they were
ALTER TABLE progress ADD COLUMN concentration REAL NOT NULL DEFAULT 0;
-- Grows with every commit that adds messages after settled,
ALTER TABLE progress ADD COLUMN growth INTEGER NOT NULL DEFAULT 0;
-- and this is the growth that victim knows of.
ALTER TABLE progress ADD COLUMN followed INTEGER NOT NULL DEFAULT 0;
