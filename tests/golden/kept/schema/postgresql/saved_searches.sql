CREATE TABLE saved_searches (
PRIMARY KEY (id)
created_at BIGINT NOT NULL
filters_sealed BYTEA NOT NULL
id UUID NOT NULL
login TEXT NOT NULL
name_sealed BYTEA NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_saved_searches_login ON saved_searches (login)
