CREATE TABLE delivery_records (
PRIMARY KEY (delivery_id)
delivery_id UUID NOT NULL
format_hash TEXT NOT NULL
records_sealed BYTEA NOT NULL
)
