CREATE TABLE password_links (
PRIMARY KEY (token_sha256)
expires_at BIGINT NOT NULL
login TEXT NOT NULL
token_sha256 TEXT NOT NULL
)
