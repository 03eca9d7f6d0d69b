CREATE TABLE aggregate_keys (
PRIMARY KEY (key_hash)
aggregate_id UUID NOT NULL
key_hash TEXT NOT NULL
)
CREATE INDEX ix_aggregate_keys ON aggregate_keys (aggregate_id)
