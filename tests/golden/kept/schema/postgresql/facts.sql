CREATE TABLE facts (
PRIMARY KEY (entity_id, id)
attribute_group TEXT NOT NULL
entity_id UUID NOT NULL
id UUID NOT NULL
known_from BIGINT NOT NULL
known_to BIGINT NOT NULL
said_sealed BYTEA NOT NULL
source_message UUID NOT NULL
valid_from BIGINT NOT NULL
valid_to BIGINT NOT NULL
)
