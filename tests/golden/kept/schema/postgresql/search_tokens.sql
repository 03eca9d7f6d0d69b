CREATE TABLE search_tokens (
PRIMARY KEY (token)
expires_at BIGINT NOT NULL
key_hash TEXT NOT NULL
login TEXT NOT NULL
shown TEXT NOT NULL
token TEXT NOT NULL
typed_sealed BYTEA
)
CREATE INDEX ix_search_tokens_expiry ON search_tokens (expires_at)
