CREATE TABLE facts (
PRIMARY KEY (entity_id, id)
attribute_group TEXT NOT NULL
entity_id CHAR(32) NOT NULL
id CHAR(32) NOT NULL
known_from BIGINT NOT NULL
known_to BIGINT NOT NULL
said_sealed BLOB NOT NULL
source_message CHAR(32) NOT NULL
valid_from BIGINT NOT NULL
valid_to BIGINT NOT NULL
)
