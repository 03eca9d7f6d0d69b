CREATE TABLE aggregates (
PRIMARY KEY (id)
chain_hash TEXT NOT NULL
changed_at BIGINT NOT NULL
id CHAR(32) NOT NULL
letter_on TEXT
opened_at BIGINT NOT NULL
phase TEXT NOT NULL
proposed_at BIGINT
room TEXT NOT NULL
state_sealed BLOB NOT NULL
version INTEGER DEFAULT 0 NOT NULL
within CHAR(32)
work_at BIGINT
)
CREATE INDEX ix_aggregates_letter ON aggregates (letter_on) WHERE letter_on IS NOT NULL
CREATE INDEX ix_aggregates_proposed ON aggregates (proposed_at) WHERE proposed_at IS NOT NULL
CREATE INDEX ix_aggregates_room ON aggregates (room, phase, id)
CREATE INDEX ix_aggregates_within ON aggregates (within, id)
CREATE INDEX ix_aggregates_work ON aggregates (work_at) WHERE work_at IS NOT NULL
