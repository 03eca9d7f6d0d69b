CREATE TABLE list_chunks (
PRIMARY KEY (list_id, number)
changes_sealed BLOB
entries INTEGER DEFAULT 0 NOT NULL
entries_sealed BLOB
list_id CHAR(32) NOT NULL
number INTEGER NOT NULL
owed SMALLINT DEFAULT '0' NOT NULL
read_at BIGINT NOT NULL
reasons TEXT
wanted_sealed BLOB NOT NULL
)
