-- SPDX-License-Identifier: Apache-2.0
-- Accounts that somebody logged in to, with or without a message, and the runs of samples that
-- sightings and logins were seen in.

CREATE TABLE run (
	id INTEGER PRIMARY KEY,
	sample TEXT NOT NULL,       -- SHA-256 in hexadecimal digits, or ''
	tag TEXT NOT NULL,          -- or ''
	UNIQUE (sample, tag)
);
CREATE INDEX run_tag ON run (tag);
-- None, so that every reference has something to point at.
INSERT INTO run VALUES (0, '', '');

ALTER TABLE sighting ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
-- Mail has none, and pays nothing.
CREATE INDEX sighting_run ON sighting (run, message) WHERE run <> 0;

CREATE TABLE login (
	id INTEGER PRIMARY KEY,
	account TEXT NOT NULL,      -- as it was sent: not always an address
	organisation TEXT NOT NULL, -- of an address, or ''
	host TEXT NOT NULL,         -- the server that was asked: its name or address
	mechanism TEXT NOT NULL,
	first INTEGER NOT NULL,
	last INTEGER NOT NULL,
	recorded INTEGER NOT NULL,
	UNIQUE (account, host, mechanism)
);
CREATE TABLE login_run (
	login INTEGER NOT NULL REFERENCES login ON DELETE CASCADE,
	run INTEGER NOT NULL REFERENCES run,
	PRIMARY KEY (login, run)
) WITHOUT ROWID;
CREATE INDEX login_run_run ON login_run (run);

-- Argon2id, as crypto_pwhash_str writes it.
CREATE TABLE password (
	account TEXT NOT NULL,
	hash TEXT NOT NULL,
	recorded INTEGER NOT NULL,
	PRIMARY KEY (account, hash)
) WITHOUT ROWID;

-- Surges of our own domains that an alert was given of.
CREATE TABLE surge_alert (
	domain TEXT NOT NULL,
	day TEXT NOT NULL,          -- on which the surge began, as 2019-12-03
	PRIMARY KEY (domain, day)
) WITHOUT ROWID;
