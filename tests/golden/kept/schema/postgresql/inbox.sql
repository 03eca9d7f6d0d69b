CREATE TABLE inbox (
PRIMARY KEY (login, document_id, task)
document_id UUID NOT NULL
due TEXT NOT NULL
login TEXT NOT NULL
since BIGINT NOT NULL
task TEXT NOT NULL
)
CREATE INDEX ix_inbox_document ON inbox (document_id)
CREATE INDEX ix_inbox_due ON inbox (login, due, document_id)
