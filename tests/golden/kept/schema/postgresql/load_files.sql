CREATE TABLE load_files (
PRIMARY KEY (load_id, base)
base TEXT NOT NULL
load_id UUID NOT NULL
message_id UUID NOT NULL
name TEXT NOT NULL
)
