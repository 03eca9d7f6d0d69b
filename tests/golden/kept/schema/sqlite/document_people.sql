CREATE TABLE document_people (
PRIMARY KEY (login, document_id)
document_id CHAR(32) NOT NULL
login TEXT NOT NULL
)
CREATE INDEX ix_document_people ON document_people (document_id)
