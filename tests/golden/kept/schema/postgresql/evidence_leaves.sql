CREATE TABLE evidence_leaves (
PRIMARY KEY (id)
content BYTEA NOT NULL
created_at BIGINT NOT NULL
id UUID NOT NULL
kind TEXT NOT NULL
leaf_hash TEXT NOT NULL
mac BYTEA
seq BIGINT
subject UUID NOT NULL
)
CREATE INDEX ix_evidence_subject ON evidence_leaves (subject)
CREATE INDEX ix_evidence_unmerged ON evidence_leaves (id) WHERE seq IS NULL
CREATE UNIQUE INDEX ix_evidence_seq ON evidence_leaves (seq)
