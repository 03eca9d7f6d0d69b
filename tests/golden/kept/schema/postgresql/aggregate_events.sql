CREATE TABLE aggregate_events (
PRIMARY KEY (aggregate_id, number)
actor TEXT NOT NULL
aggregate_id UUID NOT NULL
at BIGINT NOT NULL
body_sealed BYTEA NOT NULL
hash TEXT NOT NULL
kind TEXT NOT NULL
number INTEGER NOT NULL
)
