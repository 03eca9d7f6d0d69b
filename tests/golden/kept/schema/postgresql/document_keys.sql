CREATE TABLE document_keys (
PRIMARY KEY (key_hash, document_id)
document_id UUID NOT NULL
key_hash TEXT NOT NULL
)
