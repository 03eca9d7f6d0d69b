CREATE TABLE document_files (
PRIMARY KEY (sha256, document_id)
document_id UUID NOT NULL
gone SMALLINT DEFAULT 0 NOT NULL
sha256 TEXT NOT NULL
)
CREATE INDEX ix_document_files ON document_files (document_id)
CREATE INDEX ix_document_files_gone ON document_files (sha256) WHERE gone = 1
