CREATE TABLE case_relatives (
PRIMARY KEY (key_hash, case_id)
case_id UUID NOT NULL
key_hash TEXT NOT NULL
)
