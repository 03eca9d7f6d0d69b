CREATE TABLE operations (
PRIMARY KEY (name)
breaker TEXT NOT NULL
consecutive INTEGER DEFAULT 0 NOT NULL
name TEXT NOT NULL
pause_reason TEXT
paused_at BIGINT
paused_by TEXT
probe_at BIGINT NOT NULL
refilled_at BIGINT NOT NULL
rest_reason TEXT
rests_from BIGINT
rests_until BIGINT
tokens DOUBLE PRECISION DEFAULT 0 NOT NULL
window_calls INTEGER DEFAULT 0 NOT NULL
window_failures INTEGER DEFAULT 0 NOT NULL
window_from BIGINT NOT NULL
)
