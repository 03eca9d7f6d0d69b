CREATE TABLE entity_days (
PRIMARY KEY (day, entity_id)
day TEXT NOT NULL
entity_id UUID NOT NULL
)
