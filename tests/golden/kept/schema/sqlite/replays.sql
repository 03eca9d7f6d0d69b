CREATE TABLE replays (
PRIMARY KEY (id)
below CHAR(32) NOT NULL
candidate TEXT
candidate_hash TEXT
created_at BIGINT NOT NULL
field TEXT
finished_at BIGINT
format TEXT NOT NULL
id CHAR(32) NOT NULL
kind TEXT NOT NULL
made_by TEXT NOT NULL
most INTEGER DEFAULT 0 NOT NULL
repair CHAR(32)
required INTEGER DEFAULT 0 NOT NULL
result TEXT NOT NULL
seen INTEGER DEFAULT 0 NOT NULL
since BIGINT NOT NULL
state TEXT NOT NULL
trouble TEXT
until BIGINT NOT NULL
)
CREATE INDEX ix_replays_open ON replays (id) WHERE finished_at IS NULL
