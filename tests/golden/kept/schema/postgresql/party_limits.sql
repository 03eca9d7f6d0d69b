CREATE TABLE party_limits (
PRIMARY KEY (party, name)
made_by TEXT NOT NULL
most BIGINT NOT NULL
name TEXT NOT NULL
party TEXT NOT NULL
second_by TEXT NOT NULL
)
