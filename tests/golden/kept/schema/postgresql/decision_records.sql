CREATE TABLE decision_records (
PRIMARY KEY (id)
as_of TEXT NOT NULL
body_sealed BYTEA NOT NULL
created_at BIGINT NOT NULL
hash TEXT NOT NULL
id UUID NOT NULL
made_by TEXT NOT NULL
name TEXT NOT NULL
outcome TEXT NOT NULL
)
CREATE INDEX ix_decision_records ON decision_records (name, id)
