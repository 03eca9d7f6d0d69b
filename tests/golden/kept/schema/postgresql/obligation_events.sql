CREATE TABLE obligation_events (
PRIMARY KEY (obligation_id, number)
actor TEXT NOT NULL
at BIGINT NOT NULL
body_sealed BYTEA NOT NULL
hash TEXT NOT NULL
kind TEXT NOT NULL
leaf UUID NOT NULL
number INTEGER NOT NULL
obligation_id UUID NOT NULL
)
CREATE INDEX ix_obligation_events_leaf ON obligation_events (leaf)
