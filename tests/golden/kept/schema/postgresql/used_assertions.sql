CREATE TABLE used_assertions (
PRIMARY KEY (party, jti_sha256)
expires_at BIGINT NOT NULL
jti_sha256 TEXT NOT NULL
party TEXT NOT NULL
)
