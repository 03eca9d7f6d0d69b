CREATE TABLE commands (
PRIMARY KEY (key_hash)
content_hash TEXT NOT NULL
key_hash TEXT NOT NULL
made_at BIGINT NOT NULL
made_by TEXT NOT NULL
subject UUID NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
