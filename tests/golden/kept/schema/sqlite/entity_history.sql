CREATE TABLE entity_history (
PRIMARY KEY (entity_id, known_from)
attributes_sealed BLOB NOT NULL
entity_id CHAR(32) NOT NULL
known_from BIGINT NOT NULL
known_to BIGINT NOT NULL
provenance BLOB NOT NULL
source_message CHAR(32) NOT NULL
valid_from BIGINT NOT NULL
valid_to BIGINT NOT NULL
version TEXT
)
