CREATE TABLE decision_records (
PRIMARY KEY (id)
as_of TEXT NOT NULL
body_sealed BLOB NOT NULL
created_at BIGINT NOT NULL
hash TEXT NOT NULL
id CHAR(32) NOT NULL
made_by TEXT NOT NULL
name TEXT NOT NULL
outcome TEXT NOT NULL
)
CREATE INDEX ix_decision_records ON decision_records (name, id)
