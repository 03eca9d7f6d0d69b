CREATE TABLE document_keys (
PRIMARY KEY (key_hash, document_id)
document_id CHAR(32) NOT NULL
key_hash TEXT NOT NULL
)
