-- SPDX-License-Identifier: Apache-2.0
-- The first schema. What the numbers in verdict, side, source and kind mean stands in ledger.h.

CREATE TABLE mailbox (
	id INTEGER PRIMARY KEY,
	domain TEXT NOT NULL,       -- first, so that one index finds addresses and domains
	local TEXT NOT NULL,        -- with its '@'; both '' where it stands for the organisation
	organisation TEXT NOT NULL,
	address TEXT AS (local || domain) VIRTUAL,
	UNIQUE (domain, local, organisation)
);
CREATE INDEX mailbox_organisation ON mailbox (organisation);
-- Nobody, so that every reference has somebody to point at.
INSERT INTO mailbox VALUES (0, '', '', '');

CREATE TABLE message (
	id INTEGER PRIMARY KEY,
	identity BLOB NOT NULL UNIQUE,
	verdict INTEGER NOT NULL,
	score REAL NOT NULL,
	time INTEGER NOT NULL,
	recorded INTEGER NOT NULL,
	message_id TEXT NOT NULL,
	sender INTEGER NOT NULL REFERENCES mailbox,
	claimed INTEGER NOT NULL REFERENCES mailbox,
	robbed INTEGER NOT NULL REFERENCES mailbox,
	claimed_name TEXT NOT NULL,
	host TEXT NOT NULL,
	client TEXT NOT NULL,
	subject_key INTEGER NOT NULL,
	conversation_key INTEGER NOT NULL
);
-- Each holds all that a report asks, so that the table itself is not read.
CREATE INDEX message_sender ON message (sender, time, verdict, robbed);
CREATE INDEX message_robbed ON message (robbed, time, verdict);
CREATE INDEX message_claimed ON message (claimed, time, verdict);

CREATE TABLE sighting (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: followers go on from it
	message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
	source INTEGER NOT NULL,
	event BLOB NOT NULL,
	recipient INTEGER NOT NULL REFERENCES mailbox,
	UNIQUE (message, source, event, recipient)
);
CREATE INDEX sighting_recipient ON sighting (recipient);

CREATE TABLE candidate (
	message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
	mailbox INTEGER NOT NULL,   -- no reference: it would need an index, which costs most of all
	weight REAL NOT NULL,
	name TEXT NOT NULL,
	repaired INTEGER NOT NULL,
	side INTEGER NOT NULL,
	PRIMARY KEY (message, mailbox)
) WITHOUT ROWID;

CREATE TABLE indicator (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL,
	value TEXT NOT NULL,
	UNIQUE (kind, value)
);
CREATE TABLE message_indicator (
	message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
	indicator INTEGER NOT NULL, -- no reference, for the same reason
	PRIMARY KEY (message, indicator)
) WITHOUT ROWID;

CREATE TABLE track (
	message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
	kind INTEGER NOT NULL,
	hash INTEGER NOT NULL,
	PRIMARY KEY (message, kind, hash)
) WITHOUT ROWID;

-- Derived from all candidates; computed anew when attributed is not generation.
CREATE TABLE victim (
	mailbox INTEGER PRIMARY KEY REFERENCES mailbox ON DELETE CASCADE,
	name TEXT NOT NULL,
	repaired INTEGER NOT NULL,
	side INTEGER NOT NULL,
	probability REAL NOT NULL,
	messages INTEGER NOT NULL,
	first INTEGER NOT NULL,
	last INTEGER NOT NULL
);
CREATE TABLE progress (
	generation INTEGER NOT NULL, -- grows with every commit that changes what attribution reads
	attributed INTEGER NOT NULL  -- the generation that victim was computed from
);
INSERT INTO progress VALUES (0, 0);
