CREATE TABLE repair_items (
PRIMARY KEY (repair_id, number)
delivery_id CHAR(32) NOT NULL
detail TEXT
fingerprint TEXT
kind TEXT NOT NULL
number INTEGER NOT NULL
outcome TEXT
repair_id CHAR(32) NOT NULL
replacement CHAR(32)
state TEXT NOT NULL
)
CREATE INDEX ix_repair_items_delivery ON repair_items (delivery_id)
CREATE INDEX ix_repair_items_fingerprint ON repair_items (fingerprint, repair_id)
CREATE INDEX ix_repair_items_state ON repair_items (repair_id, state, number)
