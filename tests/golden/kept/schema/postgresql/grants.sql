CREATE TABLE grants (
PRIMARY KEY (id)
action TEXT NOT NULL
ended_at BIGINT
id UUID NOT NULL
made_by TEXT NOT NULL
party TEXT NOT NULL
purpose TEXT NOT NULL
second_by TEXT
service TEXT NOT NULL
valid_from BIGINT NOT NULL
valid_until BIGINT
)
CREATE INDEX ix_grants_party ON grants (party)
