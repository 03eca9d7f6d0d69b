CREATE TABLE document_links (
PRIMARY KEY (document_id, other_id, relation)
document_id CHAR(32) NOT NULL
other_id CHAR(32) NOT NULL
relation TEXT NOT NULL
)
CREATE INDEX ix_document_links_other ON document_links (other_id)
