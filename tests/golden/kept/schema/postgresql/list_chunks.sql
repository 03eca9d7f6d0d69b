CREATE TABLE list_chunks (
PRIMARY KEY (list_id, number)
changes_sealed BYTEA
entries INTEGER DEFAULT 0 NOT NULL
entries_sealed BYTEA
list_id UUID NOT NULL
number INTEGER NOT NULL
owed SMALLINT DEFAULT '0' NOT NULL
read_at BIGINT NOT NULL
reasons TEXT
wanted_sealed BYTEA NOT NULL
)
