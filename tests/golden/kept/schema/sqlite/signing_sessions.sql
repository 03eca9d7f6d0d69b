CREATE TABLE signing_sessions (
PRIMARY KEY (id)
answer_sealed BLOB
answered_at BIGINT
asked_sealed BLOB
code TEXT
content_hash TEXT NOT NULL
created_at BIGINT NOT NULL
document_id CHAR(32) NOT NULL
expires_at BIGINT NOT NULL
finished_at BIGINT
id CHAR(32) NOT NULL
prepared_sealed BLOB
principal TEXT
provider TEXT NOT NULL
signed_sealed BLOB
signer TEXT NOT NULL
state TEXT NOT NULL
)
CREATE INDEX ix_signing_sessions ON signing_sessions (document_id)
CREATE INDEX ix_signing_sessions_state ON signing_sessions (state, created_at)
