CREATE TABLE credentials (
PRIMARY KEY (id)
algorithm TEXT NOT NULL
ended_at BIGINT
id CHAR(32) NOT NULL
kind TEXT NOT NULL
made_by TEXT NOT NULL
mark TEXT NOT NULL
party TEXT NOT NULL
public TEXT NOT NULL
second_by TEXT NOT NULL
valid_from BIGINT NOT NULL
valid_until BIGINT NOT NULL
)
CREATE INDEX ix_credentials_party ON credentials (party)
CREATE UNIQUE INDEX ix_credentials_mark ON credentials (mark)
