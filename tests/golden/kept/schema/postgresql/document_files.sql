CREATE TABLE document_files (
PRIMARY KEY (digest, document_id)
digest TEXT NOT NULL
document_id UUID NOT NULL
gone SMALLINT DEFAULT 0 NOT NULL
)
CREATE INDEX ix_document_files ON document_files (document_id)
CREATE INDEX ix_document_files_gone ON document_files (digest) WHERE gone = 1
