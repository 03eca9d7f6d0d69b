CREATE TABLE survey_answers (
PRIMARY KEY (id)
answered_at BIGINT NOT NULL
body_sealed BYTEA NOT NULL
id UUID NOT NULL
keep_until BIGINT NOT NULL
made_by TEXT NOT NULL
respondent_hash TEXT NOT NULL
survey_id UUID NOT NULL
version INTEGER DEFAULT 0 NOT NULL
)
CREATE INDEX ix_survey_answers_keep ON survey_answers (keep_until)
CREATE UNIQUE INDEX ix_survey_answers_one ON survey_answers (survey_id, respondent_hash, version)
