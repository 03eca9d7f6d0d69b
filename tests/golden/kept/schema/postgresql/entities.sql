CREATE TABLE entities (
PRIMARY KEY (id)
attributes_sealed BYTEA NOT NULL
id UUID NOT NULL
key_sealed BYTEA
kind TEXT NOT NULL
known_from BIGINT NOT NULL
review_on TEXT
source_message UUID NOT NULL
version TEXT
)
CREATE INDEX ix_entities_review ON entities (review_on) WHERE review_on IS NOT NULL
