CREATE TABLE entities (
PRIMARY KEY (id)
attributes_sealed BLOB NOT NULL
id CHAR(32) NOT NULL
key_sealed BLOB
kind TEXT NOT NULL
known_from BIGINT NOT NULL
review_on TEXT
source_message CHAR(32) NOT NULL
version TEXT
)
CREATE INDEX ix_entities_review ON entities (review_on) WHERE review_on IS NOT NULL
