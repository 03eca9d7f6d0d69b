CREATE TABLE lane_entries (
PRIMARY KEY (destination, key_hash, number)
delivery_id CHAR(32) NOT NULL
destination TEXT NOT NULL
key_hash TEXT NOT NULL
number BIGINT NOT NULL
)
CREATE INDEX ix_lane_entries_delivery ON lane_entries (delivery_id)
