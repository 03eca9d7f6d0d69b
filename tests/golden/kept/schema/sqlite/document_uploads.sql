CREATE TABLE document_uploads (
PRIMARY KEY (login, digest)
digest TEXT NOT NULL
login TEXT NOT NULL
size INTEGER DEFAULT 0 NOT NULL
stored_at BIGINT NOT NULL
)
CREATE INDEX ix_document_uploads_age ON document_uploads (stored_at)
CREATE INDEX ix_document_uploads_digest ON document_uploads (digest)
