CREATE TABLE access_tokens (
PRIMARY KEY (token_sha256)
credential CHAR(32) NOT NULL
expires_at BIGINT NOT NULL
mac BLOB NOT NULL
party TEXT NOT NULL
token_sha256 TEXT NOT NULL
x5t TEXT
)
CREATE INDEX ix_access_tokens_end ON access_tokens (expires_at)
