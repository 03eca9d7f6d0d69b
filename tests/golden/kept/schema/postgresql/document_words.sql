CREATE TABLE document_words (
PRIMARY KEY (word, document_id)
document_id UUID NOT NULL
word TEXT NOT NULL
)
