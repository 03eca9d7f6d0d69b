CREATE TABLE entity_history (
PRIMARY KEY (entity_id, known_from)
attributes_sealed BYTEA NOT NULL
entity_id UUID NOT NULL
known_from BIGINT NOT NULL
known_to BIGINT NOT NULL
provenance BYTEA NOT NULL
source_message UUID NOT NULL
valid_from BIGINT NOT NULL
valid_to BIGINT NOT NULL
version TEXT
)
