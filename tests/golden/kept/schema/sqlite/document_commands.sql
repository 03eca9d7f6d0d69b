CREATE TABLE document_commands (
PRIMARY KEY (key_hash)
content_hash TEXT NOT NULL
created_at BIGINT NOT NULL
document_id CHAR(32) NOT NULL
key_hash TEXT NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
