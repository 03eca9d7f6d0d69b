CREATE TABLE citizen_sessions (
PRIMARY KEY (token_sha256)
citizen_sealed BLOB NOT NULL
expires_at BIGINT NOT NULL
token_sha256 TEXT NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
