CREATE TABLE receptions (
PRIMARY KEY (id)
day TEXT NOT NULL
document_id CHAR(32)
ended_at BIGINT
ended_by TEXT
id CHAR(32) NOT NULL
made_at BIGINT NOT NULL
made_by TEXT NOT NULL
official TEXT NOT NULL
outcome_sealed BLOB
slot INTEGER DEFAULT 0 NOT NULL
state TEXT NOT NULL
subject_hash TEXT NOT NULL
visit_sealed BLOB NOT NULL
)
CREATE INDEX ix_receptions_subject ON receptions (subject_hash, id)
CREATE UNIQUE INDEX ix_receptions_day ON receptions (day, subject_hash) WHERE state <> 'cancelled'
CREATE UNIQUE INDEX ix_receptions_slot ON receptions (official, day, slot) WHERE state <> 'cancelled'
