CREATE TABLE party_usage (
PRIMARY KEY (party, name)
name TEXT NOT NULL
party TEXT NOT NULL
period BIGINT NOT NULL
used BIGINT NOT NULL
)
