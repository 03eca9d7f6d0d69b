CREATE TABLE bad_rows (
PRIMARY KEY (message_id, row_number)
code TEXT NOT NULL
column_name TEXT NOT NULL
message_id CHAR(32) NOT NULL
raw_sealed BLOB
row_number INTEGER NOT NULL
state TEXT NOT NULL
)
