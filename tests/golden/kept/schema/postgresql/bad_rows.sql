CREATE TABLE bad_rows (
PRIMARY KEY (message_id, row_number)
code TEXT NOT NULL
column_name TEXT NOT NULL
district TEXT
message_id UUID NOT NULL
qepik BIGINT
raw_sealed BYTEA
row_number INTEGER NOT NULL
state TEXT NOT NULL
)
