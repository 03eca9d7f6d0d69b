CREATE TABLE idempotency_keys (
PRIMARY KEY (key_hash)
content_hash TEXT NOT NULL
created_at BIGINT NOT NULL
key_hash TEXT NOT NULL
message_id UUID NOT NULL
)
