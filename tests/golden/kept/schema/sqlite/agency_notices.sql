CREATE TABLE agency_notices (
PRIMARY KEY (id)
agency TEXT NOT NULL
answer_due BIGINT NOT NULL
answer_sealed BLOB
answered_at BIGINT
answered_by TEXT
contact_sealed BLOB NOT NULL
fingerprint TEXT NOT NULL
id CHAR(32) NOT NULL
sent_at BIGINT NOT NULL
sent_by TEXT NOT NULL
text_az_sealed BLOB NOT NULL
text_en_sealed BLOB NOT NULL
)
CREATE INDEX ix_agency_notices_group ON agency_notices (fingerprint, id)
CREATE INDEX ix_agency_notices_open ON agency_notices (fingerprint, answer_due) WHERE answered_at IS NULL
