CREATE TABLE shift_handovers (
PRIMARY KEY (id)
given_at BIGINT NOT NULL
given_by TEXT NOT NULL
id CHAR(32) NOT NULL
remark_sealed BLOB NOT NULL
summary_sealed BLOB NOT NULL
taken_at BIGINT
taken_by TEXT NOT NULL
)
