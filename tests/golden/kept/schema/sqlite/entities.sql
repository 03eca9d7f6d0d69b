CREATE TABLE entities (
PRIMARY KEY (id)
attributes_sealed BLOB NOT NULL
id CHAR(32) NOT NULL
key_sealed BLOB
kind TEXT NOT NULL
known_from BIGINT NOT NULL
provenance BLOB NOT NULL
source_message CHAR(32) NOT NULL
version TEXT
)
