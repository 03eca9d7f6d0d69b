CREATE TABLE entity_likeness (
PRIMARY KEY (key_hash, entity_id)
entity_id CHAR(32) NOT NULL
key_hash TEXT NOT NULL
)
CREATE INDEX ix_entity_likeness_entity ON entity_likeness (entity_id)
