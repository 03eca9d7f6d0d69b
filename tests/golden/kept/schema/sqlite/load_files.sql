CREATE TABLE load_files (
PRIMARY KEY (load_id, base)
base TEXT NOT NULL
load_id CHAR(32) NOT NULL
message_id CHAR(32) NOT NULL
name TEXT NOT NULL
)
