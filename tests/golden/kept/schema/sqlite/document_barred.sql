CREATE TABLE document_barred (
PRIMARY KEY (login, document_id)
document_id CHAR(32) NOT NULL
login TEXT NOT NULL
)
