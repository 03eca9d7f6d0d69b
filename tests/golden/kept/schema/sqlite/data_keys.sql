CREATE TABLE data_keys (
PRIMARY KEY (table_name, month)
month INTEGER NOT NULL
table_name TEXT NOT NULL
wrapped BLOB NOT NULL
wrapped_by TEXT NOT NULL
)
