CREATE TABLE proposals (
PRIMARY KEY (id)
decided_at BIGINT
decided_by TEXT
id CHAR(32) NOT NULL
kind TEXT NOT NULL
made_at BIGINT NOT NULL
made_by TEXT NOT NULL
reason_sealed BLOB
state TEXT NOT NULL
subject TEXT NOT NULL
wanted_sealed BLOB NOT NULL
)
CREATE INDEX ix_proposals_waiting ON proposals (id) WHERE state = 'waiting'
