CREATE TABLE quarantined (
PRIMARY KEY (message_id)
code TEXT NOT NULL
codes_listed SMALLINT DEFAULT 0 NOT NULL
fingerprint TEXT NOT NULL
message_id CHAR(32) NOT NULL
path TEXT NOT NULL
)
CREATE INDEX ix_quarantined_codes ON quarantined (message_id) WHERE codes_listed = 0
CREATE INDEX ix_quarantined_fingerprint ON quarantined (fingerprint, message_id)
