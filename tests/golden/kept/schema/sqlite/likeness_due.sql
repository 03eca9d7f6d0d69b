CREATE TABLE likeness_due (
PRIMARY KEY (entity_id)
entity_id CHAR(32) NOT NULL
)
