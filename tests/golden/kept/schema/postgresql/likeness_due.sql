CREATE TABLE likeness_due (
PRIMARY KEY (entity_id)
entity_id UUID NOT NULL
)
