CREATE TABLE callbacks (
PRIMARY KEY (id)
callback_sealed BLOB NOT NULL
due BIGINT NOT NULL
ended_at BIGINT
ended_sealed BLOB
id CHAR(32) NOT NULL
made_at BIGINT NOT NULL
made_by TEXT NOT NULL
outcome TEXT
phone_hash TEXT NOT NULL
taken_at BIGINT
taken_by TEXT
version INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_callbacks_due ON callbacks (due) WHERE ended_at IS NULL
CREATE UNIQUE INDEX ix_callbacks_open ON callbacks (phone_hash) WHERE ended_at IS NULL
