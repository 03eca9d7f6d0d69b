CREATE TABLE sessions (
PRIMARY KEY (token_sha256)
created_at BIGINT NOT NULL
expires_at BIGINT NOT NULL
login TEXT NOT NULL
token_sha256 TEXT NOT NULL
)
