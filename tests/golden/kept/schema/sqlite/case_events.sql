CREATE TABLE case_events (
PRIMARY KEY (case_id, number)
actor TEXT NOT NULL
at BIGINT NOT NULL
body_sealed BLOB NOT NULL
case_id CHAR(32) NOT NULL
hash TEXT NOT NULL
kind TEXT NOT NULL
number INTEGER NOT NULL
)
