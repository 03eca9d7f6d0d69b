CREATE TABLE settlement_chunks (
PRIMARY KEY (settlement_id, round, number)
lines_sealed BLOB NOT NULL
number INTEGER NOT NULL
round INTEGER NOT NULL
settlement_id CHAR(32) NOT NULL
)
