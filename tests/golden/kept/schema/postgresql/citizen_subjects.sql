CREATE TABLE citizen_subjects (
PRIMARY KEY (subject_hash)
fin_sealed BYTEA NOT NULL
subject_hash TEXT NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
