CREATE TABLE entity_names (
PRIMARY KEY (entity_id)
entity_id CHAR(32) NOT NULL
tokens TEXT NOT NULL
)
CREATE INDEX ix_entity_names ON entity_names (tokens) WHERE tokens IS NULL
