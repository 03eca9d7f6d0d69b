CREATE TABLE documents (
PRIMARY KEY (id)
access TEXT NOT NULL
author TEXT NOT NULL
case_file TEXT
chain_hash TEXT NOT NULL
changed_at BIGINT NOT NULL
closed_at BIGINT
created_at BIGINT NOT NULL
due TEXT
held SMALLINT DEFAULT 0 NOT NULL
id UUID NOT NULL
kind TEXT NOT NULL
path_hash TEXT
reg_date TEXT
reg_no TEXT
state_sealed BYTEA NOT NULL
status TEXT NOT NULL
unit TEXT NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_documents_case_file ON documents (case_file, id)
CREATE INDEX ix_documents_kind ON documents (kind, id)
CREATE INDEX ix_documents_reg ON documents (reg_no, reg_date)
CREATE INDEX ix_documents_status ON documents (status, id)
