CREATE TABLE failure_owners (
PRIMARY KEY (fingerprint)
fingerprint TEXT NOT NULL
given_by TEXT NOT NULL
owner TEXT NOT NULL
since BIGINT NOT NULL
)
