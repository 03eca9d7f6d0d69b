CREATE TABLE handover_items (
PRIMARY KEY (handover_id, document_id)
document_id UUID NOT NULL
handover_id UUID NOT NULL
outcome TEXT
parts TEXT NOT NULL
)
