CREATE TABLE case_relatives (
PRIMARY KEY (key_hash, case_id)
case_id CHAR(32) NOT NULL
key_hash TEXT NOT NULL
)
