CREATE TABLE files (
PRIMARY KEY (message_id)
chunks_made INTEGER DEFAULT 0 NOT NULL
chunks_total INTEGER DEFAULT 0 NOT NULL
file_date TEXT NOT NULL
lifted_at BIGINT
message_id UUID NOT NULL
name TEXT NOT NULL
replied SMALLINT DEFAULT 0 NOT NULL
rows_bad INTEGER DEFAULT 0 NOT NULL
rows_done INTEGER DEFAULT 0 NOT NULL
rows_superseded INTEGER DEFAULT 0 NOT NULL
rows_total INTEGER DEFAULT 0 NOT NULL
rows_waiting INTEGER DEFAULT 0 NOT NULL
serial INTEGER NOT NULL
series TEXT NOT NULL
superseded_by UUID
totals TEXT
)
CREATE INDEX ix_files_lifted ON files (series) WHERE lifted_at IS NOT NULL
CREATE INDEX ix_files_series ON files (series, file_date, serial)
CREATE INDEX ix_files_unreplied ON files (message_id) WHERE replied = 0
