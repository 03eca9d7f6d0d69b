CREATE TABLE decision_changes (
PRIMARY KEY (name, number)
actor TEXT NOT NULL
at BIGINT NOT NULL
content_hash TEXT
detail TEXT NOT NULL
key_hash TEXT
kind TEXT NOT NULL
name TEXT NOT NULL
number INTEGER NOT NULL
version_id CHAR(32) NOT NULL
)
CREATE UNIQUE INDEX ix_decision_changes_key ON decision_changes (key_hash)
