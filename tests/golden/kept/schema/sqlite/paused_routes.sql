CREATE TABLE paused_routes (
PRIMARY KEY (name)
name TEXT NOT NULL
pause_reason_sealed BLOB NOT NULL
paused_at BIGINT NOT NULL
paused_by TEXT NOT NULL
)
