CREATE TABLE entity_links (
PRIMARY KEY (key_hash, entity_id)
entity_id UUID NOT NULL
key_hash TEXT NOT NULL
)
