CREATE TABLE document_uploads (
PRIMARY KEY (login, sha256)
login TEXT NOT NULL
sha256 TEXT NOT NULL
size INTEGER DEFAULT 0 NOT NULL
stored_at BIGINT NOT NULL
)
CREATE INDEX ix_document_uploads_age ON document_uploads (stored_at)
CREATE INDEX ix_document_uploads_sha256 ON document_uploads (sha256)
