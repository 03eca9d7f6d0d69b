CREATE TABLE access_events (
PRIMARY KEY (id)
actor_party TEXT NOT NULL
actor_person TEXT
categories TEXT NOT NULL
created_at BIGINT NOT NULL
id UUID NOT NULL
legal_basis TEXT
outcome TEXT NOT NULL
purpose TEXT
service TEXT NOT NULL
subject_hash TEXT
)
CREATE INDEX ix_access_person ON access_events (actor_person, id)
CREATE INDEX ix_access_subject ON access_events (subject_hash, id)
