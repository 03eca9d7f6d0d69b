CREATE TABLE aggregate_keys (
PRIMARY KEY (key_hash)
aggregate_id CHAR(32) NOT NULL
key_hash TEXT NOT NULL
)
CREATE INDEX ix_aggregate_keys ON aggregate_keys (aggregate_id)
