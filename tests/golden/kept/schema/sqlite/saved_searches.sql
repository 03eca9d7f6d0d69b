CREATE TABLE saved_searches (
PRIMARY KEY (id)
created_at BIGINT NOT NULL
filters_sealed BLOB NOT NULL
id CHAR(32) NOT NULL
login TEXT NOT NULL
name_sealed BLOB NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_saved_searches_login ON saved_searches (login)
