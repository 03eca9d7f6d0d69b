CREATE TABLE delivery_records (
PRIMARY KEY (delivery_id)
delivery_id CHAR(32) NOT NULL
format_hash TEXT NOT NULL
records_sealed BLOB NOT NULL
)
