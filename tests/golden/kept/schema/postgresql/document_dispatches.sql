CREATE TABLE document_dispatches (
PRIMARY KEY (consignment)
consignment TEXT NOT NULL
document_id UUID NOT NULL
message_id UUID NOT NULL
open SMALLINT DEFAULT 1 NOT NULL
)
CREATE INDEX ix_document_dispatches_document ON document_dispatches (document_id)
CREATE INDEX ix_document_dispatches_open ON document_dispatches (open, message_id)
