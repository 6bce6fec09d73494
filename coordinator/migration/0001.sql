-- The first shape of the store. One text for SQLite and PostgreSQL; a line
-- that ends with "-- sqlite" is for SQLite alone, one that ends with
-- "-- partitioned" for PostgreSQL and what divides tables by month as it does.
-- Times are Unix seconds; months are year * 12 + month - 1, UTC. Keys begin
-- with the commune (INSEE code) wherever there are many rows: a distributed
-- engine shards by it. Nothing is numbered by a sequence.

CREATE TABLE commune (
	insee TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL,
	folded TEXT NOT NULL, -- name and postal codes in lower case without accents, for searches
	siren TEXT,
	department TEXT NOT NULL,
	region TEXT NOT NULL,
	epci TEXT NOT NULL, -- SIREN; '' for none
	epci_name TEXT NOT NULL,
	population BIGINT NOT NULL,
	site TEXT,
	mail TEXT, -- domain
	phone TEXT,
	joined_at BIGINT NOT NULL,
	left_at BIGINT, -- its data is deleted, and its kit no longer accepted

	-- The commune as it stands, written with standing by standing.c: lists
	-- and counts read this table alone. No index, so that PostgreSQL updates
	-- these in place; a country is read in 10 ms.
	letter TEXT NOT NULL DEFAULT '', -- 'A'..'E', '' when too little is known
	urgency BIGINT NOT NULL DEFAULT 0, -- 0 none; larger is sooner, see standing.c
	received_at BIGINT NOT NULL DEFAULT 0, -- last result, 0 never
	certificate_end BIGINT, -- the first certificate to end, if any is told

	-- Written with followup by followup.c.
	followup TEXT NOT NULL DEFAULT 'none', -- 'none', 'call', 'underway', 'done'
	followup_at BIGINT NOT NULL DEFAULT 0, -- when that was said
	next_at BIGINT -- day of the next step
);
CREATE INDEX commune_department ON commune (department, epci);
CREATE INDEX commune_epci ON commune (epci, epci_name, department);

-- The kits that were made; a commune may have several that hold.
CREATE TABLE kit (
	insee TEXT NOT NULL,
	id TEXT NOT NULL, -- begins with the INSEE code
	token TEXT NOT NULL, -- SHA-256 of the token
	made_at BIGINT NOT NULL,
	made_by TEXT NOT NULL,
	expires BIGINT NOT NULL,
	revoked_at BIGINT,
	used_at BIGINT,
	PRIMARY KEY (insee, id)
);

-- Every submission that was ever acknowledged: what makes receiving it again harmless.
CREATE TABLE receipt (
	insee TEXT NOT NULL,
	hash TEXT NOT NULL, -- SHA-256 of the submission
	number TEXT NOT NULL, -- what the clerk sees
	machine TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	received_at BIGINT NOT NULL,
	kit TEXT NOT NULL,
	way TEXT NOT NULL, -- 'https', 'file', 'page'
	PRIMARY KEY (insee, hash),
	UNIQUE (insee, machine, made_at)
);

-- What a machine said last, for the next merge. Compressed JSON.
CREATE TABLE machine (
	insee TEXT NOT NULL,
	machine TEXT NOT NULL,
	label TEXT NOT NULL,
	system TEXT NOT NULL,
	arrived_at BIGINT NOT NULL, -- its first result: tells two of the same label apart
	made_at BIGINT NOT NULL,
	received_at BIGINT NOT NULL,
	document BYTEA NOT NULL,
	PRIMARY KEY (insee, machine)
);

-- Every document, for twelve months.
CREATE TABLE report (
	insee TEXT NOT NULL,
	month BIGINT NOT NULL, -- of received_at
	hash TEXT NOT NULL,
	machine TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	received_at BIGINT NOT NULL,
	document BYTEA NOT NULL,
	PRIMARY KEY (insee, month, hash)
)
PARTITION BY RANGE (month) -- partitioned
;

-- The commune as it stands: its machines merged and rated.
CREATE TABLE standing (
	insee TEXT NOT NULL PRIMARY KEY,
	letter TEXT NOT NULL, -- 'A'..'E', '' when too little is known
	score BIGINT NOT NULL, -- hundredths
	coverage BIGINT NOT NULL, -- hundredths
	critical BIGINT NOT NULL, -- critical controls that fail
	failed BIGINT NOT NULL, -- controls that fail
	machines BIGINT NOT NULL,
	received_at BIGINT NOT NULL,
	made_at BIGINT NOT NULL,
	changed_at BIGINT NOT NULL, -- when the letter last changed
	letter_before TEXT NOT NULL, -- the one before that, '' for none
	certificate_end BIGINT, -- the first certificate to end, if any is told
	version TEXT NOT NULL, -- of the newest agent
	document BYTEA NOT NULL -- merged, compressed JSON
);

-- The controls of each commune as they stand, with what changed. District and
-- EPCI are those of the commune, so that a count of all needs no join; who
-- changes them in commune changes them here.
CREATE TABLE finding (
	insee TEXT NOT NULL,
	control TEXT NOT NULL,
	verdict TEXT NOT NULL, -- 'pass', 'partial', 'fail', 'unknown', 'not-applicable'
	severity TEXT NOT NULL,
	since BIGINT NOT NULL, -- when it became so
	verdict_before TEXT NOT NULL, -- '' for none; of a settled one, for a year
	department TEXT NOT NULL,
	epci TEXT NOT NULL,
	PRIMARY KEY (insee, control)
)
WITHOUT ROWID -- sqlite
;
-- SQLite reads the table again for a column that only the condition has.
CREATE INDEX finding_failing ON finding (control, department, epci, insee, verdict)
	WHERE verdict = 'fail';
