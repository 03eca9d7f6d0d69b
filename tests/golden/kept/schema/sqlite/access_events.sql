CREATE TABLE access_events (
PRIMARY KEY (id)
actor_party TEXT NOT NULL
actor_person TEXT
basis_code TEXT
categories TEXT NOT NULL
created_at BIGINT NOT NULL
id CHAR(32) NOT NULL
note_sealed BLOB
outcome TEXT NOT NULL
purpose_code TEXT
run CHAR(32)
service TEXT NOT NULL
subject_hash TEXT
subjects_count INTEGER
subjects_digest TEXT
)
CREATE INDEX ix_access_party ON access_events (actor_party, id)
CREATE INDEX ix_access_person ON access_events (actor_person, id)
CREATE INDEX ix_access_refused ON access_events (actor_party, id) WHERE outcome NOT IN ('shown', 'answered')
CREATE INDEX ix_access_run ON access_events (run) WHERE run IS NOT NULL
CREATE INDEX ix_access_subject ON access_events (subject_hash, id)
