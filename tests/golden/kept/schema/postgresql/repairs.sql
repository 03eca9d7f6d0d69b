CREATE TABLE repairs (
PRIMARY KEY (id)
action TEXT NOT NULL
approved_at BIGINT
approved_by TEXT
arguments TEXT NOT NULL
canary INTEGER DEFAULT 0 NOT NULL
created_at BIGINT NOT NULL
finished_at BIGINT
id UUID NOT NULL
items_total INTEGER DEFAULT 0 NOT NULL
left_out INTEGER DEFAULT 0 NOT NULL
made_by TEXT NOT NULL
payload_sealed BYTEA
reason_sealed BYTEA NOT NULL
released INTEGER DEFAULT 0 NOT NULL
selection TEXT NOT NULL
state TEXT NOT NULL
step_at BIGINT
stop_reason TEXT
)
CREATE INDEX ix_repairs_open ON repairs (id) WHERE finished_at IS NULL
