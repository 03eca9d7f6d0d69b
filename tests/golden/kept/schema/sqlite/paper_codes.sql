CREATE TABLE paper_codes (
PRIMARY KEY (code_hash)
code_hash TEXT NOT NULL
document_id CHAR(32) NOT NULL
holder_sealed BLOB
issued_at BIGINT NOT NULL
second_hash TEXT
version INTEGER DEFAULT 0 NOT NULL
)
