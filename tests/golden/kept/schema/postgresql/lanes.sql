CREATE TABLE lanes (
PRIMARY KEY (destination, key_hash)
applied_version TEXT
destination TEXT NOT NULL
key_hash TEXT NOT NULL
last_number BIGINT NOT NULL
)
