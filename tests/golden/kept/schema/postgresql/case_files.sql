CREATE TABLE case_files (
PRIMARY KEY (name)
closed TEXT
destroyed_by TEXT
file TEXT NOT NULL
name TEXT NOT NULL
not_needed TEXT
opened_at BIGINT NOT NULL
plan_year INTEGER DEFAULT 0 NOT NULL
volume TEXT NOT NULL
)
CREATE INDEX ix_case_files ON case_files (plan_year, file)
