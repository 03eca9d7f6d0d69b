CREATE TABLE kept_answers (
PRIMARY KEY (id)
answer_sealed BLOB NOT NULL
answered_at BIGINT NOT NULL
asker_hash TEXT NOT NULL
file_sealed BLOB
format TEXT NOT NULL
id CHAR(32) NOT NULL
is_late INTEGER DEFAULT 0 NOT NULL
operation TEXT NOT NULL
party TEXT NOT NULL
size INTEGER DEFAULT 0 NOT NULL
subject_hash TEXT NOT NULL
valid_until BIGINT NOT NULL
)
CREATE INDEX ix_kept_answers_asker ON kept_answers (asker_hash, id)
CREATE INDEX ix_kept_answers_expiry ON kept_answers (valid_until)
CREATE INDEX ix_kept_answers_party ON kept_answers (party)
