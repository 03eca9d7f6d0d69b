CREATE TABLE receptions (
PRIMARY KEY (id)
day TEXT NOT NULL
document_id UUID
ended_at BIGINT
ended_by TEXT
id UUID NOT NULL
made_at BIGINT NOT NULL
made_by TEXT NOT NULL
official TEXT NOT NULL
outcome_sealed BYTEA
slot INTEGER DEFAULT 0 NOT NULL
state TEXT NOT NULL
subject_hash TEXT NOT NULL
visit_sealed BYTEA NOT NULL
)
CREATE INDEX ix_receptions_subject ON receptions (subject_hash, id)
CREATE UNIQUE INDEX ix_receptions_day ON receptions (day, subject_hash) WHERE state <> 'cancelled'
CREATE UNIQUE INDEX ix_receptions_slot ON receptions (official, day, slot) WHERE state <> 'cancelled'
