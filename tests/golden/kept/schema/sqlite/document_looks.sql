CREATE TABLE document_looks (
PRIMARY KEY (login, document_id, content_hash)
at BIGINT NOT NULL
content_hash TEXT NOT NULL
document_id CHAR(32) NOT NULL
login TEXT NOT NULL
)
