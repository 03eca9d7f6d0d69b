CREATE TABLE hotline_calls (
PRIMARY KEY (id)
fin_sealed BYTEA NOT NULL
found_by TEXT NOT NULL
id UUID NOT NULL
opened_at BIGINT NOT NULL
operator TEXT NOT NULL
proven_at BIGINT
session_hash TEXT NOT NULL
subject_hash TEXT NOT NULL
)
