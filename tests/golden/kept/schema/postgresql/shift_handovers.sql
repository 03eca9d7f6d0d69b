CREATE TABLE shift_handovers (
PRIMARY KEY (id)
given_at BIGINT NOT NULL
given_by TEXT NOT NULL
id UUID NOT NULL
remark_sealed BYTEA NOT NULL
summary_sealed BYTEA NOT NULL
taken_at BIGINT
taken_by TEXT NOT NULL
)
