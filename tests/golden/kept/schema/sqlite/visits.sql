CREATE TABLE visits (
PRIMARY KEY (id)
body_sealed BLOB NOT NULL
differs INTEGER DEFAULT 0 NOT NULL
district TEXT NOT NULL
id CHAR(32) NOT NULL
key_hash TEXT
made_by TEXT NOT NULL
number TEXT
opened_at BIGINT NOT NULL
paper_sealed BLOB
record_hash TEXT
saves INTEGER DEFAULT 0 NOT NULL
settled_at BIGINT
settled_by TEXT
signed_at BIGINT
state TEXT NOT NULL
subject_hash TEXT NOT NULL
)
CREATE INDEX ix_visits_district ON visits (district, id)
CREATE INDEX ix_visits_subject ON visits (subject_hash, id)
CREATE UNIQUE INDEX ix_visits_draft ON visits (made_by, subject_hash) WHERE state = 'draft'
