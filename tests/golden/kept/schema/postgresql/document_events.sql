CREATE TABLE document_events (
PRIMARY KEY (document_id, number)
actor TEXT NOT NULL
at BIGINT NOT NULL
body_sealed BYTEA NOT NULL
document_id UUID NOT NULL
hash TEXT NOT NULL
kind TEXT NOT NULL
number INTEGER NOT NULL
)
