CREATE TABLE failure_notes (
PRIMARY KEY (id)
at BIGINT NOT NULL
author TEXT NOT NULL
fingerprint TEXT NOT NULL
id CHAR(32) NOT NULL
note_sealed BLOB NOT NULL
)
CREATE INDEX ix_failure_notes_group ON failure_notes (fingerprint, id)
