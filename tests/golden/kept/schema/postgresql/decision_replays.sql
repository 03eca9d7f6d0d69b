CREATE TABLE decision_replays (
PRIMARY KEY (digest, login)
after_hash TEXT NOT NULL
before_hash TEXT NOT NULL
cases BIGINT NOT NULL
changed BIGINT NOT NULL
digest TEXT NOT NULL
login TEXT NOT NULL
made_at BIGINT NOT NULL
name TEXT NOT NULL
only_basis BIGINT NOT NULL
)
