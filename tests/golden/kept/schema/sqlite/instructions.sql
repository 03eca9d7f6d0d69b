CREATE TABLE instructions (
PRIMARY KEY (reference)
amount BIGINT NOT NULL
batch TEXT NOT NULL
code TEXT NOT NULL
list_id CHAR(32) NOT NULL
made_at BIGINT NOT NULL
obligation_id CHAR(32) NOT NULL
payer TEXT NOT NULL
reference TEXT NOT NULL
seq INTEGER NOT NULL
silent_at BIGINT
status TEXT NOT NULL
)
CREATE INDEX ix_instructions_list ON instructions (list_id, code)
CREATE INDEX ix_instructions_silent ON instructions (silent_at) WHERE silent_at IS NOT NULL
CREATE UNIQUE INDEX ix_instructions_bank ON instructions (batch, seq)
CREATE UNIQUE INDEX ix_instructions_in_flight ON instructions (obligation_id) WHERE status <> 'closed'
