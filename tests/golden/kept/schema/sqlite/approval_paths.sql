CREATE TABLE approval_paths (
PRIMARY KEY (hash)
body BLOB NOT NULL
created_at BIGINT NOT NULL
hash TEXT NOT NULL
made_by TEXT NOT NULL
number INTEGER DEFAULT 0 NOT NULL
path TEXT NOT NULL
source TEXT NOT NULL
)
CREATE UNIQUE INDEX ix_approval_paths ON approval_paths (path, number)
