CREATE TABLE entity_names (
PRIMARY KEY (entity_id)
entity_id UUID NOT NULL
tokens INTEGER[] NOT NULL
)
CREATE INDEX ix_entity_names ON entity_names USING gin (tokens)
