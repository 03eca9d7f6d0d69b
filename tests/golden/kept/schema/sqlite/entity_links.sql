CREATE TABLE entity_links (
PRIMARY KEY (key_hash, entity_id)
entity_id CHAR(32) NOT NULL
key_hash TEXT NOT NULL
)
