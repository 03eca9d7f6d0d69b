CREATE TABLE uploads (
PRIMARY KEY (id)
body_sealed BYTEA
id UUID NOT NULL
kept_until BIGINT NOT NULL
login TEXT NOT NULL
mime TEXT NOT NULL
name_sealed BYTEA NOT NULL
size INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_uploads_expiry ON uploads (kept_until)
CREATE INDEX ix_uploads_login ON uploads (login, id)