CREATE INDEX finding_settled ON finding (since, insee, verdict, verdict_before)
	WHERE verdict = 'pass' AND verdict_before = 'fail';

-- What a control is called, as the newest document said.
CREATE TABLE control (
	id TEXT NOT NULL PRIMARY KEY,
	title TEXT NOT NULL, -- when it fails
	severity TEXT NOT NULL,
	seen_at BIGINT NOT NULL
);

-- The letter at the end of each month that the commune sent something in, for 36 months.
CREATE TABLE rating (
	insee TEXT NOT NULL,
	month BIGINT NOT NULL,
	letter TEXT NOT NULL,
	score BIGINT NOT NULL,
	coverage BIGINT NOT NULL,
	critical BIGINT NOT NULL,
	machines BIGINT NOT NULL,
	PRIMARY KEY (insee, month)
)
WITHOUT ROWID -- sqlite
PARTITION BY RANGE (month) -- partitioned
;

-- How many communes of an EPCI had each letter in a month; kept with rating.
-- A service adds to rows of its own part, so that none waits for another;
-- each night they become part 0. What is asked for is their sum.
CREATE TABLE tally (
	month BIGINT NOT NULL,
	department TEXT NOT NULL,
	epci TEXT NOT NULL,
	part BIGINT NOT NULL,
	a BIGINT NOT NULL,
	b BIGINT NOT NULL,
	c BIGINT NOT NULL,
	d BIGINT NOT NULL,
	e BIGINT NOT NULL,
	unrated BIGINT NOT NULL, -- sent something in, too little for a letter
	PRIMARY KEY (month, department, epci, part)
)
WITHOUT ROWID -- sqlite
;
CREATE INDEX tally_district ON tally (department, epci);

-- Of how many communes of an EPCI a control fails, and of how many it was
-- settled: it failed before and passes; kept with finding, in parts as well.
CREATE TABLE prevalence (
	control TEXT NOT NULL,
	department TEXT NOT NULL,
	epci TEXT NOT NULL,
	part BIGINT NOT NULL,
	failing BIGINT NOT NULL,
	settled BIGINT NOT NULL,
	PRIMARY KEY (control, department, epci, part)
)
WITHOUT ROWID -- sqlite
;
CREATE INDEX prevalence_district ON prevalence (department, epci);

-- What the team does about a commune; state and day are in commune as well.
CREATE TABLE followup (
	insee TEXT NOT NULL PRIMARY KEY,
	state TEXT NOT NULL, -- 'none', 'call', 'underway', 'done'
	note TEXT NOT NULL,
	next_at BIGINT,
	changed_at BIGINT NOT NULL,
	changed_by TEXT NOT NULL
);

CREATE TABLE account (
	name TEXT NOT NULL PRIMARY KEY, -- what one signs in with
	display TEXT NOT NULL,
	role TEXT NOT NULL, -- 'administrator', 'adviser', 'reader'
	password TEXT NOT NULL, -- scrypt, '' until chosen
	totp TEXT NOT NULL, -- sealed with a key of the state folder, '' until set up
	totp_step BIGINT NOT NULL, -- last that was used: none twice
	made_at BIGINT NOT NULL,
	disabled_at BIGINT,
	lang TEXT NOT NULL -- 'fr', 'en'
);

-- Whose communes an account sees. An administrator has 'all'.
CREATE TABLE scope (
	account TEXT NOT NULL,
	kind TEXT NOT NULL, -- 'all', 'department', 'epci'
	code TEXT NOT NULL, -- '' for all
	PRIMARY KEY (account, kind, code)
);

-- Codes on paper for when the telephone is lost; each works once.
CREATE TABLE backup_code (
	account TEXT NOT NULL,
	hash TEXT NOT NULL, -- SHA-256 of account and code
	PRIMARY KEY (account, hash)
);

-- Wrong passwords and codes of the last hour: names that nobody has as well.
CREATE TABLE guess (
	who TEXT NOT NULL PRIMARY KEY, -- SHA-256 of a name, an address, an account
	failures BIGINT NOT NULL,
	locked_until BIGINT NOT NULL,
	at BIGINT NOT NULL
);
CREATE INDEX guess_at ON guess (at);

-- One-time links: to be the first administrator, to join, to choose a new password.
CREATE TABLE invitation (
	token TEXT NOT NULL PRIMARY KEY, -- SHA-256
	account TEXT NOT NULL, -- '' for the first administrator
	expires BIGINT NOT NULL
);

CREATE TABLE session (
	token TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the cookie
	account TEXT NOT NULL,
	stage TEXT NOT NULL, -- 'password', 'full'
	csrf TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	expires BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

-- Who did and who read what, when.
CREATE TABLE audit (
	insee TEXT NOT NULL, -- '' when no commune
	at BIGINT NOT NULL,
	id TEXT NOT NULL, -- random
	account TEXT NOT NULL,
	action TEXT NOT NULL,
	detail TEXT NOT NULL,
	address TEXT NOT NULL,
	PRIMARY KEY (insee, at, id)
);
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_account ON audit (account, at, id);

-- The coordinator's own: name, phone, logo, numbers, thresholds.
CREATE TABLE setting (
	name TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
);

-- Files that somebody dropped on the page of imports, and what became of them; for ninety days.
CREATE TABLE import (
	at BIGINT NOT NULL,
	id TEXT NOT NULL, -- random
	account TEXT NOT NULL,
	name TEXT NOT NULL, -- of the file
	status BIGINT NOT NULL, -- as the API answers
	insee TEXT NOT NULL, -- '' when it is not known
	number TEXT NOT NULL, -- of the receipt, '' for none
	PRIMARY KEY (at, id)
);
