CREATE TABLE handover_items (
PRIMARY KEY (handover_id, document_id)
document_id CHAR(32) NOT NULL
handover_id CHAR(32) NOT NULL
outcome TEXT
parts TEXT NOT NULL
)
