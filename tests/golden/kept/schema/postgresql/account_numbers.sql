CREATE TABLE account_numbers (
PRIMARY KEY (id)
id UUID NOT NULL
kept_at BIGINT NOT NULL
number_hash TEXT NOT NULL
number_sealed BYTEA NOT NULL
payee UUID NOT NULL
)
CREATE INDEX ix_account_numbers_number ON account_numbers (number_hash, payee)
