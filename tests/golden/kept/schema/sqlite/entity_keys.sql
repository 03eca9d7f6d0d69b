CREATE TABLE entity_keys (
PRIMARY KEY (key_hash)
entity_id CHAR(32) NOT NULL
key_hash TEXT NOT NULL
)
CREATE INDEX ix_entity_keys_entity ON entity_keys (entity_id)
