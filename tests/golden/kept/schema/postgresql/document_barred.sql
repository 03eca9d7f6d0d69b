CREATE TABLE document_barred (
PRIMARY KEY (login, document_id)
document_id UUID NOT NULL
login TEXT NOT NULL
)
