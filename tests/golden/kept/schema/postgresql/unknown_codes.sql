CREATE TABLE unknown_codes (
PRIMARY KEY (message_id, code_hash)
code_hash TEXT NOT NULL
code_sealed BYTEA NOT NULL
format TEXT NOT NULL
message_id UUID NOT NULL
path TEXT NOT NULL
table_name TEXT NOT NULL
)
CREATE INDEX ix_unknown_codes_code ON unknown_codes (code_hash, message_id)
