CREATE TABLE operations (
PRIMARY KEY (name)
breaker TEXT NOT NULL
consecutive INTEGER DEFAULT 0 NOT NULL
maintenance_from BIGINT
maintenance_until BIGINT
maintenance_window CHAR(32)
name TEXT NOT NULL
pause_reason_sealed BLOB
paused_at BIGINT
paused_by TEXT
probe_at BIGINT NOT NULL
refilled_at BIGINT NOT NULL
tokens DOUBLE DEFAULT 0 NOT NULL
window_calls INTEGER DEFAULT 0 NOT NULL
window_failures INTEGER DEFAULT 0 NOT NULL
window_from BIGINT NOT NULL
)
