CREATE TABLE case_references (
PRIMARY KEY (reference_hash)
case_id CHAR(32) NOT NULL
reference_hash TEXT NOT NULL
)
CREATE INDEX ix_case_references ON case_references (case_id)
