CREATE TABLE file_chunks (
PRIMARY KEY (message_id, number)
byte_from BIGINT NOT NULL
byte_to BIGINT NOT NULL
first_row INTEGER NOT NULL
message_id CHAR(32) NOT NULL
number INTEGER NOT NULL
row_count INTEGER NOT NULL
)
