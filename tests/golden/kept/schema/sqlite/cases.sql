CREATE TABLE cases (
PRIMARY KEY (id)
awaits TEXT NOT NULL
came_from TEXT NOT NULL
chain_hash TEXT NOT NULL
changed_at BIGINT NOT NULL
closed_at BIGINT
due TEXT
ends_on TEXT
id CHAR(32) NOT NULL
kind TEXT NOT NULL
letter_on TEXT
number TEXT NOT NULL
opened_at BIGINT NOT NULL
outcome TEXT NOT NULL
paper_no TEXT
paper_until TEXT
pending SMALLINT NOT NULL
phase TEXT NOT NULL
programme TEXT NOT NULL
reason_hash TEXT
revocation_no TEXT
state_sealed BLOB NOT NULL
subject_hash TEXT NOT NULL
version INTEGER DEFAULT 0 NOT NULL
warn_on TEXT
work_at BIGINT
)
CREATE INDEX ix_cases_counted ON cases (programme, outcome, reason_hash, opened_at)
CREATE INDEX ix_cases_ends ON cases (ends_on) WHERE closed_at IS NULL AND ends_on IS NOT NULL
CREATE INDEX ix_cases_letter ON cases (letter_on) WHERE letter_on IS NOT NULL
CREATE INDEX ix_cases_paper ON cases (paper_no)
CREATE INDEX ix_cases_phase ON cases (programme, phase, id)
CREATE INDEX ix_cases_revocation ON cases (revocation_no)
CREATE INDEX ix_cases_second ON cases (id) WHERE awaits = 'second'
CREATE INDEX ix_cases_subject ON cases (subject_hash, id)
CREATE INDEX ix_cases_void ON cases (paper_until) WHERE outcome = 'void' AND paper_no IS NOT NULL
CREATE INDEX ix_cases_warn ON cases (warn_on) WHERE warn_on IS NOT NULL
CREATE INDEX ix_cases_work ON cases (work_at) WHERE work_at IS NOT NULL
CREATE UNIQUE INDEX ix_cases_number ON cases (number)
CREATE UNIQUE INDEX ix_cases_pending ON cases (programme, subject_hash, kind) WHERE pending = 1
