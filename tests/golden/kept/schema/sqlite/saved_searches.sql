CREATE TABLE saved_searches (
PRIMARY KEY (id)
created_at BIGINT NOT NULL
filters TEXT NOT NULL
id CHAR(32) NOT NULL
login TEXT NOT NULL
name TEXT NOT NULL
)
CREATE UNIQUE INDEX ix_saved_searches_login ON saved_searches (login, name)
