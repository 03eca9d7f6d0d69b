CREATE TABLE message_keys (
PRIMARY KEY (key_hash, message_id)
key_hash TEXT NOT NULL
message_id UUID NOT NULL
)
