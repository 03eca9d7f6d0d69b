CREATE TABLE decision_tables (
PRIMARY KEY (id)
about TEXT NOT NULL
adopted_at BIGINT
adopted_by TEXT
adoption TEXT
body BLOB NOT NULL
cases TEXT NOT NULL
created_at BIGINT NOT NULL
hash TEXT NOT NULL
id CHAR(32) NOT NULL
name TEXT NOT NULL
number INTEGER DEFAULT 0 NOT NULL
proposed_by TEXT NOT NULL
status TEXT NOT NULL
valid_from TEXT
valid_to TEXT
)
CREATE UNIQUE INDEX ix_decision_tables ON decision_tables (name, number)
