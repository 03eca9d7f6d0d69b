CREATE TABLE api_keys (
PRIMARY KEY (key_sha256)
created_at BIGINT NOT NULL
expires_at BIGINT
key_sha256 TEXT NOT NULL
party TEXT NOT NULL
prefix TEXT NOT NULL
revoked_at BIGINT
)
