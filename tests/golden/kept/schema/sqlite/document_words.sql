CREATE TABLE document_words (
PRIMARY KEY (word, document_id)
document_id CHAR(32) NOT NULL
word TEXT NOT NULL
)
