CREATE TABLE account_numbers (
PRIMARY KEY (id)
id CHAR(32) NOT NULL
kept_at BIGINT NOT NULL
number_hash TEXT NOT NULL
number_sealed BLOB NOT NULL
payee CHAR(32) NOT NULL
)
CREATE INDEX ix_account_numbers_number ON account_numbers (number_hash, payee)
